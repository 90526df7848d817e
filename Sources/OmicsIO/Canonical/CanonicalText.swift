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
    var tables: [CanonicalTableWriter] = []
    try CanonicalNames.check(dataset)
    if dataset.samples.count > 0 { tables.append(CanonicalSamples.table(dataset.samples)) }
    if dataset.features.count > 0 { tables.append(CanonicalFeatures.table(dataset)) }
    let names = CanonicalAbundance.names(of: dataset.abundances)
    var left: Set<String> = []
    for (index, table) in dataset.abundances.enumerated() {
      if leavingOut.contains(index) { left.insert("abundance." + names[index]) }
      tables.append(
        CanonicalAbundance.table(table, name: names[index], dataset: dataset, isEmpty: leavingOut.contains(index)))
    }
    for (index, table) in dataset.abundances.enumerated() where !table.missing.isEmpty {
      tables.append(try CanonicalAbundance.missingTable(table, name: names[index], dataset: dataset))
    }
    if dataset.identifications.count > 0 { tables.append(CanonicalIdentifications.table(dataset.identifications)) }
    if dataset.annotation.count > 0 || !dataset.annotation.dialect.isEmpty {
      tables.append(CanonicalAnnotation.table(dataset.annotation))
    }
    if !dataset.annotation.genes.isEmpty { tables.append(CanonicalAnnotation.genes(dataset.annotation.genes)) }
    if !dataset.ledger.units.isEmpty { tables.append(CanonicalLedger.table(dataset.ledger)) }
    if !dataset.ledger.details.isEmpty { tables.append(CanonicalLedger.details(dataset.ledger)) }

    var rows = tables.map { DatasetDocument.Table(name: $0.name, rows: $0.rows) }
    for index in rows.indices where left.contains(rows[index].name) {
      let position = names.firstIndex { "abundance." + $0 == rows[index].name } ?? 0
      rows[index].rows = dataset.abundances[position].rowCount
    }
    if !dataset.diagnostics.isEmpty { rows.append(.init(name: "diagnostics", rows: dataset.diagnostics.count)) }
    var files = [File(name: "dataset.json", bytes: DatasetDocument.bytes(of: dataset, tables: rows))]
    for table in tables where !left.contains(table.name) {
      files.append(File(name: table.name + ".tsv", bytes: table.bytes))
    }
    if !dataset.diagnostics.isEmpty {
      files.append(File(name: "diagnostics.jsonl", bytes: CanonicalDiagnostics.bytes(of: dataset.diagnostics)))
    }
    return files
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
