internal import Schema

/// `artefacts.tsv`: targets whose difference may be an artefact, apart from the ranking and never dropped from it.
enum ArtefactsTable {
  /// The findings in rank order; `ranking` gives rank and symbol.
  static func bytes(_ findings: [ArtefactFinding], ranking: TargetRanking) -> [UInt8] {
    var table = TableText([
      "target", "symbol", "rank", "reason", "cohort", "layer", "z_raw", "z_adjusted", "label_share", "technical",
      "technical_share",
    ])
    var candidates: [String: TargetCandidate] = [:]
    for candidate in ranking.candidates { candidates[candidate.target] = candidate }
    let ranks = findings.map { candidates[$0.target]?.rank ?? .max }
    // Findings come in a fixed order, which breaks ties.
    for index in findings.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
      let item = findings[index]
      table.append([
        .text(item.target), .text(candidates[item.target]?.symbol ?? ""), .whole(candidates[item.target]?.rank),
        .text(item.reason.rawValue), .text(item.cohort), .text(item.layer.rawValue), .number(item.rawZ),
        .number(item.adjustedZ), .number(item.labelShare), .text(item.technical), .number(item.technicalShare),
      ])
    }
    return table.bytes
  }
}
