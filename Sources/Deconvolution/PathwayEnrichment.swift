internal import Glibc
internal import Numerics

/// Over-representation of named sets among the leading targets: hypergeometric tail, Benjamini-Hochberg over sets.
///
/// The background is the ranked targets, so that what was never measured counts nowhere. A description beside the
/// ranking, never part of it.
public enum PathwayEnrichment {
  /// A set with its overlap.
  public struct Line: Sendable, Hashable {
    /// The set's name.
    public var name: String
    /// Ranked members.
    public var size: Int
    /// Leading members.
    public var overlap: Int
    /// Hypergeometric tail.
    public var pValue: Double
    /// Adjusted over all sets tested.
    public var qValue: Double
    /// The leading members' ids, in rank order.
    public var members: [String]
  }

  /// Sets with at least two leading members and q at or below `cutoff`, best first.
  ///
  /// - Parameters:
  ///   - ranked: target ids, best first.
  ///   - leading: how many of them lead.
  ///   - sets: names with target ids; sets of 5 to 500 ranked members are tested.
  public static func test(
    ranked: [String], leading: Int, sets: [(name: String, targets: [String])], cutoff: Double = 0.25
  ) -> [Line] {
    var rankOf: [String: Int] = [:]
    for (rank, target) in ranked.enumerated() { rankOf[target] = rank }
    let drawn = min(leading, ranked.count)
    var lines: [Line] = []
    for set in sets {
      let members = set.targets.compactMap { target in rankOf[target].map { ($0, target) } }.sorted { $0.0 < $1.0 }
      guard (5...500).contains(members.count) else { continue }
      let inside = members.filter { $0.0 < drawn }.map(\.1)
      lines.append(
        Line(
          name: set.name, size: members.count, overlap: inside.count,
          pValue: tail(inside.count, population: ranked.count, marked: members.count, drawn: drawn), qValue: .nan,
          members: inside))
    }
    let q = PValueAdjustment.benjaminiHochberg.adjust(lines.map(\.pValue))
    for index in lines.indices { lines[index].qValue = q[index] }
    return lines.filter { $0.overlap >= 2 && $0.qValue <= cutoff }.sorted {
      ($0.pValue, $0.name) < ($1.pValue, $1.name)
    }
  }

  /// P(at least `k` marked among `drawn`) without replacement.
  static func tail(_ k: Int, population: Int, marked: Int, drawn: Int) -> Double {
    guard k > 0 else { return 1 }
    func choose(_ n: Int, _ k: Int) -> Double {
      SpecialFunction.lgamma(Double(n + 1)) - SpecialFunction.lgamma(Double(k + 1))
        - SpecialFunction.lgamma(Double(n - k + 1))
    }
    var sum = 0.0
    for x in k...max(k, min(marked, drawn)) where drawn - x <= population - marked && x <= min(marked, drawn) {
      sum += exp(choose(marked, x) + choose(population - marked, drawn - x) - choose(population, drawn))
    }
    return min(1, sum)
  }
}
