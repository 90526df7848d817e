import Schema

/// The files of one canonical folder on their way to a dataset.
struct CanonicalParts {
  private let folder: String
  private var files: [String: [UInt8]] = [:]

  init(folder: String) { self.folder = folder }

  private func path(_ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

  mutating func add(_ file: CanonicalText.File) throws(OmicsError) {
    guard files.updateValue(file.bytes, forKey: file.name) == nil else {
      throw OmicsError(.duplicate, "the file occurs twice", at: SourceLocation(file: path(file.name)))
    }
  }

  /// Reads everything that `dataset.json` lists.
  ///
  /// `values` gives abundance tables that are stored elsewhere, by name; their text files are not expected.
  mutating func dataset(
    values: (String, CanonicalAbundance.Index) throws(OmicsError) -> AbundanceTable? = { _, _ in nil }
  ) throws(OmicsError) -> Dataset {
    guard let head = files.removeValue(forKey: "dataset.json") else {
      throw OmicsError(
        .missing, "there is no dataset.json", at: SourceLocation(file: path("dataset.json")),
        hint: "A canonical dataset is a folder with this file.")
    }
    let document = try DatasetDocument(head, file: path("dataset.json"))
    var dataset = Dataset(layer: document.layer)
    dataset.sources = document.sources
    dataset.settings = document.settings
    dataset.counts = document.counts
    var positions: [String: Int] = [:]
    var index: CanonicalAbundance.Index?
    for entry in document.tables {
      if entry.name.hasPrefix("abundance.") {
        let known = index ?? CanonicalAbundance.Index(dataset)
        index = known
        let found: AbundanceTable
        if let stored = try values(entry.name, known) {
          found = stored
        } else {
          var table = try open(entry.name)
          found = try CanonicalAbundance.read(&table, index: known)
        }
        try check(entry, rows: found.rowCount)
        let stem = String(entry.name.dropFirst("abundance.".count))
        let expected = CanonicalAbundance.names(of: dataset.abundances + [found]).last
        guard expected == stem, positions.updateValue(dataset.abundances.count, forKey: stem) == nil else {
          throw OmicsError(
            .malformed, "the name of the table does not fit its kind and measure",
            at: SourceLocation(file: path(entry.name + ".tsv"), line: 1))
        }
        dataset.abundances.append(found)
      } else {
        try read(entry, into: &dataset, positions: positions)
      }
    }
    for name in files.keys.sorted() where name.hasSuffix(".tsv") || name.hasSuffix(".jsonl") {
      throw OmicsError(
        .malformed, "this table is not listed in dataset.json", at: SourceLocation(file: path(name)),
        hint: "Remove the file, or write the dataset again.")
    }
    guard DatasetDocument.json(dataset.ledger) == document.ledger else {
      throw OmicsError(
        .malformed, "the ledger differs from ledger.tsv", at: SourceLocation(file: path("dataset.json")))
    }
    return dataset
  }

  private mutating func read(
    _ entry: DatasetDocument.Table, into dataset: inout Dataset, positions: [String: Int]
  ) throws(OmicsError) {
    if entry.name == "diagnostics" {
      let bytes = try take("diagnostics.jsonl")
      dataset.diagnostics = try CanonicalDiagnostics.read(bytes, file: path("diagnostics.jsonl"))
      return try check(entry, rows: dataset.diagnostics.count)
    }
    var table = try open(entry.name)
    switch entry.name {
    case "samples": dataset.samples = try CanonicalSamples.read(&table)
    case "features": dataset.features = try CanonicalFeatures.read(&table, sources: dataset.sources)
    case "identifications": dataset.identifications = try CanonicalIdentifications.read(&table)
    case "annotation":
      let genes = dataset.annotation.genes
      dataset.annotation = try CanonicalAnnotation.read(&table)
      dataset.annotation.genes = genes
    case "genes": dataset.annotation.genes = try CanonicalAnnotation.readGenes(&table)
    case "ledger": try CanonicalLedger.read(&table, into: &dataset.ledger)
    case "ledger_details": try CanonicalLedger.readDetails(&table, into: &dataset.ledger)
    default:
      let stem = entry.name.hasPrefix("missing.") ? String(entry.name.dropFirst("missing.".count)) : ""
      guard let position = positions[stem] else {
        throw OmicsError(
          .malformed, "there is no canonical table \"\(entry.name)\"", at: SourceLocation(file: path("dataset.json")))
      }
      try CanonicalAbundance.readMissing(&table, into: &dataset.abundances[position], dataset: dataset)
    }
    try check(entry, rows: table.rows)
  }

  private mutating func take(_ name: String) throws(OmicsError) -> [UInt8] {
    if let bytes = files.removeValue(forKey: name) { return bytes }
    throw OmicsError(
      .missing, "the table is listed in dataset.json but not there", at: SourceLocation(file: path(name)))
  }

  private mutating func open(_ name: String) throws(OmicsError) -> CanonicalTableReader {
    try CanonicalTableReader(try take(name + ".tsv"), name: name, file: path(name + ".tsv"))
  }

  private func check(_ entry: DatasetDocument.Table, rows: Int) throws(OmicsError) {
    guard entry.rows == rows else {
      throw OmicsError(
        .truncated, "the table \"\(entry.name)\" has \(rows) rows where dataset.json says \(entry.rows)",
        at: SourceLocation(file: path("dataset.json")), hint: "A file was cut or changed.")
    }
  }
}
