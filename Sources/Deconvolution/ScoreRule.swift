internal import Numerics

/// The final score: own strength plus bounded network support, and the order it gives.
///
/// Support is clipped to -2 … 6, counts one and a half times, and is weighted. Targets that stand on their own (beyond the family-wise threshold, and
/// replicated where there are several cohorts) may change places with others, but none that is among the first
/// `top` by itself is pushed out of them by the prior.
struct ScoreRule: Sendable {
  let network: NetworkChannel?
  /// Weight of support, 0 to 1.
  let weight: Double
  /// The own strength from which a target can stand on its own.
  let threshold: Double
  /// Whether a target may be kept in the list for its own evidence.
  let standsAlone: [Bool]
  /// What a unit of support adds at full weight, in units of own strength.
  static let support = 1.5
  /// Length of the list that own evidence keeps.
  let top = 50

  /// The weight a run uses: the one that is asked for, else none with one cohort and all with several.
  static func weight(_ weight: Double?, cohorts: Int) -> Double { weight ?? (cohorts > 1 ? 1 : 0) }

  /// Scores of all targets; nan where there is no strength.
  func scores(_ strengths: [Double], support: [Double]?) -> [Double] {
    guard let support, weight > 0 else { return strengths }
    var scores = strengths.indices.map { row -> Double in
      guard !strengths[row].isNaN, !support[row].isNaN else { return strengths[row] }
      return max(0, strengths[row] + weight * Self.support * max(-2, min(6, support[row])))
    }
    let kept = Self.order(strengths, strengths).prefix(top).filter { strengths[$0] > threshold && standsAlone[$0] }
    guard !kept.isEmpty else { return scores }
    var lowest = Double.infinity
    for row in kept {
      scores[row] = max(scores[row], strengths[row])
      lowest = min(lowest, scores[row])
    }
    // So many others may precede a kept target; the rest are held just below the last of them, in their order.
    let others = Self.order(scores, strengths).filter { !kept.contains($0) }.dropFirst(top - kept.count)
    for row in others where scores[row] >= lowest { scores[row] = lowest * (1 - 1e-6 / (1 + scores[row])).nextDown }
    return scores
  }

  /// Rows with a score, best first; ties by own strength, then by row.
  static func order(_ scores: [Double], _ strengths: [Double]) -> [Int] {
    scores.indices.filter { !scores[$0].isNaN }.sorted {
      if scores[$0] != scores[$1] { return scores[$0] > scores[$1] }
      if strengths[$0] != strengths[$1] { return strengths[$0] > strengths[$1] }
      return $0 < $1
    }
  }
}
