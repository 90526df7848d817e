/// Sums, means, variances and correlations, always added in the order given.
public enum Descriptive {
  /// The sum with Neumaier's compensation: as exact as doubles allow for ordinary data.
  public static func sum(_ values: [Double], missing: MissingPolicy = .skip) -> Double {
    guard let usable = missing.usable(values) else { return .nan }
    var sum = 0.0
    var lost = 0.0
    for value in usable {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum.isFinite ? sum + lost : sum
  }

  /// The arithmetic mean; `nan` without values.
  public static func mean(_ values: [Double], missing: MissingPolicy = .skip) -> Double {
    guard let usable = missing.usable(values), !usable.isEmpty else { return .nan }
    return sum(usable) / Double(usable.count)
  }

  /// The sample variance with divisor n - 1; `nan` for fewer than two values.
  public static func variance(_ values: [Double], missing: MissingPolicy = .skip) -> Double {
    guard let usable = missing.usable(values), usable.count > 1 else { return .nan }
    let center = mean(usable)
    return sum(usable.map { ($0 - center) * ($0 - center) }) / Double(usable.count - 1)
  }

  /// The sample standard deviation with divisor n - 1; `nan` for fewer than two values.
  public static func standardDeviation(_ values: [Double], missing: MissingPolicy = .skip) -> Double {
    variance(values, missing: missing).squareRoot()
  }

  /// The pairs in which both values are there.
  private static func completePairs(_ x: [Double], _ y: [Double]) -> ([Double], [Double]) {
    precondition(x.count == y.count, "paired values have the same number")
    let kept = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    return kept.count == x.count ? (x, y) : (kept.map { x[$0] }, kept.map { y[$0] })
  }

  /// The sample covariance over complete pairs, divisor n - 1; `nan` for fewer than two pairs.
  public static func covariance(_ x: [Double], _ y: [Double]) -> Double {
    let (x, y) = completePairs(x, y)
    guard x.count > 1 else { return .nan }
    let (centerX, centerY) = (mean(x), mean(y))
    return sum(zip(x, y).map { ($0 - centerX) * ($1 - centerY) }) / Double(x.count - 1)
  }

  /// Pearson's correlation over complete pairs; `nan` for fewer than two pairs or a constant side.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let (x, y) = completePairs(x, y)
    guard x.count > 1 else { return .nan }
    let product = covariance(x, y)
    let scale = standardDeviation(x) * standardDeviation(y)
    guard scale > 0 else { return .nan }
    return max(-1, min(1, product / scale))
  }

  /// Spearman's rank correlation over complete pairs, with average ranks for ties.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double {
    let (x, y) = completePairs(x, y)
    return pearson(OrderStatistics.ranks(x), OrderStatistics.ranks(y))
  }
}

extension Descriptive {
  /// The mean of every row over its observed values; `nan` for rows without any.
  public static func rowMeans(_ matrix: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: matrix.rows)
    var counts = [Int](repeating: 0, count: matrix.rows)
    for column in 0..<matrix.columns {
      for row in 0..<matrix.rows {
        let value = matrix.values[column * matrix.rows + row]
        guard !value.isNaN else { continue }
        sums[row] += value
        counts[row] += 1
      }
    }
    return zip(sums, counts).map { $1 == 0 ? .nan : $0 / Double($1) }
  }

  /// The variance (n - 1) of every row over its observed values; `nan` for rows with fewer than two.
  public static func rowVariances(_ matrix: Matrix) -> [Double] {
    let means = rowMeans(matrix)
    var sums = [Double](repeating: 0, count: matrix.rows)
    var counts = [Int](repeating: 0, count: matrix.rows)
    for column in 0..<matrix.columns {
      for row in 0..<matrix.rows {
        let value = matrix.values[column * matrix.rows + row]
        guard !value.isNaN else { continue }
        sums[row] += (value - means[row]) * (value - means[row])
        counts[row] += 1
      }
    }
    return zip(sums, counts).map { $1 < 2 ? .nan : $0 / Double($1 - 1) }
  }

  /// The number of observed values of every row.
  public static func rowObserved(_ matrix: Matrix) -> [Int] {
    var counts = [Int](repeating: 0, count: matrix.rows)
    for column in 0..<matrix.columns {
      for row in 0..<matrix.rows where !matrix.values[column * matrix.rows + row].isNaN { counts[row] += 1 }
    }
    return counts
  }

  /// The mean of every column over its observed values; `nan` for columns without any.
  public static func columnMeans(_ matrix: Matrix) -> [Double] {
    (0..<matrix.columns).map { mean(matrix.column($0)) }
  }
}
