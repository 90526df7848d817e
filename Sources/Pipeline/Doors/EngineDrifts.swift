internal import Drift
internal import Glibc
internal import Schema

/// The rankings of second-opinion engines in two runs, compared as the run's own ranking is.
enum EngineDrifts {
  /// Every engine of either run, by id.
  ///
  /// - Parameter leading: how many leading targets of either ranking are looked at.
  static func between(_ base: String, _ new: String, leading: Int) throws(OmicsError) -> [EngineDrift] {
    var list: [EngineDrift] = []
    for engine in Set(engines(base) + engines(new)).sorted() {
      let (a, b) = (try findings(engine, base), try findings(engine, new))
      guard let a, let b else {
        list.append(
          EngineDrift(
            engine: engine, rbo: .nan, beatsBefore: a?.beatsControl, beatsAfter: b?.beatsControl, targets: []))
        continue
      }
      list.append(
        EngineDrift(
          engine: engine,
          rbo: RankBiasedOverlap.extrapolated(a.ranking.map(\.target), b.ranking.map(\.target)),
          beatsBefore: a.beatsControl, beatsAfter: b.beatsControl, targets: moved(a.ranking, b.ranking, leading)))
    }
    return list
  }

  private static func engines(_ run: String) -> [String] {
    FolderListing.names("\(run)/engines").filter { FolderListing.isFile("\(run)/engines/\($0)/ranking.tsv") }
  }

  private static func findings(_ engine: String, _ run: String) throws(OmicsError) -> EngineFindings? {
    let folder = "\(run)/engines/\(engine)"
    guard FolderListing.isFile("\(folder)/ranking.tsv") else { return nil }
    return try EngineFiles.findings(engine, in: folder, targets: nil)
  }

  private static func moved(
    _ a: [EngineFindings.Target], _ b: [EngineFindings.Target], _ leading: Int
  ) -> [EngineDrift.Target] {
    var (before, after): ([String: EngineFindings.Target], [String: EngineFindings.Target]) = ([:], [:])
    for target in a { before[target.target] = target }
    for target in b { after[target.target] = target }
    let names = Set(a.prefix(leading).map(\.target) + b.prefix(leading).map(\.target))
    let rows = names.compactMap { name -> EngineDrift.Target? in
      let (old, new) = (before[name], after[name])
      let (first, second) = (old?.rank ?? a.count + 1, new?.rank ?? b.count + 1)
      guard first != second || old == nil || new == nil else { return nil }
      return EngineDrift.Target(
        target: name, symbol: new?.symbol ?? old?.symbol ?? "", rankBefore: old?.rank, rankAfter: new?.rank,
        delta: log2(Double(first)) - log2(Double(second)),
        isBeyondInterval: isOutside(second, old) && isOutside(first, new))
    }
    return rows.sorted {
      abs($0.delta) == abs($1.delta) ? $0.target < $1.target : abs($0.delta) > abs($1.delta)
    }
  }

  /// Whether a rank lies outside a target's interval; a target without one decides nothing.
  private static func isOutside(_ rank: Int, _ target: EngineFindings.Target?) -> Bool {
    guard let target else { return true }
    guard !target.rankLow.isNaN, !target.rankHigh.isNaN else { return false }
    return Double(rank) < target.rankLow || Double(rank) > target.rankHigh
  }
}
