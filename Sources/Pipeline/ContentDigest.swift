internal import OmicsIO
internal import Schema

/// Digests of what a file says, whatever the order of its rows and columns, its name, line ends and compression.
///
/// Two inputs with one content digest cannot change a result, so that drift names their difference inert without a
/// replay.
enum ContentDigest {
  /// The content of a dataset: its samples, and every feature with its values by sample name; lines and remarks do not
  /// count.
  static func of(_ dataset: Dataset) -> String {
    var records: [[UInt8]] = dataset.samples.rows.map { record(["sample", $0.name, $0.assay, $0.msRun]) }
    var features = dataset.features.rows.map { feature -> [UInt8] in
      var bytes = record([
        "feature", feature.kind.rawValue, feature.accession, feature.namespace.rawValue,
        feature.members.joined(separator: ";"), flag(feature.decoy), flag(feature.contaminant),
      ])
      bytes.reserveCapacity(bytes.count + 16)
      return bytes
    }
    for table in dataset.abundances {
      let names = table.samples.map { dataset.samples.rows[$0].name }
      let columns = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
      let head = record(["values", table.kind.rawValue, table.measure.rawValue, table.scale.rawValue])
      for (row, feature) in table.features.enumerated() {
        features[feature] += head
        for column in columns { append(table[row, column], to: &features[feature]) }
      }
      records.append(record(["columns", table.kind.rawValue, table.measure.rawValue] + columns.map { names[$0] }))
    }
    records += features
    for index in 0..<dataset.annotation.count {
      let row = dataset.annotation.row(index)
      guard let transcript = row.first("transcript_id"), let gene = row.first("gene_id") else { continue }
      records.append(record(["annotation", transcript, gene]))
    }
    return digest(of: records, head: dataset.layer.rawValue)
  }

  /// The content of a sample sheet: every row by its columns.
  static func of(_ sheet: SampleTable) -> String {
    let columns = SampleTable.fixedColumns + sheet.characteristicColumns.sorted()
    return digest(
      of: sheet.rows.map { row in record(columns.flatMap { [$0, row.value(of: $0) ?? ""] }) }, head: "samples")
  }

  /// The content of a text table in which the order of lines has no meaning.
  static func ofLines(_ path: String) throws(OmicsError) -> String {
    var source = try ByteSource.file(path)
    var scanner = LineScanner()
    var lines: [[UInt8]] = []
    while let line = try scanner.next(&source) { lines.append(Array(line.bytes)) }
    return digest(of: lines, head: "lines")
  }

  /// Everything evidence is computed from: the content of the aligned cohorts.
  static func of(_ cohorts: [CohortData]) -> String {
    var digest = SHA256Digest()
    func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { digest.update($0) } }
    for cohort in cohorts {
      add(record(["cohort", cohort.name]))
      add(record(cohort.targets))
      add(record(cohort.samples))
      add(record(cohort.label.map { String($0) }))
      add(record(cohort.batch.map { String($0) }))
      for values in cohort.covariates { values.withUnsafeBytes { digest.update($0) } }
      for (name, values) in [("rna", cohort.rna), ("protein", cohort.protein)] {
        guard let values else { continue }
        add(record([name]))
        values.withUnsafeBytes { digest.update($0) }
      }
    }
    return digest.finalize()
  }

  // MARK: Bytes

  private static func digest(of records: [[UInt8]], head: String) -> String {
    var digest = SHA256Digest()
    record([head]).withUnsafeBytes { digest.update($0) }
    for bytes in records.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      record([String(bytes.count)]).withUnsafeBytes { digest.update($0) }
      bytes.withUnsafeBytes { digest.update($0) }
    }
    return digest.finalize()
  }

  /// Texts, each ended by a byte that no text of ours holds.
  private static func record(_ texts: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
    bytes.append(0x0A)
    return bytes
  }

  private static func append(_ value: Double, to bytes: inout [UInt8]) {
    let word = (value.isNaN ? Double.nan.bitPattern : (value == 0 ? 0 : value).bitPattern).littleEndian
    withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
  }

  private static func flag(_ value: Bool?) -> String { value.map { $0 ? "true" : "false" } ?? "" }
}
