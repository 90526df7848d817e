internal import Glibc
public import Schema

/// The correlation of residuals within blocks, shared by all features, as limma 3.54's `duplicateCorrelation` finds it.
///
/// Smyth, Michaud & Scott 2005, doi:10.1093/bioinformatics/bti270. Each feature's variance components are fitted by
/// residual maximum likelihood; their correlations are averaged on Fisher's scale, 15 % cut at each end.
public struct BlockCorrelation: Sendable {
  /// The common correlation.
  public let consensus: Double
  /// Each feature's own; nan where it could not be fitted.
  public let perFeature: [Double]

  /// Estimates the correlation.
  ///
  /// - Parameters:
  ///   - values: features x samples, nan where missing.
  ///   - design: samples x coefficients.
  ///   - blocks: a block a sample.
  /// - Throws: `refused` when no block holds two samples or no feature can be fitted.
  public init(
    _ values: Matrix, design: Matrix, blocks: [Int], weights: Matrix? = nil, trim: Double = 0.15, threads: Int? = nil
  ) throws(OmicsError) {
    var sizes: [Int: Int] = [:]
    for block in blocks { sizes[block, default: 0] += 1 }
    let largest = sizes.values.max() ?? 0
    guard largest > 1 else {
      throw OmicsError(
        .refused, "every block holds one sample: there is no correlation within blocks",
        hint: "Name the column that repeats, such as the subject.")
    }
    let found: [Double] = parallelMap(count: values.rows, threads: threads) { row in
      Self.correlation(values.row(row), weights?.row(row), design: design, blocks: blocks)
    }
    perFeature = found
    let lowest = 1 / (1 - Double(largest)) + 0.01
    let fisher = found.filter { !$0.isNaN }.map { atanh(max(lowest, min(0.99, $0))) }
    guard !fisher.isEmpty else {
      throw OmicsError(
        .refused, "no feature has enough values to estimate the correlation within blocks",
        hint: "Leave out --block, or use fewer coefficients.")
    }
    consensus = tanh(OrderStatistics.trimmedMean(fisher, fraction: trim))
  }

  /// The correlation matrix of samples: `consensus` within a block, 0 across.
  public static func matrix(_ blocks: [Int], correlation: Double) -> Matrix {
    var result = Matrix.identity(blocks.count)
    for a in blocks.indices {
      for b in blocks.indices where a != b && blocks[a] == blocks[b] { result[a, b] = correlation }
    }
    return result
  }

  /// One feature's correlation; nan when its values do not suffice.
  private static func correlation(_ y: [Double], _ weights: [Double]?, design: Matrix, blocks: [Int]) -> Double {
    let observed = y.indices.filter { y[$0].isFinite && (weights?[$0] ?? 1) > 0 }
    let names = Array(Set(observed.map { blocks[$0] })).sorted()
    guard observed.count > design.columns + 2, names.count > 1, names.count < observed.count - 1 else { return .nan }
    let scale = observed.map { weights?[$0].squareRoot() ?? 1 }
    var x = design.selectingRows(observed)
    for (position, factor) in scale.enumerated() {
      for term in 0..<x.columns { x[position, term] *= factor }
    }
    let factor = PivotedQR(x)
    let residual = observed.count - factor.rank
    func turned(_ vector: [Double]) -> [Double] {
      var work = zip(vector, scale).map { $0 * $1 }
      work.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { factor.turn(start) } }
      return Array(work[factor.rank...])
    }
    let effects = turned(observed.map { y[$0] })
    let blockColumns = names.map { name in turned(observed.map { blocks[$0] == name ? 1 : 0 }) }
    let products = Matrix(columns: blockColumns, rows: residual).outerProduct()
    guard let eigen = try? SymmetricEigen(products) else { return .nan }
    let squares = (0..<residual).map { column in
      var sum = 0.0
      for row in 0..<residual { sum += eigen.vectors[row, column] * effects[row] }
      return sum * sum
    }
    guard let (own, block) = VarianceComponents.fit(squares, shares: eigen.values.map { max(0, $0) }) else {
      return .nan
    }
    return block / (own + block)
  }
}

/// Residual and block variance from independent squared effects with expectation own + share * block: a gamma regression
/// with identity link, which is residual maximum likelihood.
enum VarianceComponents {
  /// The components; nil when nothing tells them apart.
  static func fit(_ squares: [Double], shares: [Double]) -> (own: Double, block: Double)? {
    guard squares.count > 1, let (a, b) = weighted(squares, shares, weights: shares.map { _ in 1 }) else { return nil }
    let positive = shares.filter { $0 > 1e-15 }.count
    guard squares.count > 2, positive > 1, Descriptive.variance(shares) > 1e-15 else { return (a, b) }
    var place = (a, b)
    if shares.contains(where: { a + b * $0 < 0 }) { place = (Descriptive.mean(squares), 0) }
    var value = deviance(squares, shares, place)
    guard value.isFinite else {
      place = (Descriptive.mean(squares), 0)
      value = deviance(squares, shares, place)
      guard value.isFinite else { return nil }
      return climb(squares, shares, place, value)
    }
    return climb(squares, shares, place, value)
  }

  private static func climb(
    _ squares: [Double], _ shares: [Double], _ start: (Double, Double), _ startValue: Double
  ) -> (Double, Double) {
    var (place, value) = (start, startValue)
    for _ in 0..<100 {
      let weights = shares.map { 1 / ((place.0 + place.1 * $0) * (place.0 + place.1 * $0)) }
      guard let target = weighted(squares, shares, weights: weights) else { return place }
      var step = 1.0
      var moved = false
      while step > 1e-10 {
        let next = (place.0 + step * (target.0 - place.0), place.1 + step * (target.1 - place.1))
        let height = deviance(squares, shares, next)
        if height.isFinite, height < value {
          moved = value - height > 1e-12 * (abs(value) + 0.1)
          (place, value) = (next, height)
          break
        }
        step /= 2
      }
      if !moved { break }
    }
    return place
  }

  /// Weighted least squares of the squares on (1, share).
  private static func weighted(_ y: [Double], _ x: [Double], weights: [Double]) -> (Double, Double)? {
    var (w, wx, wxx, wy, wxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in y.indices {
      let weight = weights[index]
      w += weight
      wx += weight * x[index]
      wxx += weight * x[index] * x[index]
      wy += weight * y[index]
      wxy += weight * x[index] * y[index]
    }
    let determinant = w * wxx - wx * wx
    guard determinant > 1e-14 * w * wxx, w > 0 else { return nil }
    return ((wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant)
  }

  /// Twice the negative log likelihood up to a constant; infinite where an expectation is not positive.
  private static func deviance(_ y: [Double], _ x: [Double], _ place: (Double, Double)) -> Double {
    var sum = 0.0
    for index in y.indices {
      let mean = place.0 + place.1 * x[index]
      guard mean > 0 else { return .infinity }
      sum += log(mean) + y[index] / mean
    }
    return sum
  }
}
