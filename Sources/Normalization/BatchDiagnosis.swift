internal import Glibc
public import Numerics
public import Schema

/// How much of the variance batch and condition explain, feature by feature and along principal components, and whether
/// the two can be told apart at all.
///
/// The idea of principal variance component analysis, Boedigheimer et al. 2008, doi:10.1186/1471-2164-9-285; Leek et al.
/// 2010, doi:10.1038/nrg2825.
public struct BatchDiagnosis: Sendable {
  /// Shares of one feature's variance over its observed samples.
  public struct Share: Sendable, Hashable {
    /// Explained by batch alone.
    public var batch: Double
    /// Explained by condition alone.
    public var condition: Double
    /// Explained by batch beyond condition.
    public var batchUnique: Double
    /// Explained by condition beyond batch.
    public var conditionUnique: Double
    /// p-value of batch beyond condition (F).
    public var batchP: Double
    /// p-value of condition beyond batch (F).
    public var conditionP: Double
    /// Observed samples.
    public var observed: Int
  }

  /// One principal component of the samples.
  public struct Component: Sendable, Hashable {
    /// Its share of the variance.
    public var share: Double
    /// The share of it that batch explains.
    public var batch: Double
    /// The share of it that condition explains.
    public var condition: Double
  }

  /// One a feature; nan where its values do not suffice or are constant.
  public var features: [Share]
  /// The leading components, over features without missing values.
  public var components: [Component]
  /// Features that entered the components.
  public var completeFeatures: Int
  /// Whether some condition cannot be told from batch.
  public var isAliased: Bool
  /// The largest variance inflation factor of a condition beside batch; infinite when aliased.
  public var inflation: Double
  /// How many samples' conditions are guessed from the other samples of their batch, as a share.
  public var predictability: Double
  /// The share of the largest condition: what guessing without batch reaches.
  public var majority: Double

  /// Diagnoses a log-scale matrix (features x samples, nan where missing).
  ///
  /// - Throws: `refused` with fewer than two batches or conditions, or without residual degrees of freedom.
  public init(
    _ values: Matrix, batches: [String], conditions: [String], components count: Int = 10, threads: Int? = nil
  ) throws(OmicsError) {
    let batch = Self.indicators(batches)
    let condition = Self.indicators(conditions)
    guard batch.columns > 1, condition.columns > 1 else {
      let what = batch.columns > 1 ? "group" : "batch"
      throw OmicsError(
        .refused, "there is one \(what) only: nothing can be compared", hint: "Name another column of the sheet.")
    }
    let ones = Matrix(rows: values.columns, columns: 1, repeating: 1)
    let both = batch.appendingColumns(condition)
    guard values.columns > PivotedQR(both).rank else {
      throw OmicsError(
        .refused, "batch and group use up all samples: no variance is left to compare with",
        hint: "Join small batches, or leave samples out.")
    }
    var sums: [(rss: [Double], rank: [Double])] = []
    var observed: [Int] = []
    for design in [ones, batch, condition, both] {
      let fit = try RowwiseLinearModel(design: design).fit(values, threads: threads)
      observed = fit.observed
      sums.append(
        (
          fit.sigma.indices.map { fit.dfResidual[$0] > 0 ? fit.sigma[$0] * fit.sigma[$0] * fit.dfResidual[$0] : 0 },
          fit.dfResidual.indices.map { Double(fit.observed[$0]) - fit.dfResidual[$0] }
        ))
    }
    let used = observed
    features = (0..<values.rows).map { Self.share($0, sums, observed: used[$0]) }
    let complete = (0..<values.rows).filter { used[$0] == values.columns && sums[0].rss[$0] > 0 }
    completeFeatures = complete.count
    components = try Self.components(values.selectingRows(complete), batch, condition, count)
    inflation = Self.inflation(batch, condition)
    isAliased = inflation == .infinity
    (predictability, majority) = Self.predictability(batches, conditions)
  }

  /// The intercept and an indicator of every level but the first in byte order.
  static func indicators(_ names: [String]) -> Matrix {
    let levels = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var columns = [[Double](repeating: 1, count: names.count)]
    for level in levels.dropFirst() { columns.append(names.map { $0 == level ? 1 : 0 }) }
    return Matrix(columns: columns, rows: names.count)
  }

  private static func share(
    _ row: Int, _ sums: [(rss: [Double], rank: [Double])], observed: Int
  ) -> Share {
    let total = sums[0].rss[row]
    let nothing = Share(
      batch: .nan, condition: .nan, batchUnique: .nan, conditionUnique: .nan, batchP: .nan, conditionP: .nan,
      observed: observed)
    guard total > 0 else { return nothing }
    func p(_ without: Int) -> Double {
      let more = sums[3].rank[row] - sums[without].rank[row]
      let left = Double(observed) - sums[3].rank[row]
      guard more > 0, left > 0, sums[3].rss[row] > 0 else { return .nan }
      let statistic = (sums[without].rss[row] - sums[3].rss[row]) / more / (sums[3].rss[row] / left)
      return FDistribution(more, left).upperTail(max(0, statistic))
    }
    func part(_ value: Double) -> Double { max(0, min(1, value / total)) }
    return Share(
      batch: part(total - sums[1].rss[row]), condition: part(total - sums[2].rss[row]),
      batchUnique: part(sums[2].rss[row] - sums[3].rss[row]),
      conditionUnique: part(sums[1].rss[row] - sums[3].rss[row]), batchP: p(2), conditionP: p(1), observed: observed)
  }

  /// Components of the samples of centred features, by the samples' products.
  private static func components(
    _ complete: Matrix, _ batch: Matrix, _ condition: Matrix, _ count: Int
  ) throws(OmicsError) -> [Component] {
    guard complete.rows > 0 else { return [] }
    var centred = complete
    for (row, mean) in Descriptive.rowMeans(complete).enumerated() {
      for column in 0..<complete.columns { centred[row, column] -= mean }
    }
    let eigen = try SymmetricEigen(centred.crossProduct())
    let order = eigen.values.indices.sorted { eigen.values[$0] > eigen.values[$1] }
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    let (first, second) = (PivotedQR(batch), PivotedQR(condition))
    var result: [Component] = []
    for index in order.prefix(min(count, complete.columns - 1)) where eigen.values[index] > 1e-12 * total {
      let scores = eigen.vectors.column(index)
      let mean = Descriptive.mean(scores)
      let spread = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      result.append(
        Component(
          share: eigen.values[index] / total, batch: max(0, 1 - first.residualSumOfSquares(scores) / spread),
          condition: max(0, 1 - second.residualSumOfSquares(scores) / spread)))
    }
    return result
  }

  /// 1 / (1 - R²) of each condition's indicator on batch, the largest.
  private static func inflation(_ batch: Matrix, _ condition: Matrix) -> Double {
    let factor = PivotedQR(batch)
    if PivotedQR(batch.appendingColumns(condition)).rank < batch.columns + condition.columns - 1 { return .infinity }
    var largest = 1.0
    for column in 1..<condition.columns {
      let indicator = condition.column(column)
      let mean = Descriptive.mean(indicator)
      let total = indicator.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      largest = max(largest, total / factor.residualSumOfSquares(indicator))
    }
    return largest
  }

  /// The share of samples whose condition is the commonest among the others of their batch (ties count by their part).
  private static func predictability(_ batches: [String], _ conditions: [String]) -> (Double, Double) {
    var counts: [String: [String: Int]] = [:]
    var all: [String: Int] = [:]
    for (batch, condition) in zip(batches, conditions) {
      counts[batch, default: [:]][condition, default: 0] += 1
      all[condition, default: 0] += 1
    }
    var right = 0.0
    for (batch, condition) in zip(batches, conditions) {
      var others = counts[batch] ?? [:]
      others[condition, default: 1] -= 1
      let most = others.values.max() ?? 0
      guard most > 0 else { continue }
      let best = others.values.count { $0 == most }
      if others[condition] == most { right += 1 / Double(best) }
    }
    let total = Double(max(1, conditions.count))
    return (right / total, Double(all.values.max() ?? 0) / total)
  }
}
