internal import Numerics
internal import Tensors

/// Integrated gradients (Sundararajan, Taly & Yan 2017, arXiv:1703.01365) from the mean sample to each sample, by
/// Gauss-Legendre quadrature whose degree grows until the attributions sum to the difference of the logits.
enum IntegratedGradients {
  /// How far attributions may sum beside the difference of the logits.
  static let tolerance = 1e-3

  /// Attributions of some samples.
  struct Result {
    /// Samples by targets of each layer.
    var layers: [[Double]]
    /// The largest gap between a sample's attributions and the difference of its logits.
    var gap: Double
  }

  static func attribute(_ model: any FusionModel, _ input: ModelInput) throws(TensorError) -> Result {
    let logits = try model.logits(input).values()
    var baseline = input
    for index in input.values.indices { baseline.values[index] = try input.values[index].scaled(by: 0) }
    let base = try model.logits(baseline).values()
    var result = Result(layers: [], gap: .infinity)
    for degree in [16, 32, 64, 128, 256] {
      result = try integrate(model, input, degree: degree)
      result.gap = 0
      for sample in 0..<input.count {
        var sum = 0.0
        for layer in result.layers {
          let width = layer.count / input.count
          for place in sample * width..<(sample + 1) * width { sum += layer[place] }
        }
        result.gap = max(result.gap, abs(sum - (logits[sample] - base[sample])))
      }
      if result.gap <= tolerance { break }
    }
    return result
  }

  private static func integrate(
    _ model: any FusionModel, _ input: ModelInput, degree: Int
  ) throws(TensorError) -> Result {
    var sums: [[Double]] = []
    var values: [[Double]] = []
    for layer in input.values {
      values.append(try layer.values())
      sums.append([Double](repeating: 0, count: values.last?.count ?? 0))
    }
    for (node, weight) in GaussLegendre.unit(degree) {
      var point = input
      for index in input.values.indices {
        point.values[index] = try input.values[index].scaled(by: node).detached().requiringGradient()
      }
      try model.logits(point).total().backward()
      for index in input.values.indices {
        let gradient = try point.values[index].gradient().values()
        for place in gradient.indices { sums[index][place] += weight * gradient[place] }
      }
    }
    for index in sums.indices { for place in sums[index].indices { sums[index][place] *= values[index][place] } }
    return Result(layers: sums, gap: .infinity)
  }
}
