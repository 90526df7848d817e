public import Numerics

/// Keeps features that are observed in enough samples of each group, and counts what it left out.
public struct CoverageFilter: Sendable, Hashable {
  /// The least share of samples with a value, over all samples.
  public var minimumShare: Double

  /// A filter.
  public init(minimumShare: Double) { self.minimumShare = minimumShare }

  /// The decision on every row.
  public struct Result: Sendable, Hashable {
    /// Whether each row is kept.
    public var keep: [Bool]
    /// Each row's share of observed samples.
    public var coverage: [Double]
    /// Rows whose share lies within 1e-9 of the threshold: a small change may flip them.
    public var onTheCut: [Int]
  }

  /// Decides on the rows of a matrix (features x samples, nan for missing).
  public func apply(_ values: Matrix) -> Result {
    var result = Result(keep: [], coverage: [], onTheCut: [])
    let columns = Double(max(1, values.columns))
    for row in 0..<values.rows {
      var observed = 0.0
      for column in 0..<values.columns where !values[row, column].isNaN { observed += 1 }
      let share = observed / columns
      result.coverage.append(share)
      result.keep.append(observed > 0 && share >= minimumShare - 1e-12)
      if abs(share - minimumShare) < 1e-9 { result.onTheCut.append(row) }
    }
    return result
  }
}
