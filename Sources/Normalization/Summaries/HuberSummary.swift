public import Numerics
internal import Schema

/// Robust sample values of a block of ions x samples: Huber's M-estimate of sample + ion effects (sum to zero).
///
/// Sticker et al. 2020, doi:10.1074/mcp.RA119.001624; in the iteration of MASS 7.3 `rlm`: start by least squares, scale
/// median|r| / 0.6745 each round, k 1.345, stop when residuals change by at most 1e-4 relative to their length.
public enum HuberSummary {
  /// What a summary says of itself.
  public struct Note: Sendable {
    /// Whether the iteration converged.
    public var hasConverged: Bool
    /// Whether some samples share no ion, not even through others: values of different parts are not comparable.
    public var isDisconnected: Bool
  }

  /// The sample effects; nan for samples without values.
  public static func summarise(_ block: Matrix, k: Double = 1.345, iterations: Int = 20) -> ([Double], Note) {
    let parts = ConnectedSamples(block)
    let present = (0..<block.columns).filter { parts.samplePart[$0] >= 0 && block.column($0).contains { !$0.isNaN } }
    if let only = present.first, present.count == 1 {
      // A single sample leaves nothing to fit ion effects on: the median of its ions.
      var values = [Double](repeating: .nan, count: block.columns)
      values[only] = OrderStatistics.median(block.column(only))
      return (values, Note(hasConverged: true, isDisconnected: false))
    }
    var note = Note(hasConverged: false, isDisconnected: parts.count > 1)
    var weights = Matrix(rows: block.rows, columns: block.columns)
    for index in block.values.indices where !block.values[index].isNaN { weights.values[index] = 1 }
    guard let start = fit(block, weights, parts) else {
      return ([Double](repeating: .nan, count: block.columns), note)
    }
    var (effects, residuals) = start
    for _ in 0..<iterations {
      let scale = OrderStatistics.median(residuals.map { abs($0) }) / 0.6745
      if scale == 0 || scale.isNaN {
        note.hasConverged = true
        break
      }
      for (index, residual) in residuals.enumerated() where !residual.isNaN {
        weights.values[index] = min(1, k / abs(residual / scale))
      }
      guard let next = fit(block, weights, parts) else { break }
      var (change, length) = (0.0, 0.0)
      for (old, new) in zip(residuals, next.residuals) where !old.isNaN {
        change += (old - new) * (old - new)
        length += old * old
      }
      (effects, residuals) = next
      if (change / max(1e-20, length)).squareRoot() <= 1e-4 {
        note.hasConverged = true
        break
      }
    }
    return (effects, note)
  }

  /// One weighted fit; samples are eliminated, so that the system has as many unknowns as ions.
  private static func fit(
    _ block: Matrix, _ weights: Matrix, _ parts: ConnectedSamples
  ) -> (effects: [Double], residuals: [Double])? {
    let (ions, samples) = (block.rows, block.columns)
    var system = Matrix(rows: ions, columns: ions)
    var right = [Double](repeating: 0, count: ions)
    var sampleWeights = [Double](repeating: 0, count: samples)
    var sampleSums = [Double](repeating: 0, count: samples)
    for sample in 0..<samples {
      for ion in 0..<ions where weights[ion, sample] > 0 {
        sampleWeights[sample] += weights[ion, sample]
        sampleSums[sample] += weights[ion, sample] * block[ion, sample]
      }
      guard sampleWeights[sample] > 0 else { continue }
      for ion in 0..<ions where weights[ion, sample] > 0 {
        let weight = weights[ion, sample]
        system[ion, ion] += weight
        right[ion] += weight * (block[ion, sample] - sampleSums[sample] / sampleWeights[sample])
        for other in 0..<ions where weights[other, sample] > 0 {
          system[ion, other] -= weight * weights[other, sample] / sampleWeights[sample]
        }
      }
    }
    // Ion effects sum to zero within each part, which makes the system regular.
    for ion in 0..<ions {
      for other in 0..<ions where parts.ionPart[ion] == parts.ionPart[other] { system[ion, other] += 1 }
    }
    guard ions > 0, let factor = try? CholeskyFactor(system) else { return nil }
    let ionEffects = factor.solve(right)
    var effects = [Double](repeating: .nan, count: samples)
    var residuals = [Double](repeating: .nan, count: block.values.count)
    for sample in 0..<samples where sampleWeights[sample] > 0 {
      var sum = 0.0
      for ion in 0..<ions where weights[ion, sample] > 0 {
        sum += weights[ion, sample] * (block[ion, sample] - ionEffects[ion])
      }
      effects[sample] = sum / sampleWeights[sample]
      for ion in 0..<ions where weights[ion, sample] > 0 {
        residuals[sample * ions + ion] = block[ion, sample] - effects[sample] - ionEffects[ion]
      }
    }
    return (effects, residuals)
  }
}
