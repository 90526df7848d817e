public import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables resolve`.
public enum ResolveDoor {
  /// Resolves the ids of a file or of standard input.
  ///
  /// HGNC alone answers for genes; any other tables are joined by the shortest way between the two namespaces.
  ///
  /// - Parameters:
  ///   - policy: what becomes of ids with several targets; several, joined by commas, are one a hop.
  ///   - orthologs: which orthologs count.
  ///   - overlays: files of own mappings, put on what the tables say in this order.
  /// - Throws: `undecided` when the namespace of the ids cannot be told; `refused` under the policy `fail`.
  public static func resolve(
    _ file: String, from: String?, to: String, tables: [String], policy: String = "report",
    orthologs: String = OrthologPolicy.oneToOne.rawValue, overlays: [String] = [], catalog: TableCatalog
  ) throws(OmicsError) -> Answer {
    let policies = try policies(policy)
    guard let orthologPolicy = OrthologPolicy(rawValue: orthologs) else {
      throw OmicsError(
        .usage, "there is no ortholog policy \"\(orthologs)\"",
        hint: "Policies: \(OrthologPolicy.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    let ids = try TableDoor.ids(file)
    let tables = tables.isEmpty ? try standardTables(from, to, catalog) : tables
    var way: Way
    let lookup: TableLookup
    if try isOfGenes(tables, catalog) {
      guard policies.count == 1 else {
        throw OmicsError(.usage, "one HGNC table is one hop: it takes one policy, found \"\(policy)\"")
      }
      let opened = try TableDoor.open(tables.first, catalog: catalog)
      let registry = try catalog.registry()
      lookup = .genes(opened.index)
      way = try TableDoor.way(ids, from: from.map(registry.namespace), to: registry.namespace(to), table: opened)
    } else {
      var references = CrossReferences(registry: try catalog.registry(), orthologs: orthologPolicy)
      var names: [String] = []
      for table in tables { names.append(try MappingTableDoor.add(table, to: &references, catalog: catalog)) }
      lookup = .references(references)
      way = try Crossing(references: references, tables: names, policies: policies).way(ids, from: from, to: to)
    }
    let applications = try OverlayDoor.applications(
      overlays, to: Namespace(rawValue: to), lookup: lookup, catalog: catalog)
    for (path, overlay) in zip(overlays, applications) {
      way.evidence += "; overlay \(RelativePath.name(of: path)), \(overlay.count) rows"
    }
    return Answer(ids, way, overlays: applications, policy: policies.last ?? .report)
  }

  /// No table is HGNC alone; where it lacks a namespace, all shipped tables of genes.
  private static func standardTables(
    _ from: String?, _ to: String, _ catalog: TableCatalog
  ) throws(OmicsError) -> [String] {
    let registry = try catalog.registry()
    let known = [from, to].compactMap { $0 }.allSatisfy { Resolver.namespaces.contains(registry.namespace($0)) }
    guard !known else { return [] }
    let wanted = [from, to].compactMap { $0 }.allSatisfy { registry.entry($0) != nil }
    let shipped = Set(catalog.shipped.filter { $0.release.kind != "namespaces" }.map(\.release.name))
    return wanted ? shipped.sorted { ($0 == "hgnc" ? "" : $0) < ($1 == "hgnc" ? "" : $1) } : []
  }

  private static func policies(_ text: String) throws(OmicsError) -> [AmbiguityPolicy] {
    var list: [AmbiguityPolicy] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) { list.append(try policy(String(word))) }
    guard !list.contains(.weighted) else {
      throw OmicsError(
        .usage, "the policy weighted shares values out: it goes with map", hint: "Use all for plain ids.")
    }
    return list
  }

  /// The policy of a word.
  static func policy(_ word: String) throws(OmicsError) -> AmbiguityPolicy {
    guard let policy = AmbiguityPolicy(rawValue: word) else {
      let words = AmbiguityPolicy.allCases.map(\.rawValue).joined(separator: ", ")
      throw OmicsError(.usage, "there is no policy \"\(word)\"", hint: "Policies: \(words).")
    }
    return policy
  }

  /// Whether one HGNC table answers: none is named, or the only one named is of HGNC.
  private static func isOfGenes(_ tables: [String], _ catalog: TableCatalog) throws(OmicsError) -> Bool {
    guard tables.count <= 1 else { return false }
    guard let only = tables.first else { return true }
    if !FolderListing.isFile(only) { return catalog.entry(only).map { $0.release.kind == "hgnc" } ?? true }
    return try MappingTableDoor.head(only).kind == "hgnc"
  }
}
