public import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables resolve`.
public enum ResolveDoor {
  /// The answer.
  public struct Answer: Sendable {
    private var resolution: TableDoor.Resolution
    private let release: String

    init(_ resolution: TableDoor.Resolution, release: String) {
      self.resolution = resolution
      self.release = release
    }

    /// TSV with a header: `input status target confidence via candidates note`.
    public var table: String {
      var text = "input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n"
      for outcome in resolution.outcomes {
        outcome.append(to: &text)
        text += "\n"
      }
      return text
    }

    /// The same as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .array(
          resolution.outcomes.map { outcome in
            .members([
              "input": .string(outcome.input), "status": .string(outcome.status.rawValue),
              "target": outcome.target.map(JSONValue.string) ?? .null, "symbol": .string(outcome.symbol),
              "confidence": .number(outcome.confidence), "via": .string(outcome.via),
              "candidates": .array(outcome.candidates.map(JSONValue.string)), "note": .string(outcome.note),
            ])
          }))
    }

    /// Puts own mappings on the outcomes and counts anew.
    mutating func apply(
      _ overlay: CurationOverlay, name: String, to: String, lookup: TableLookup
    ) throws(OmicsError) {
      try overlay.apply(
        to: &resolution.outcomes, from: resolution.namespace, to: Namespace(rawValue: to), lookup: lookup)
      resolution.coverage = MappingCoverage()
      for outcome in resolution.outcomes { resolution.coverage.count(outcome.status) }
      try resolution.coverage.assertBalance()
      resolution.evidence += "; overlay \(RelativePath.name(of: name)), \(overlay.rows.count) rows"
    }

    /// Applies a policy to the ids with several targets.
    mutating func apply(_ policy: AmbiguityPolicy) throws(OmicsError) {
      for index in resolution.outcomes.indices where resolution.outcomes[index].status == .ambiguous {
        let candidates = resolution.outcomes[index].candidates
        switch policy {
        case .report, .drop, .prefer: continue
        case .first:
          resolution.outcomes[index].target = candidates.first
          resolution.outcomes[index].note +=
            "\(resolution.outcomes[index].note.isEmpty ? "" : "; ")first of \(candidates.count)"
        case .all: resolution.outcomes[index].target = candidates.joined(separator: ";")
        case .fail:
          throw OmicsError(
            .refused,
            "\"\(resolution.outcomes[index].input)\" has several targets: \(candidates.joined(separator: ", "))",
            hint: "Use another --policy, or take it out.")
        }
      }
    }

    private var statuses: [(status: MappingStatus, count: Int)] {
      MappingStatus.allCases.map { ($0, resolution.coverage[$0]) }.filter { $0.1 > 0 }
    }

    /// TSV with a row a status that occurs: `status count share`.
    public var coverageTable: String {
      var text = "status\tcount\tshare\n"
      for (status, count) in statuses {
        text += "\(status.rawValue)\t\(count)\t\(Double(count) / Double(max(1, resolution.coverage.inputs)))\n"
      }
      return text + "inputs\t\(resolution.coverage.inputs)\t1\n"
    }

    /// The same as JSON.
    public var coverageJSON: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "inputs": .integer(resolution.coverage.inputs), "mapped": .integer(resolution.coverage.mapped),
          "statuses": .object(statuses.map { JSONValue.Member($0.status.rawValue, .integer($0.count)) }),
        ]))
    }

    /// The account in a sentence.
    public var summary: String {
      let counts = MappingStatus.allCases.filter { resolution.coverage[$0] > 0 }
        .map { "\($0.rawValue) \(resolution.coverage[$0])" }
      let namespace = resolution.namespace?.rawValue ?? "each id by its own pattern"
      return "table \(release); from \(namespace) (\(resolution.evidence)); \(resolution.coverage.inputs) inputs: "
        + counts.joined(separator: ", ")
    }
  }

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
    var answer: Answer
    let lookup: TableLookup
    if try isOfGenes(tables, catalog) {
      guard policies.count == 1 else {
        throw OmicsError(.usage, "one HGNC table is one hop: it takes one policy, found \"\(policy)\"")
      }
      let opened = try TableDoor.open(tables.first, catalog: catalog)
      let registry = try catalog.registry()
      lookup = .genes(opened.index)
      answer = Answer(
        try TableDoor.resolve(
          ids, from: from.map(registry.namespace), to: registry.namespace(to), table: opened),
        release: opened.release.id)
    } else {
      var references = CrossReferences(registry: try catalog.registry(), orthologs: orthologPolicy)
      var names: [String] = []
      for table in tables {
        let opened = try MappingTableDoor.open(table, catalog: catalog)
        references.add(opened.table, name: opened.name)
        names.append("\(opened.name) \(try SHA256Digest.hex(ofFile: opened.path))")
      }
      lookup = .references(references)
      answer = try Crossing(references: references, tables: names, policies: policies).answer(ids, from: from, to: to)
    }
    for path in overlays {
      try answer.apply(try OverlayDoor.overlay(path, catalog: catalog), name: path, to: to, lookup: lookup)
    }
    try answer.apply(policies.last ?? .report)
    return answer
  }

  /// No table is HGNC alone; where it lacks a namespace, all shipped tables of genes.
  private static func standardTables(
    _ from: String?, _ to: String, _ catalog: TableCatalog
  ) throws(OmicsError) -> [String] {
    let registry = try catalog.registry()
    let known = [from, to].compactMap { $0 }.allSatisfy { Resolver.namespaces.contains(registry.namespace($0)) }
    guard !known else { return [] }
    let wanted = [from, to].compactMap { $0 }.allSatisfy { registry.entry($0) != nil }
    let shipped = Set(catalog.entries.filter { !$0.isImported && $0.release.kind != "namespaces" }.map(\.release.name))
    return wanted ? shipped.sorted { ($0 == "hgnc" ? "" : $0) < ($1 == "hgnc" ? "" : $1) } : []
  }

  private static func policies(_ text: String) throws(OmicsError) -> [AmbiguityPolicy] {
    var list: [AmbiguityPolicy] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let policy = AmbiguityPolicy(rawValue: String(word)) else {
        let words = AmbiguityPolicy.allCases.map(\.rawValue).joined(separator: ", ")
        throw OmicsError(.usage, "there is no policy \"\(word)\"", hint: "Policies: \(words).")
      }
      list.append(policy)
    }
    return list
  }

  /// Whether one HGNC table answers: none is named, or the only one named is of HGNC.
  private static func isOfGenes(_ tables: [String], _ catalog: TableCatalog) throws(OmicsError) -> Bool {
    guard tables.count <= 1 else { return false }
    guard let only = tables.first else { return true }
    if !FolderListing.isFile(only) { return catalog.entry(only).map { $0.release.kind == "hgnc" } ?? true }
    return try MappingTableDoor.open(only, catalog: catalog).table.kind == "hgnc"
  }
}
