internal import Numerics
internal import Schema

/// Presence of a target by label: a binomial score test beside batch and the sample's depth.
///
/// The effect is the adjusted difference of detection rates; its variance uses the pooled rate (k + 1) / (n + 2). A target
/// seen in all samples or in none has no test.
enum Detection {
  /// 1 where a value is there, 0 where it is missing.
  static func presence(_ values: Matrix) -> Matrix {
    var result = values
    for index in result.values.indices { result.values[index] = values.values[index].isNaN ? 0 : 1 }
    return result
  }

  /// Each sample's share of targets seen: its depth.
  static func depth(_ presence: Matrix) -> [Double] {
    (0..<presence.columns).map { column in
      presence.column(column).reduce(0, +) / Double(max(1, presence.rows))
    }
  }

  /// Square root of the binomial variance at the pooled rate (k + 1) / (n + 2).
  static func spread(seen: Double, of n: Double) -> Double {
    let rate = (seen + 1) / (n + 2)
    return (rate * (1 - rate)).squareRoot()
  }

  /// Adjusted rate difference, its standard error and z of every target.
  static func test(
    _ presence: Matrix, model: AbsorbedFactorModel, samples: [Int], threads: Int?
  ) -> (effect: [Double], standardError: [Double], z: [Double]) {
    let fit = model.fit(presence, samples: samples, threads: threads)
    let rows = presence.rows
    var effect = [Double](repeating: .nan, count: rows)
    var standardError = effect
    var z = effect
    let n = Double(samples.count)
    for row in 0..<rows where !fit.beta[row].isNaN {
      var seen = 0.0
      for sample in samples { seen += presence[row, sample] }
      guard seen > 0, seen < n else { continue }
      effect[row] = fit.beta[row]
      standardError[row] = fit.stdevUnscaled[row] * spread(seen: seen, of: n)
      z[row] = effect[row] / standardError[row]
    }
    return (effect, standardError, z)
  }
}
