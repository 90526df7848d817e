internal import Numerics

/// Protein given RNA: the residual of each target's protein after its own slope on RNA.
///
/// Slopes are fitted within batch and beside the label, so that neither sets them, over the samples that have both, and
/// shrunk towards their mean by their standard errors (normal-normal, method of moments). Missing in either is missing.
enum Discordance {
  /// The residual matrix (targets x samples); columns outside `samples` are missing.
  static func residuals(
    rna: Matrix, protein: Matrix, label: [Double], batch: [Int], samples: [Int]
  ) -> Matrix {
    let rows = rna.rows
    let groups = (batch.max() ?? 0) + 1
    var slopes = [Double](repeating: .nan, count: rows)
    var errors = [Double](repeating: .nan, count: rows)
    var sums = [Double](repeating: 0, count: groups * 4)
    for row in 0..<rows {
      (slopes[row], errors[row]) = slope(row, rna, protein, label, batch, samples, &sums)
    }
    let shrunk = shrink(slopes, errors)
    var result = Matrix(rows: rows, columns: rna.columns, repeating: .nan)
    for column in samples {
      for row in 0..<rows where !shrunk[row].isNaN {
        result[row, column] = protein[row, column] - shrunk[row] * rna[row, column]
      }
    }
    return result
  }

  /// The slope of protein on RNA beside batch means and the label, and its standard error; nan without enough samples.
  private static func slope(
    _ row: Int, _ rna: Matrix, _ protein: Matrix, _ label: [Double], _ batch: [Int], _ samples: [Int],
    _ sums: inout [Double]
  ) -> (Double, Double) {
    for index in sums.indices { sums[index] = 0 }
    var count = 0.0
    for sample in samples {
      let (x, y) = (rna[row, sample], protein[row, sample])
      guard !x.isNaN, !y.isNaN else { continue }
      let at = batch[sample] * 4
      sums[at] += 1
      sums[at + 1] += x
      sums[at + 2] += y
      sums[at + 3] += label[sample]
      count += 1
    }
    var (xx, xy, xl, ll, yl, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var used = 0.0
    for group in stride(from: 0, to: sums.count, by: 4) where sums[group] > 0 { used += 1 }
    for sample in samples {
      let at = batch[sample] * 4
      let n = sums[at]
      guard n > 0 else { continue }
      let (x, y) = (rna[row, sample] - sums[at + 1] / n, protein[row, sample] - sums[at + 2] / n)
      guard !x.isNaN, !y.isNaN else { continue }
      let l = label[sample] - sums[at + 3] / n
      xx += x * x
      xy += x * y
      xl += x * l
      ll += l * l
      yl += y * l
      yy += y * y
    }
    return slope(.init(xx: xx, xy: xy, yy: yy, xl: xl, yl: yl, ll: ll, degrees: count - used - 2))
  }

  /// Inner products of RNA (x), protein (y) and label (l) within batch, and the degrees of freedom they leave.
  struct Products {
    var xx: Double
    var xy: Double
    var yy: Double
    var xl: Double
    var yl: Double
    var ll: Double
    var degrees: Double
  }

  /// The slope of y on x beside l with its standard error; nan where it cannot be told.
  @inline(__always)
  static func slope(_ p: Products) -> (slope: Double, error: Double) {
    let determinant = p.xx * p.ll - p.xl * p.xl
    guard p.degrees >= 3, determinant > 1e-9 * p.xx * p.ll, p.xx > 1e-12 else { return (.nan, .nan) }
    let slope = (p.xy * p.ll - p.xl * p.yl) / determinant
    let labelSlope = (p.yl * p.xx - p.xl * p.xy) / determinant
    let residual = max(0, p.yy - slope * p.xy - labelSlope * p.yl)
    return (slope, (residual / p.degrees * p.ll / determinant).squareRoot())
  }

  /// Slopes drawn towards their mean: weight τ² / (τ² + se²) on the own slope.
  static func shrink(_ slopes: [Double], _ errors: [Double]) -> [Double] {
    let known = slopes.indices.filter { !slopes[$0].isNaN }
    guard known.count > 1 else { return slopes }
    let mean = OrderStatistics.median(known.map { slopes[$0] })
    let spread = known.reduce(0.0) { $0 + (slopes[$1] - mean) * (slopes[$1] - mean) } / Double(known.count - 1)
    let noise = known.reduce(0.0) { $0 + errors[$1] * errors[$1] } / Double(known.count)
    let between = max(1e-6, spread - noise)
    return slopes.indices.map { row in
      slopes[row].isNaN
        ? .nan : mean + (slopes[row] - mean) * between / (between + errors[row] * errors[row])
    }
  }
}
