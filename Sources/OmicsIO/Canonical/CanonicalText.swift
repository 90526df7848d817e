public import Schema

/// The canonical text of a dataset: the files of its folder, in memory.
///
/// `dataset.json` comes first and lists the others with their numbers of rows; tables without rows are left out. The
/// same dataset always gives the same bytes, and reading them back gives an equal dataset. The folder's README
/// describes cells, escapes and columns.
public enum CanonicalText {
  /// The version written into every stamp line.
  public static let version = 1

  /// One file of a canonical folder.
  public struct File: Sendable, Hashable {
    /// The file's name, such as `features.tsv`.
    public var name: String
    /// Its bytes.
    public var bytes: [UInt8]
    /// A file.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The files of a dataset, `dataset.json` first.
  ///
  /// - Throws: `malformed`, `duplicate`, `missing` or `dangling` when the dataset contradicts itself: a nameless or
  ///   repeated sample or feature, a table that points outside its features or samples.
  public static func files(of dataset: Dataset) throws(OmicsError) -> [File] {
    try files(of: dataset, leavingOut: [])
  }

  /// The files, without the abundance tables at these positions (whose numbers are stored elsewhere).
  static func files(of dataset: Dataset, leavingOut: Set<Int>) throws(OmicsError) -> [File] {
    var files: [File] = []
    for part in try parts(of: dataset, leavingOut: leavingOut) {
      files.append(File(name: part.name, bytes: try part.rest(nil)))
    }
    return files
  }

  /// One file that is not made yet.
  struct Part {
    var name: String
    /// Passes bytes on to a sink, and gives those that are left: without a sink, all.
    var rest: (ByteSink?) throws(OmicsError) -> [UInt8]
  }

  private struct Table {
    var name: String
    var rows: Int
    var make: (ByteSink?) -> CanonicalTableWriter
  }

  /// The files of a dataset, each made when its bytes are asked for: a large dataset never lies in memory as text.
  static func parts(of dataset: Dataset, leavingOut: Set<Int> = []) throws(OmicsError) -> [Part] {
    try CanonicalNames.check(dataset)
    var tables: [Table] = []
    func add(_ name: String, _ rows: Int, _ make: @escaping (ByteSink?) -> CanonicalTableWriter) {
      tables.append(Table(name: name, rows: rows, make: make))
    }
    if dataset.samples.count > 0 {
      add("samples", dataset.samples.count) { _ in CanonicalSamples.table(dataset.samples) }
    }
    if dataset.features.count > 0 {
      add("features", dataset.features.count) { CanonicalFeatures.table(dataset, to: $0) }
    }
    let names = CanonicalAbundance.names(of: dataset.abundances)
    var left: Set<String> = []
    for (index, table) in dataset.abundances.enumerated() {
      if leavingOut.contains(index) { left.insert("abundance." + names[index]) }
      add("abundance." + names[index], table.rowCount) {
        CanonicalAbundance.table(table, name: names[index], dataset: dataset, to: $0)
      }
    }
    for (index, table) in dataset.abundances.enumerated() where !table.missing.isEmpty {
      add("missing." + names[index], table.missing.count) { _ in
        CanonicalAbundance.missingTable(table, name: names[index], dataset: dataset)
      }
    }
    if dataset.identifications.count > 0 {
      add("identifications", dataset.identifications.count) {
        CanonicalIdentifications.table(dataset.identifications, to: $0)
      }
    }
    let annotation = dataset.annotation
    if annotation.count > 0 || !annotation.dialect.isEmpty {
      add("annotation", annotation.count) { CanonicalAnnotation.table(annotation, to: $0) }
    }
    if !annotation.genes.isEmpty {
      add("genes", annotation.genes.count) { _ in CanonicalAnnotation.genes(annotation.genes) }
    }
    let ledger = dataset.ledger
    if !ledger.units.isEmpty { add("ledger", ledger.units.count) { _ in CanonicalLedger.table(ledger) } }
    if !ledger.details.isEmpty { add("ledger_details", ledger.details.count) { _ in CanonicalLedger.details(ledger) } }

    var listed = tables.map { DatasetDocument.Table(name: $0.name, rows: $0.rows) }
    let diagnostics = dataset.diagnostics
    if !diagnostics.isEmpty { listed.append(.init(name: "diagnostics", rows: diagnostics.count)) }
    let document = listed
    var parts = [Part(name: "dataset.json") { _ in DatasetDocument.bytes(of: dataset, tables: document) }]
    for table in tables where !left.contains(table.name) {
      parts.append(Part(name: table.name + ".tsv") { (sink) throws(OmicsError) in try table.make(sink).finish() })
    }
    if !diagnostics.isEmpty {
      parts.append(Part(name: "diagnostics.jsonl") { _ in CanonicalDiagnostics.bytes(of: diagnostics) })
    }
    return parts
  }

  /// The dataset that these files hold, in any order.
  ///
  /// `folder` stands before the file names in errors.
  /// - Throws: an error with file, line and column for anything that is not exactly canonical text: a table that is
  ///   missing, cut, not listed in `dataset.json`, or at odds with another.
  public static func dataset(of files: [File], folder: String = "") throws(OmicsError) -> Dataset {
    var parts = CanonicalParts(folder: folder)
    for file in files { try parts.add(file) }
    return try parts.dataset()
  }
}
