public import Numerics

/// Keeps features that are observed in enough samples, over all or by group, and counts what it left out.
public struct CoverageFilter: Sendable, Hashable {
  /// Over which samples the share is taken.
  public enum Rule: String, Sendable, CaseIterable {
    /// All samples together.
    case overall
    /// The share must be reached in one group at least.
    case any
    /// The share must be reached in every group.
    case all
  }

  /// The least share of samples with a value.
  public var minimumShare: Double
  /// Over which samples.
  public var rule: Rule

  /// A filter.
  public init(minimumShare: Double, rule: Rule = .overall) {
    self.minimumShare = minimumShare
    self.rule = rule
  }

  /// The decision on every row.
  public struct Result: Sendable, Hashable {
    /// Whether each row is kept.
    public var keep: [Bool]
    /// Each row's share of observed samples: the one that decides, over its groups.
    public var coverage: [Double]
    /// Rows whose decision changes when the threshold moves by 1e-9: a small change may flip them.
    public var onTheCut: [Int]
    /// Rows whose decision changes with one observed value more or less.
    public var atOneObservation: [Int]
  }

  /// Decides on the rows of a matrix (features x samples, nan for missing).
  ///
  /// - Parameter groups: the group of each sample, nil for samples of none; not needed by `overall`. Without any group
  ///   all samples are taken together.
  public func apply(_ values: Matrix, groups: [Int?] = []) -> Result {
    var result = Result(keep: [], coverage: [], onTheCut: [], atOneObservation: [])
    let levels = rule == .overall ? [] : Set(groups.compactMap { $0 }).sorted()
    let members =
      levels.isEmpty
      ? [Array(0..<values.columns)] : levels.map { level in groups.indices.filter { groups[$0] == level } }
    for row in 0..<values.rows {
      let counts = members.map { columns in columns.count { !values[row, $0].isNaN } }
      let (share, isKept) = decision(counts, members)
      result.coverage.append(share)
      result.keep.append(isKept)
      if abs(share - minimumShare) < 1e-9 { result.onTheCut.append(row) }
      let isFlipped = members.indices.contains { group in
        [-1, 1].contains { step in
          var other = counts
          other[group] += step
          return (0...members[group].count).contains(other[group]) && decision(other, members).isKept != isKept
        }
      }
      if isFlipped { result.atOneObservation.append(row) }
    }
    return result
  }

  /// The share that decides, and the decision, for a number of observed values in each group.
  private func decision(_ counts: [Int], _ members: [[Int]]) -> (share: Double, isKept: Bool) {
    let shares = zip(counts, members).map { Double($0) / Double(max(1, $1.count)) }
    let share = (rule == .any ? shares.max() : shares.min()) ?? 0
    return (share, share > 0 && share >= minimumShare - 1e-12)
  }
}
