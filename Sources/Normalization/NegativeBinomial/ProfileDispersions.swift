internal import Glibc
internal import Numerics

/// Dispersions of counts by adjusted profile likelihood: one for all rows, and one a row without any sharing, as edgeR
/// 3.40's `estimateGLMCommonDisp` and `estimateGLMTagwiseDisp` with `prior.df = 0` give them.
struct ProfileDispersions: Sendable {
  /// Rows with fewer counts tell nothing of dispersion.
  private static let leastRowSum = 5.0
  private let counts: Matrix
  private let sizes: [Double]
  private let profile: AdjustedProfile
  private let informative: [Int]
  private let threads: Int?

  /// Counts (features x samples) with their library sizes and a design of full rank.
  init(_ counts: Matrix, sizes: [Double], design: Matrix, threads: Int? = nil) {
    self.counts = counts
    self.sizes = sizes
    self.threads = threads
    profile = AdjustedProfile(design: design)
    informative = (0..<counts.rows).filter { row in
      counts.row(row).reduce(0, +) >= Self.leastRowSum
    }
  }

  /// The dispersion that all rows share, from 0 to 4; nil when no row has enough counts.
  func common() -> Double? {
    guard !informative.isEmpty else { return nil }
    let rows = informative.map { counts.row($0) }
    let root = BrentMaximum.find(from: 0, to: 4.0.squareRoot().squareRoot(), tolerance: 1e-5) { root in
      let dispersion = root * root * root * root
      let values: [Double] = parallelMap(count: rows.count, threads: threads) { row in
        profile.value(rows[row], sizes: sizes, dispersion: dispersion)
      }
      return values.reduce(0, +)
    }
    return root * root * root * root
  }

  /// The dispersion of each row: the best on a spline through eleven dispersions within 2^6 of the common one; rows with
  /// fewer than five counts keep the common one.
  func tagwise(common: Double) -> [Double] {
    let places = (0..<11).map { -6 + 1.2 * Double($0) }
    let found: [Double] = parallelMap(count: informative.count, threads: threads) { index in
      let row = counts.row(informative[index])
      let heights = places.map { profile.value(row, sizes: sizes, dispersion: common * exp2($0)) }
      return common * exp2(CubicSpline(x: places, y: heights).placeOfMaximum)
    }
    var result = [Double](repeating: common, count: counts.rows)
    for (row, value) in zip(informative, found) { result[row] = value }
    return result
  }
}
