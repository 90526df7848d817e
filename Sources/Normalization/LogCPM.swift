internal import Glibc
public import Numerics

/// log2 counts per million with a prior count, as edgeR 3.40's `cpm(log = TRUE)` gives them.
///
/// prior_j = prior · L_j / mean(L); log2((x + prior_j) / (L_j + 2 prior_j) · 10⁶) with effective library sizes L.
public enum LogCPM {
  /// The log2 CPM matrix (features x samples) of counts with effective library sizes.
  public static func compute(_ counts: Matrix, librarySizes: [Double], priorCount: Double = 2) -> Matrix {
    let mean = librarySizes.reduce(0, +) / Double(librarySizes.count)
    var result = counts
    for column in 0..<counts.columns {
      let prior = priorCount * librarySizes[column] / mean
      let size = librarySizes[column] + 2 * prior
      for row in 0..<counts.rows { result[row, column] = log2((counts[row, column] + prior) / size * 1e6) }
    }
    return result
  }

  /// Counts per million: `count · 10⁶ / L`, in this order, because a filter may stand on the last bit.
  public static func countsPerMillion(_ counts: Matrix, librarySizes: [Double]) -> Matrix {
    var result = counts
    for column in 0..<counts.columns {
      for row in 0..<counts.rows { result[row, column] = counts[row, column] * 1e6 / librarySizes[column] }
    }
    return result
  }
}
