internal import Deconvolution
internal import Schema

/// `network_implied.tsv`: targets without evidence of their own whose neighbours moved; never mixed into the ranking.
enum ImpliedTable {
  static func bytes(_ targets: [NetworkImplied], symbols: [String: String]) -> [UInt8] {
    var table = TableText([
      "target", "symbol", "support", "p_value", "q_value", "degree", "own_p_value", "rank", "neighbours",
    ])
    for item in targets {
      table.append([
        .text(item.target), .text(symbols[item.target] ?? item.target), .number(item.support), .number(item.pValue),
        .number(item.qValue), .whole(item.degree), .number(item.ownPValue), .whole(item.rank),
        .text(item.neighbours.map { symbols[$0] ?? $0 }.joined(separator: ";")),
      ])
    }
    return table.bytes
  }
}
