public import Schema

/// Samples among which labels may be exchanged: of one batch, and alike in every covariate that has two levels.
///
/// Covariates of more values have no strata; they are in the model.
public enum LabelStrata {
  /// A stratum for each sample of a cohort, numbered from 0 in the order of the samples.
  public static func of(_ cohort: CohortData) -> [Int] {
    let levels = cohort.covariates.filter { $0.allSatisfy { $0 == 0 || $0 == 1 } }
    var known: [[Double]: Int] = [:]
    return cohort.samples.indices.map { sample in
      let key = [Double(cohort.batch[sample])] + levels.map { $0[sample] }
      if let stratum = known[key] { return stratum }
      known[key] = known.count
      return known.count - 1
    }
  }
}
