internal import Numerics
internal import Schema

/// Whether the leading targets gather in pathways more than random ones of the same degree and abundance do.
struct PathwaySanity {
  let ranking: TargetRanking
  let background: RobustnessBattery.Background

  /// Random lists that are drawn.
  static let draws = 199

  /// The share of random lists whose best pathway is as good as the list's.
  var check: RunCheck {
    let ranked = ranking.candidates.map(\.target)
    let leading = Array(ranked.prefix(RobustnessBattery.leading))
    let tester = OverlapTest(ranked: ranked, drawn: leading.count, sets: background.sets)
    guard tester.tested > 0 else {
      return RunCheck(
        id: "pathway-sanity", value: .nan, threshold: 0.05, verdict: "info",
        explanation: "no pathway has 5 to 500 ranked members")
    }
    let (own, name) = tester.best(leading)
    let matched = MatchedTargets(ranked, background: background)
    let chance = parallelMap(count: Self.draws) { index in
      var stream = RandomStream(seed: background.seed, name: "pathway-sanity", index: UInt64(index))
      return tester.best(matched.draw(leading, &stream)).pValue
    }
    let p = Double(chance.filter { $0 <= own }.count + 1) / Double(Self.draws + 1)
    return RunCheck(
      id: "pathway-sanity", value: p, threshold: 0.05, verdict: p <= 0.05 ? "pass" : "info",
      explanation: p <= 0.05
        ? "the leading targets gather in pathways (best: \(name)) more than random ones of the same degree and abundance"
        : "the leading targets gather in pathways no more than random ones of the same degree and abundance: do not read "
          + "pathways into this list")
  }

  /// Hypergeometric tails of the overlaps of a list with every set, each computed once.
  private final class OverlapTest: Sendable {
    private let setsOf: [String: [Int32]]
    private let sizes: [Int]
    private let names: [String]
    private let tails: [Int: [Double]]
    var tested: Int { names.count }

    init(ranked: [String], drawn: Int, sets: [(name: String, targets: [String])]) {
      let known = Set(ranked)
      var (setsOf, sizes, names, tails): ([String: [Int32]], [Int], [String], [Int: [Double]]) = ([:], [], [], [:])
      for set in sets {
        let members = Set(set.targets).intersection(known)
        guard (5...500).contains(members.count) else { continue }
        for target in members { setsOf[target, default: []].append(Int32(names.count)) }
        sizes.append(members.count)
        names.append(set.name)
        if tails[members.count] == nil {
          tails[members.count] = (0...drawn).map {
            PathwayEnrichment.tail($0, population: ranked.count, marked: members.count, drawn: drawn)
          }
        }
      }
      (self.setsOf, self.sizes, self.names, self.tails) = (setsOf, sizes, names, tails)
    }

    /// The smallest tail over the sets with at least two members in the list, and that set's name.
    func best(_ list: [String]) -> (pValue: Double, name: String) {
      var counts: [Int32: Int] = [:]
      for target in list { for set in setsOf[target] ?? [] { counts[set, default: 0] += 1 } }
      var best = (pValue: 1.0, name: "none")
      for (set, count) in counts where count >= 2 {
        let p = tails[sizes[Int(set)]]?[count] ?? 1
        if p < best.pValue || (p == best.pValue && p < 1 && names[Int(set)] < best.name) { best = (p, names[Int(set)]) }
      }
      return best
    }
  }
}
