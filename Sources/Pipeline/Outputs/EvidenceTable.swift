internal import OmicsIO
internal import Schema

/// `evidence.tsv`, both ways: one row a target, channel and cohort, in rank order.
enum EvidenceTable {
  static let columns = [
    "target", "channel", "layer", "cohort", "effect", "se", "statistic", "p_value", "n", "coverage", "contribution",
    "reference", "ranked_by",
  ]
  /// Columns that every release wrote.
  private static let required = columns.dropLast()

  static func bytes(_ evidence: [Evidence]) -> [UInt8] {
    var table = TableText(columns)
    for item in evidence {
      table.append([
        .text(item.target), .text(item.channel.rawValue), .text(item.layer), .text(item.cohort), .number(item.effect),
        .number(item.standardError), .number(item.statistic), .number(item.pValue), .whole(item.count),
        .number(item.coverage), .number(item.contribution), .text(item.reference),
        .number(item.rankedBy),
      ])
    }
    return table.bytes
  }

  static func read(_ path: String) throws(OmicsError) -> [Evidence] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    guard let header = try scanner.next(&source), header.strings().starts(with: required) else {
      throw OmicsError(.malformed, "this is no evidence table", at: SourceLocation(file: path, line: 1))
    }
    var list: [Evidence] = []
    while let row = try scanner.next(&source) {
      guard row.count >= required.count, let channel = EvidenceChannel(rawValue: row.string(1)) else {
        throw OmicsError(
          .malformed, "a row of the evidence is damaged", at: SourceLocation(file: path, line: row.lineNumber))
      }
      func number(_ column: Int) -> Double { NumberParsing.double(row.bytes(column)) ?? .nan }
      list.append(
        Evidence(
          target: row.string(0), channel: channel, layer: RankingTable.text(row.string(2)),
          cohort: RankingTable.text(row.string(3)), effect: number(4), standardError: number(5), statistic: number(6),
          pValue: number(7), count: row.integer(8) ?? 0, coverage: number(9), contribution: number(10),
          reference: RankingTable.text(row.string(11)), rankedBy: row.count > 12 ? number(12) : .nan))
    }
    return list
  }
}
