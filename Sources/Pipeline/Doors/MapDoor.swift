internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `map`.
public enum MapDoor {
  /// The outcome of a mapping.
  public struct Outcome: Sendable {
    private let mapped: MappedDataset
    private let table: String
    private let reports: MappingReports

    init(_ mapped: MappedDataset, table: String, reports: MappingReports) {
      self.mapped = mapped
      self.table = table
      self.reports = reports
    }

    /// What was seen on the way.
    public var diagnostics: [Diagnostic] { mapped.dataset.diagnostics }

    /// Writes the dataset, and beside it `OUT.mapping.tsv` with the outcome of every feature, `OUT.coverage.tsv` with what
    /// stays by count and signal, `OUT.cells.tsv` with what every target's cells were made of, and `OUT.lost.tsv` with
    /// the features without a target and the nearest known symbols.
    public func write(to path: String, force: Bool) throws(OmicsError) {
      try DatasetDoor.write(mapped.dataset, to: path, force: force)
      let file = try AtomicFile(path + ".mapping.tsv", force: force)
      try file.append(mapped.mappingTable)
      try file.commit()
      for (name, bytes) in [("coverage", reports.coverage), ("cells", reports.cells), ("lost", reports.lost)] {
        let file = try AtomicFile("\(path).\(name).tsv", force: force)
        try file.append(bytes)
        try file.commit()
      }
    }

    /// The account in words.
    public var summary: String {
      var text = "table \(table)\n"
      for mapping in mapped.mappings {
        text += "\(mapping.kind.rawValue): \(mapping.evidence)\n"
        for status in MappingStatus.allCases where mapping.coverage[status] > 0 {
          text += "  \(status.rawValue): \(mapping.coverage[status])\n"
        }
      }
      return text + "targets: \(mapped.dataset.features.count)\n"
    }

    /// The account as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "table": .string(table), "targets": .integer(mapped.dataset.features.count),
          "mappings": .array(
            mapped.mappings.map { mapping in
              .members([
                "kind": .string(mapping.kind.rawValue), "namespace": .string(mapping.namespace?.rawValue ?? "mixed"),
                "evidence": .string(mapping.evidence), "inputs": .integer(mapping.coverage.inputs),
                "statuses": .object(
                  MappingStatus.allCases.map { .init($0.rawValue, .integer(mapping.coverage[$0])) }),
              ])
            }),
        ]))
    }
  }

  /// Maps a dataset or vendor file.
  ///
  /// - Parameters:
  ///   - policy: what becomes of features with several targets.
  ///   - groups: what becomes of those that are groups of several genes; nil treats them by `policy`.
  ///   - overlays: files of own mappings, put on what the table says in this order.
  public static func map(
    _ path: String, reading: InputOptions, from: String?, to: String, table: String?, policy: String = "report",
    groups: String? = nil, overlays: [String] = [], catalog: TableCatalog
  ) throws(OmicsError) -> Outcome {
    let policy = try ResolveDoor.policy(policy)
    let groupPolicy = groups.flatMap(GroupPolicy.init(rawValue:))
    guard groups == nil || groupPolicy != nil else {
      let words = GroupPolicy.allCases.map(\.rawValue).joined(separator: ", ")
      throw OmicsError(.usage, "there is no policy \"\(groups ?? "")\" for groups", hint: "Policies: \(words).")
    }
    let opened = try TableDoor.open(table, catalog: catalog)
    var resolver = try Resolver(opened.index, target: Namespace(rawValue: to))
    resolver.overlays = try OverlayDoor.applications(
      overlays, to: resolver.target, lookup: .genes(opened.index), catalog: catalog)
    let dataset = try DatasetDoor.read(path, reading)
    let mapped = try MappedDataset(
      dataset, resolver: resolver, declared: from.map(Namespace.init(rawValue:)), policy: policy, groups: groupPolicy)
    return Outcome(
      mapped, table: ([opened.release.id] + overlays.map { RelativePath.name(of: $0) }).joined(separator: ", "),
      reports: MappingReports(input: dataset, mappings: mapped.mappings, index: opened.index))
  }
}
