public import Schema

/// The effect of a label on every row beside one categorical factor and a few covariates, fast.
///
/// The factor is absorbed by centring within its groups over the row's observed samples; covariates and label are then
/// orthogonalised in order, the label last (Frisch and Waugh 1933; Lovell 1963). The result equals
/// `RowwiseLinearModel` with one dummy column a group, the covariates and the label in the last column, including its
/// rank rule. Made for being called hundreds of times: no allocation per row, no copy of the matrix for a subset of
/// samples.
public struct AbsorbedFactorModel: Sendable {
  private let groups: [Int]
  private let covariates: Matrix
  private let label: [Double]

  /// A model over the samples of a matrix.
  ///
  /// `groups` holds any whole number a sample (all equal: an intercept alone), `covariates` is samples x covariates,
  /// `label` a number a sample, such as 0 and 1; a sample with a missing label takes no part. Throws `value` if the
  /// numbers of samples differ or a covariate is missing.
  public init(groups: [Int], covariates: Matrix? = nil, label: [Double]) throws(OmicsError) {
    let covariates = covariates ?? Matrix(rows: groups.count, columns: 0)
    guard label.count == groups.count, covariates.rows == groups.count else {
      throw OmicsError(
        .value,
        "\(groups.count) samples have a group, \(covariates.rows) covariates and \(label.count) a label",
        hint: "give every sample one of each")
    }
    guard covariates.values.allSatisfy({ $0.isFinite }), !label.contains(where: { $0.isInfinite }) else {
      throw OmicsError(
        .value, "a covariate is missing or infinite, or a label is infinite",
        hint: "leave out the samples without these covariates")
    }
    self.groups = groups
    self.covariates = covariates
    self.label = label
  }

  /// The same factor and covariates with another label, such as a permuted one.
  public func relabelled(_ label: [Double]) throws(OmicsError) -> AbsorbedFactorModel {
    try AbsorbedFactorModel(groups: groups, covariates: covariates, label: label)
  }

  /// Fits every row of a rows x samples matrix on its observed (finite) values.
  ///
  /// `samples` restricts the fit to these columns without copying them; one given twice counts twice. The result does not
  /// depend on their order or on the number of threads.
  public func fit(_ values: Matrix, samples: [Int]? = nil, threads: Int? = nil) -> LabelEffects {
    precondition(values.columns == groups.count, "the matrix has one column for every sample of the model")
    let chosen = samples ?? Array(0..<values.columns)
    precondition(chosen.allSatisfy { $0 >= 0 && $0 < values.columns }, "samples are columns of the matrix")
    let plan = AbsorbedFactorPlan(groups: groups, covariates: covariates, label: label, samples: chosen)
    var effects = LabelEffects(rows: values.rows)
    effects.withOutput { output in
      values.values.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        let input = MatrixView(values: start, rows: values.rows)
        parallelForEachBlock(count: values.rows, blockSize: 256, threads: threads) { rows in
          plan.fit(input, rows, into: output)
        }
      }
    }
    return effects
  }
}

/// A column-major matrix during one fit; it outlives every use inside `fit`.
struct MatrixView: @unchecked Sendable {
  let values: UnsafePointer<Double>
  let rows: Int
}

/// Where a fit puts its results: every row is written by one thread alone.
struct LabelEffectOutput: @unchecked Sendable {
  let beta: UnsafeMutablePointer<Double>
  let stdevUnscaled: UnsafeMutablePointer<Double>
  let sigmaSquared: UnsafeMutablePointer<Double>
  let standardError: UnsafeMutablePointer<Double>
  let dfResidual: UnsafeMutablePointer<Double>
  let observedLow: UnsafeMutablePointer<Int32>
  let observedHigh: UnsafeMutablePointer<Int32>
}

extension LabelEffects {
  /// Opens all columns for writing; does nothing for no rows.
  mutating func withOutput(_ body: (LabelEffectOutput) -> Void) {
    beta.withUnsafeMutableBufferPointer { beta in
      stdevUnscaled.withUnsafeMutableBufferPointer { stdev in
        sigmaSquared.withUnsafeMutableBufferPointer { sigma in
          standardError.withUnsafeMutableBufferPointer { error in
            dfResidual.withUnsafeMutableBufferPointer { degrees in
              observedLow.withUnsafeMutableBufferPointer { low in
                observedHigh.withUnsafeMutableBufferPointer { high in
                  guard let b = beta.baseAddress, let u = stdev.baseAddress, let s = sigma.baseAddress,
                    let e = error.baseAddress, let d = degrees.baseAddress, let l = low.baseAddress,
                    let h = high.baseAddress
                  else { return }
                  body(
                    LabelEffectOutput(
                      beta: b, stdevUnscaled: u, sigmaSquared: s, standardError: e, dfResidual: d, observedLow: l,
                      observedHigh: h))
                }
              }
            }
          }
        }
      }
    }
  }
}
