internal import OmicsIO
internal import Schema

/// `engines.tsv` and `engines.json`: the run's own ranks beside those of the second-opinion engines.
enum EnginesTable {
  /// One row a target: `target symbol rank_ledger`, then a rank an engine.
  static func ranks(_ ranking: TargetRanking, _ engines: [EngineComparison]) -> [UInt8] {
    var table = TableText(["target", "symbol", "rank_ledger"] + engines.map { "rank_\($0.findings.engine)" })
    let places = engines.map { engine in
      var place: [String: Int] = [:]
      for target in engine.findings.ranking { place[target.target] = target.rank }
      return place
    }
    for candidate in ranking.candidates {
      table.append(
        [.text(candidate.target), .text(candidate.symbol), .whole(candidate.rank)]
          + places.map { .whole($0[candidate.target]) })
    }
    return table.bytes
  }

  /// Agreement with the run's ranking and the verdict on each engine's control.
  static func verdicts(_ engines: [EngineComparison]) -> [UInt8] {
    JSONWriter(isIndented: true).bytes(
      of: .array(
        engines.map { engine in
          .members([
            "engine": .string(engine.findings.engine), "rbo": .number(engine.overlap),
            "kendall_tau": .number(engine.tau), "metric": .string(engine.findings.metric),
            "score": .number(engine.findings.score),
            "controls": .array(
              engine.findings.controls.map { .members(["id": .string($0.id), "score": .number($0.score)]) }),
            "beats_control": .bool(engine.findings.beatsControl), "sentence": .string(engine.findings.sentence),
          ])
        }))
  }
}
