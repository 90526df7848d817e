internal import OmicsIO
internal import Schema

/// `design.tsv` and `on_the_cut.tsv`: what drift needs to say of samples and thresholds without the inputs.
extension SmallTables {
  static let designColumns = ["cohort", "sample", "label", "batch", "layers"]

  /// One sample of the comparison.
  struct DesignRow: Sendable, Hashable {
    var cohort: String
    var sample: String
    var label: String
    var batch: String
    var layers: String
  }

  /// The samples of the cohorts that were analysed, by cohort and name.
  static func design(_ study: HarmonizedStudy, contrast: Contrast) -> [UInt8] {
    var table = TableText(designColumns)
    var batches: [String: String] = [:]
    if let column = contrast.batch {
      for row in study.study.sheet.rows { batches[row.name] = row.value(of: column) ?? "" }
    }
    for cohort in study.cohorts {
      let layers = study.study.matrices.filter { $0.cohort == cohort.name }
      for (position, sample) in cohort.samples.enumerated() {
        table.append([
          .text(cohort.name), .text(sample),
          .text(cohort.label[position] == 1 ? contrast.caseLevel : contrast.controlLevel),
          .text(batches[sample] ?? ""),
          .text(layers.filter { $0.samples.contains(sample) }.map(\.layer.rawValue).sorted().joined(separator: ";")),
        ])
      }
    }
    return table.bytes
  }

  /// `samples.tsv`: every sample of an input or of the sheet, with its partner on the other side.
  static func samples(_ pairs: [SampleJoin.Pair]) -> [UInt8] {
    var table = TableText(["input", "status", "sample", "run", "sheet_sample", "sheet_run"])
    for pair in pairs {
      table.append([
        .text(pair.input), .text(pair.status), .text(pair.sample), .text(pair.run), .text(pair.sheetSample),
        .text(pair.sheetRun),
      ])
    }
    return table.bytes
  }

  /// Reads `design.tsv`.
  static func readDesign(_ path: String) throws(OmicsError) -> [DesignRow] {
    var list: [DesignRow] = []
    try rows(path, columns: designColumns.count) { row in
      func text(_ column: Int) -> String { RankingTable.text(row.string(column)) }
      list.append(DesignRow(cohort: text(0), sample: text(1), label: text(2), batch: text(3), layers: text(4)))
    }
    return list
  }

  /// `on_the_cut.tsv`.
  static func onTheCut(_ list: [(setting: String, input: String, target: String)]) -> [UInt8] {
    var table = TableText(["setting", "input", "target"])
    for item in list { table.append([.text(item.setting), .text(item.input), .text(item.target)]) }
    return table.bytes
  }

  /// Reads `on_the_cut.tsv`: setting, input, target.
  static func readOnTheCut(_ path: String) throws(OmicsError) -> [(setting: String, input: String, target: String)] {
    var list: [(setting: String, input: String, target: String)] = []
    try rows(path, columns: 3) { row in list.append((row.string(0), row.string(1), row.string(2))) }
    return list
  }

  /// The rows of a table of ours below its header.
  static func rows(_ path: String, columns: Int, _ body: (Row) -> Void) throws(OmicsError) {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    _ = try scanner.next(&source)
    while let row = try scanner.next(&source) {
      guard row.count >= columns else {
        throw OmicsError(
          .malformed, "expected \(columns) columns, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      body(row)
    }
  }
}
