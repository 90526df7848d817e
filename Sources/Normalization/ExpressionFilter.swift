public import Numerics

/// Keeps genes with worthwhile counts, as edgeR 3.40's `filterByExpr` does (Chen, Lun & Smyth 2016,
/// doi:10.12688/f1000research.8987.2).
public enum ExpressionFilter {
  /// Settings, named as in the reference.
  public struct Settings: Sendable, Hashable {
    /// Counts a gene needs in some samples.
    public var minCount = 10.0
    /// Counts a gene needs over all samples.
    public var minTotalCount = 15.0
    /// From this many samples on, only a share of further ones is required.
    public var largeN = 10.0
    /// That share.
    public var minProp = 0.7
    /// The reference's standard settings.
    public init() {}
  }

  /// The decision on every row.
  public struct Result: Sendable, Hashable {
    /// Whether each row is kept.
    public var keep: [Bool]
    /// Rows that a change of 1e-9 in their CPM or their sum may flip.
    public var onTheCut: [Int]
  }

  /// How many samples must reach the cut: the smallest group, 1 / the largest leverage of a design, or all samples;
  /// above `largeN` only a share of the further ones.
  public static func samplesNeeded(
    _ samples: Int, groups: [String]?, design: Matrix?, settings: Settings = Settings()
  ) -> Double {
    var needed = Double(samples)
    if let groups {
      var sizes: [String: Int] = [:]
      for group in groups { sizes[group, default: 0] += 1 }
      needed = Double(sizes.values.min() ?? samples)
    } else if let design {
      // The reference puts an intercept beside every design before it takes leverages.
      let ones = Matrix(rows: samples, columns: 1, repeating: 1)
      needed = 1 / (PivotedQR(ones.appendingColumns(design)).hatValues().max() ?? 1)
    }
    return needed > settings.largeN ? settings.largeN + (needed - settings.largeN) * settings.minProp : needed
  }

  /// Decides on every row of a count matrix (features x samples). `groups` holds a group a sample and comes before
  /// `design`; without both all samples are required.
  public static func decide(
    _ counts: Matrix, librarySizes: [Double], groups: [String]?, design: Matrix? = nil,
    settings: Settings = Settings()
  ) -> Result {
    let rows = counts.rows
    let needed = samplesNeeded(counts.columns, groups: groups, design: design, settings: settings)
    let cutoff = settings.minCount / OrderStatistics.median(librarySizes) * 1e6
    // Reached surely, reached as computed, reached after a nudge: three counts a row tell whether the cut is near.
    var (sure, above, nudged) = (Self.zeros(rows), Self.zeros(rows), Self.zeros(rows))
    var total = [Double](repeating: 0, count: rows)
    let (low, high) = (cutoff * (1 - 1e-9), cutoff * (1 + 1e-9))
    counts.values.withUnsafeBufferPointer { values in
      for column in 0..<counts.columns {
        let size = librarySizes[column]
        let base = column * rows
        for row in 0..<rows {
          let count = values[base + row]
          let cpm = count * 1e6 / size
          total[row] += count
          if cpm >= low {
            nudged[row] += 1
            if cpm >= cutoff { above[row] += 1 }
            if cpm > high { sure[row] += 1 }
          }
        }
      }
    }
    var result = Result(keep: [], onTheCut: [])
    result.keep.reserveCapacity(rows)
    for row in 0..<rows {
      let isHigh = total[row] >= settings.minTotalCount - 1e-14
      result.keep.append(Double(above[row]) >= needed - 1e-14 && isHigh)
      let wouldKeep = Double(nudged[row]) >= needed - 1e-14
      let mayLose = Double(sure[row]) < needed - 1e-14
      if wouldKeep, mayLose, isHigh { result.onTheCut.append(row) }
    }
    return result
  }

  /// Whether each row is kept.
  public static func keep(
    _ counts: Matrix, librarySizes: [Double], groups: [String]?, settings: Settings = Settings()
  ) -> [Bool] {
    decide(counts, librarySizes: librarySizes, groups: groups, settings: settings).keep
  }

  private static func zeros(_ count: Int) -> [Int32] { [Int32](repeating: 0, count: count) }
}
