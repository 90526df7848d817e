internal import Glibc
public import Numerics
public import Schema

/// Calibration of samples together with stabilisation of the variance: arsinh of a straight line of each sample's values,
/// by profile likelihood on the rows that vary least (VSN, the rule of vsn2).
///
/// Huber et al. 2002, doi:10.1093/bioinformatics/18.suppl_1.S96; Huber et al. 2003, doi:10.2202/1544-6115.1008 (robust
/// estimation). Linear values in, glog2 values out: like log2 for large values. Missing values stay missing.
public struct AsinhCalibration: Sendable {
  /// The settings, with the reference's defaults.
  public struct Settings: Sendable {
    /// The share of rows, by residual within each fifth of rows by mean, that the next round estimates from.
    public var quantile = 0.9
    /// How many rounds.
    public var rounds = 7
    /// The fewest rows with two values to estimate from.
    public var leastRows = 42
    /// The reference's settings.
    public init() {}
  }

  /// The shift a of each sample.
  public private(set) var shifts: [Double]
  /// The natural logarithm b of each sample's factor.
  public private(set) var logFactors: [Double]
  /// Rows that the last round estimated from.
  public private(set) var selected: [Int]
  /// Whether every round's optimisation came to rest.
  public private(set) var hasConverged = true

  /// How many slices rows are sorted into by their mean, so that large and small values are trimmed alike.
  private static let slices = 5
  /// Below this negative log likelihood a value's residual spread is nothing but rounding.
  private static let noVariance = -20.0

  /// Estimates the parameters of linear values, rows x samples; nan where missing.
  ///
  /// - Throws: `refused` for fewer than two samples, too few rows, or a sample whose values do not vary.
  public init(
    _ values: Matrix, samples: [String], settings: Settings = Settings(), threads: Int? = nil
  ) throws(OmicsError) {
    let count = values.columns
    guard count > 1 else {
      throw OmicsError(.refused, "vsn compares samples, found \(count)", hint: "Pass two samples or more.")
    }
    let usable = zip(0..., Descriptive.rowObserved(values)).filter { $0.1 > 1 }.map(\.0)
    guard usable.count >= settings.leastRows else {
      throw OmicsError(
        .refused, "vsn estimates from rows with two values or more: \(usable.count) of \(settings.leastRows) needed",
        hint: "Set min_data_points_per_stratum lower if so few rows are enough.")
    }
    let order = Self.order(values.selectingRows(usable))
    let rows = values.selectingRows(order.rows.map { usable[$0] }).selectingColumns(order.columns)
    var start = [Double](repeating: 0, count: 2 * count)
    for sample in 0..<count {
      let present = rows.column(sample).filter { !$0.isNaN }
      guard let low = present.min(), let high = present.max(), high > low else {
        throw OmicsError(
          .refused, "the values of sample \"\(samples[order.columns[sample]])\" do not vary",
          hint: "Leave the sample out.")
      }
      let size = OrderStatistics.median(present.map(abs))
      start[count + sample] = -log(size > 0 ? size : high - low)
    }
    selected = Array(0..<usable.count)
    for round in 0..<max(1, settings.rounds) {
      let likelihood = AsinhLikelihood(rows.selectingRows(selected), threads: threads)
      let found = QuasiNewton.minimise(from: start, tolerance: 1e-9) { likelihood.evaluate($0) }
      guard found.value.isFinite, found.value > Self.noVariance else {
        throw OmicsError(
          .refused, "the samples are the same but for a straight line: there is no variance to stabilise",
          hint: "Look for a sample that stands twice in the table.")
      }
      start = found.place
      hasConverged = hasConverged && found.hasConverged
      if settings.quantile >= 1 || round == settings.rounds - 1 { break }
      let next = Self.steady(AsinhLikelihood.transformed(rows, start, threads: threads), settings.quantile)
      if next == selected { break }
      selected = next
    }
    selected = selected.map { usable[order.rows[$0]] }.sorted()
    (shifts, logFactors) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for (position, sample) in order.columns.enumerated() {
      shifts[sample] = start[position]
      logFactors[sample] = start[count + position]
    }
  }

  /// An order of samples and rows by their values alone: which rows are steady hangs on the last bits of sums, which must
  /// not depend on how the table is sorted.
  private static func order(_ values: Matrix) -> (rows: [Int], columns: [Int]) {
    func keys(_ vectors: [[Double]]) -> [Int] {
      vectors.indices.sorted { vectors[$0].lexicographicallyPrecedes(vectors[$1]) }
    }
    let filled = (0..<values.columns).map { column in values.column(column).map { $0.isNaN ? .infinity : $0 } }
    let columns = keys(filled.map { $0.sorted() })
    return (keys((0..<values.rows).map { row in columns.map { filled[$0][row] } }), columns)
  }

  /// The rows whose mean squared residual is within the quantile of their slice.
  private static func steady(_ transformed: Matrix, _ quantile: Double) -> [Int] {
    let means = Descriptive.rowMeans(transformed)
    let squares = means.indices.map { row in
      var (sum, count) = (0.0, 0.0)
      for sample in 0..<transformed.columns {
        let away = transformed[row, sample] - means[row]
        if away.isNaN { continue }
        sum += away * away
        count += 1
      }
      return sum / count
    }
    let ranks = OrderStatistics.ranks(means)
    let slice = ranks.map { Int(($0 / Double(means.count) * Double(slices)).rounded(.up)) }
    return (1...slices).flatMap { number in
      let own = slice.indices.filter { slice[$0] == number }
      let bound = OrderStatistics.quantiles(own.map { squares[$0] }, [quantile]).first ?? .infinity
      return own.filter { squares[$0] <= bound }
    }.sorted()
  }

  /// The values on the glog2 scale: log2 of large values, up to each sample's factor over the geometric mean of all.
  public func transform(_ values: Matrix, threads: Int? = nil) -> Matrix {
    var result = AsinhLikelihood.transformed(values, shifts + logFactors, threads: threads)
    let offset = 1 + Descriptive.mean(logFactors) / M_LN2
    for index in result.values.indices { result.values[index] = result.values[index] / M_LN2 - offset }
    return result
  }
}
