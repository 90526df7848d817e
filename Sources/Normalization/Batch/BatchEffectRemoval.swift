public import Numerics
public import Schema

/// Subtracts fitted batch and covariate effects, keeping those of a design (limma 3.54 `removeBatchEffect`).
///
/// Ritchie et al. 2015, doi:10.1093/nar/gkv007. Each row is fitted on its observed samples; batches are in sum-to-zero
/// coding; what cannot be estimated counts as zero.
public enum BatchEffectRemoval {
  /// The matrix without the effects.
  ///
  /// - Parameters:
  ///   - batches: the batch of each sample, or nil.
  ///   - covariates: samples x covariates, or nil.
  ///   - design: samples x coefficients of what is kept.
  public static func compute(
    _ values: Matrix, batches: [String]?, covariates: Matrix?, design: Matrix, threads: Int? = nil
  ) throws(OmicsError) -> Matrix {
    var nuisance = Matrix(rows: values.columns, columns: 0)
    if let batches { nuisance = nuisance.appendingColumns(sumCoding(batches)) }
    if let covariates { nuisance = nuisance.appendingColumns(covariates) }
    guard nuisance.columns > 0 else { return values }
    let fit = try RowwiseLinearModel(design: design.appendingColumns(nuisance)).fit(values, threads: threads)
    var result = values
    for sample in 0..<values.columns {
      for row in 0..<values.rows {
        var effect = 0.0
        for term in 0..<nuisance.columns {
          let coefficient = fit.coefficients[row, design.columns + term]
          if !coefficient.isNaN { effect += coefficient * nuisance[sample, term] }
        }
        result[row, sample] -= effect
      }
    }
    return result
  }

  /// Sum-to-zero coding: levels in byte order, the last one is minus the sum of the others.
  static func sumCoding(_ labels: [String]) -> Matrix {
    let levels = Set(labels).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard let last = levels.last else { return Matrix(rows: 0, columns: 0) }
    return Matrix(
      columns: levels.dropLast().map { level in labels.map { $0 == level ? 1 : $0 == last ? -1 : 0 } },
      rows: labels.count)
  }
}
