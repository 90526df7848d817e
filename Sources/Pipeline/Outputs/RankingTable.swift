internal import OmicsIO
internal import Schema

/// `ranking.tsv`, both ways.
enum RankingTable {
  static let columns = [
    "rank", "target", "symbol", "score", "p_value", "q_value", "rank_low", "rank_high", "p_top10", "p_top50", "class",
    "direction", "rank_own", "rank_no_prior", "replicated", "flags", "r_value",
  ]
  /// Columns that every release wrote.
  private static let required = columns.dropLast()

  static func bytes(_ ranking: TargetRanking) -> [UInt8] {
    var table = TableText(columns)
    for candidate in ranking.candidates {
      table.append([
        .whole(candidate.rank), .text(candidate.target), .text(candidate.symbol), .number(candidate.score),
        .number(candidate.pValue), .number(candidate.qValue), .number(candidate.rankLow), .number(candidate.rankHigh),
        .number(candidate.topTen), .number(candidate.topFifty), .text(candidate.targetClass.rawValue),
        .text(candidate.direction.rawValue), .whole(candidate.rankOwn), .whole(candidate.rankNoPrior),
        .flag(candidate.replicated), .text(candidate.flags.joined(separator: ";")),
        .number(candidate.rValue ?? .nan),
      ])
    }
    return table.bytes
  }

  /// Reads a ranking back.
  static func read(_ path: String) throws(OmicsError) -> TargetRanking {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    guard let header = try scanner.next(&source), header.strings().starts(with: required) else {
      throw OmicsError(.malformed, "this is no ranking table", at: SourceLocation(file: path, line: 1))
    }
    var ranking = TargetRanking()
    while let row = try scanner.next(&source) {
      guard row.count >= required.count, let rank = row.integer(0), let own = row.integer(12),
        let plain = row.integer(13)
      else {
        throw OmicsError(
          .malformed, "a row of the ranking is damaged", at: SourceLocation(file: path, line: row.lineNumber))
      }
      func number(_ column: Int) -> Double { NumberParsing.double(row.bytes(column)) ?? .nan }
      var candidate = TargetCandidate(
        rank: rank, target: row.string(1), symbol: text(row.string(2)), score: number(3), pValue: number(4),
        qValue: number(5))
      candidate.rankLow = number(6)
      candidate.rankHigh = number(7)
      candidate.topTen = number(8)
      candidate.topFifty = number(9)
      candidate.targetClass = TargetClass(rawValue: row.string(10)) ?? .unclassified
      candidate.direction = TargetDirection(rawValue: row.string(11)) ?? .unknown
      candidate.rankOwn = own
      candidate.rankNoPrior = plain
      candidate.replicated = row.equals(14, "NA") ? nil : row.equals(14, "true")
      let flags = text(row.string(15))
      candidate.flags = flags.isEmpty ? [] : flags.split(separator: ";").map(String.init)
      if row.count > 16 { candidate.rValue = NumberParsing.double(row.bytes(16)) }
      ranking.candidates.append(candidate)
    }
    return ranking
  }

  static func text(_ cell: String) -> String { cell == "NA" ? "" : cell }
}
