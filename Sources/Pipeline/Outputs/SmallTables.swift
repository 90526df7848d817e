internal import OmicsIO
internal import Report
internal import Schema

/// The smaller tables of a run folder, each a pure function of its content.
enum SmallTables {
  static let compoundColumns = [
    "target", "symbol", "compound", "action", "fits", "evidence", "potency", "source", "licence", "role", "via",
    "wanted",
  ]

  /// `compounds.tsv`.
  static func compounds(_ compounds: [Compound]) -> [UInt8] {
    var table = TableText(compoundColumns)
    for item in compounds {
      table.append([
        .text(item.target), .text(item.symbol), .text(item.compound), .text(item.action), .flag(item.fits),
        .text(item.evidence), .number(item.potency), .text(item.source), .text(item.licence),
        .text(item.role.rawValue), .text(item.via), .text(item.wanted.rawValue),
      ])
    }
    return table.bytes
  }

  /// Reads `compounds.tsv`.
  static func readCompounds(_ path: String) throws(OmicsError) -> [Compound] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    _ = try scanner.next(&source)
    var list: [Compound] = []
    while let row = try scanner.next(&source) {
      guard row.count >= compoundColumns.count else { continue }
      func text(_ column: Int) -> String { RankingTable.text(row.string(column)) }
      var compound = Compound(
        target: text(0), symbol: text(1), compound: text(2), action: text(3),
        fits: row.equals(4, "NA") ? nil : row.equals(4, "true"), evidence: text(5),
        potency: NumberParsing.double(row.bytes(6)) ?? .nan, source: text(7), licence: text(8))
      compound.role = Compound.Role(rawValue: text(9)) ?? .direct
      compound.via = text(10)
      compound.wanted = Compound.Wanted(rawValue: text(11)) ?? .either
      list.append(compound)
    }
    return list
  }

  /// `ledger.tsv`.
  static func ledger(_ ledger: Ledger) -> [UInt8] {
    var table = TableText(["unit", "read", "kept", "merged", "filtered", "rejected"])
    for unit in ledger.units {
      let line = ledger[unit]
      table.append([
        .text(unit), .whole(line.read), .whole(line.kept), .whole(line.merged), .whole(line.filtered),
        .whole(line.rejected),
      ])
    }
    return table.bytes
  }

  /// `ledger_details.tsv`.
  static func ledgerDetails(_ ledger: Ledger) -> [UInt8] {
    var table = TableText(["unit", "outcome", "reason", "count", "first_file", "first_line"])
    for detail in ledger.details {
      table.append([
        .text(detail.unit), .text(detail.outcome.rawValue), .text(detail.reason), .whole(detail.count),
        .text(detail.firstFile), .whole(detail.firstLine == 0 ? nil : detail.firstLine),
      ])
    }
    return table.bytes
  }

  /// `stability.tsv`: the noise floor of every leading target, in log2 rank.
  static func stability(_ floors: [(target: String, rank: Int, floor: Double, both: Double)]) -> [UInt8] {
    var table = TableText(["target", "rank", "floor", "floor_both"])
    for line in floors {
      table.append([.text(line.target), .whole(line.rank), .number(line.floor), .number(line.both)])
    }
    return table.bytes
  }

  /// Reads `stability.tsv`: floors by target, against a fixed run and between two noisy ones.
  static func readStability(_ path: String) throws(OmicsError) -> (one: [String: Double], both: [String: Double]) {
    var floors: (one: [String: Double], both: [String: Double]) = ([:], [:])
    try rows(path, columns: 4) { row in
      floors.one[row.string(0)] = NumberParsing.double(row.bytes(2))
      floors.both[row.string(0)] = NumberParsing.double(row.bytes(3))
    }
    return floors
  }

  /// `followers.tsv`: leading targets that only ride along, each with its leader and what says so.
  static func followers(_ followers: [Follower]) -> [UInt8] {
    var table = TableText([
      "target", "symbol", "relation", "leader", "leader_symbol", "r_rna", "r_protein", "distance",
    ])
    for item in followers {
      table.append([
        .text(item.target), .text(item.symbol), .text(item.relation.rawValue), .text(item.leader),
        .text(item.leaderSymbol), .number(item.rnaCorrelation), .number(item.proteinCorrelation), .whole(item.distance),
      ])
    }
    return table.bytes
  }

  /// `pathways.tsv`.
  static func pathways(_ lines: [RunReport.PathwayLine]) -> [UInt8] {
    var table = TableText(["pathway", "overlap", "size", "p_value", "q_value", "members"])
    for line in lines {
      table.append([
        .text(line.name), .whole(line.overlap), .whole(line.size), .number(line.pValue), .number(line.qValue),
        .text(line.members.joined(separator: ";")),
      ])
    }
    return table.bytes
  }
}
