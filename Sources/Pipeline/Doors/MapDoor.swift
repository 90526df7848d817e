internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `map`.
public enum MapDoor {
  /// The outcome of a mapping.
  public struct Outcome: Sendable {
    private let mapped: MappedDataset
    private let table: String

    init(_ mapped: MappedDataset, table: String) {
      self.mapped = mapped
      self.table = table
    }

    /// What was seen on the way.
    public var diagnostics: [Diagnostic] { mapped.dataset.diagnostics }

    /// Writes the dataset, and beside it `OUT.mapping.tsv` with the outcome of every feature.
    public func write(to path: String, force: Bool) throws(OmicsError) {
      try DatasetDoor.write(mapped.dataset, to: path, force: force)
      let file = try AtomicFile(path + ".mapping.tsv", force: force)
      try file.append(mapped.mappingTable)
      try file.commit()
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
  public static func map(
    _ path: String, reading: InputOptions, from: String?, to: String, table: String?, catalog: TableCatalog
  ) throws(OmicsError) -> Outcome {
    let opened = try TableDoor.open(table, catalog: catalog)
    let resolver = try Resolver(opened.index, target: Namespace(rawValue: to))
    let dataset = try DatasetDoor.read(path, reading)
    return Outcome(
      try MappedDataset(dataset, resolver: resolver, declared: from.map(Namespace.init(rawValue:))),
      table: opened.release.id)
  }
}
