internal import Numerics

/// The final score: own strength plus bounded network support, and the order it gives.
///
/// Support is clipped to -2 … 6 and weighted. It may lift targets among those without own significance, but never above
/// a target whose own strength is beyond the family-wise threshold; those keep their order among themselves.
struct ScoreRule: Sendable {
  let network: NetworkChannel?
  let weight: Double
  /// The own strength from which a target stands on its own.
  let threshold: Double

  /// Scores of all targets; nan where there is no strength.
  func scores(_ strengths: [Double], support: [Double]?) -> [Double] {
    guard let support, weight > 0 else { return strengths }
    return strengths.indices.map { row in
      let own = strengths[row]
      guard !own.isNaN, own < threshold, !support[row].isNaN else { return own }
      let lifted = own + weight * max(-2, min(6, support[row]))
      return min(max(0, lifted), threshold - 1e-9 * (1 + threshold - own))
    }
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
