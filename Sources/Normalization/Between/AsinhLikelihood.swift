internal import Glibc
internal import Numerics

/// The negative profile log likelihood of the calibration h = arsinh(a + exp(b) x) of each sample, per observed value:
/// row means and the common variance are those that fit best.
///
/// Huber et al. 2002, doi:10.1093/bioinformatics/18.suppl_1.S96. Parameters: all a, then all b. Rows with fewer than two
/// observed values tell nothing of calibration and are left out by the caller.
struct AsinhLikelihood: Sendable {
  private let values: Matrix
  private let observed: [Double]
  private let total: Double
  private let threads: Int?

  /// A likelihood of linear values, rows x samples; nan where missing.
  init(_ values: Matrix, threads: Int? = nil) {
    self.values = values
    self.threads = threads
    observed = (0..<values.columns).map { Double(values.column($0).count { !$0.isNaN }) }
    total = observed.reduce(0, +)
  }

  /// Value and gradient.
  func evaluate(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
    let (rows, samples) = (values.rows, values.columns)
    let transformed = Self.transformed(values, parameters, threads: threads)
    let means = Descriptive.rowMeans(transformed)
    let residuals: [Double] = parallelMap(count: samples, threads: threads) { sample in
      var sum = 0.0
      for row in 0..<rows where !means[row].isNaN {
        let away = transformed.values[sample * rows + row] - means[row]
        if !away.isNaN { sum += away * away }
      }
      return sum
    }
    let sum = residuals.reduce(0, +)
    let parts: [(value: Double, shift: Double, scale: Double)] = parallelMap(count: samples, threads: threads) {
      sample in
      let (shift, factor) = (parameters[sample], exp(parameters[samples + sample]))
      var (jacobian, slopeShift, slopeScale) = (0.0, 0.0, 0.0)
      for row in 0..<rows {
        let x = values.values[sample * rows + row]
        if x.isNaN { continue }
        let z = shift + factor * x
        let square = 1 + z * z
        jacobian += 0.5 * log(square)
        let away = transformed.values[sample * rows + row] - means[row]
        let slope = total / sum * away / square.squareRoot() + z / square
        slopeShift += slope
        slopeScale += slope * factor * x
      }
      return (
        jacobian - observed[sample] * parameters[samples + sample], slopeShift, slopeScale - observed[sample]
      )
    }
    let value = 0.5 * total * log(sum / total) + parts.reduce(0) { $0 + $1.value }
    return (value / total, (parts.map(\.shift) + parts.map(\.scale)).map { $0 / total })
  }

  /// arsinh(a + exp(b) x) of all values.
  static func transformed(_ values: Matrix, _ parameters: [Double], threads: Int?) -> Matrix {
    let columns: [[Double]] = parallelMap(count: values.columns, threads: threads) { sample in
      let (shift, factor) = (parameters[sample], exp(parameters[values.columns + sample]))
      return values.column(sample).map { asinh(shift + factor * $0) }
    }
    return Matrix(columns: columns, rows: values.rows)
  }
}
