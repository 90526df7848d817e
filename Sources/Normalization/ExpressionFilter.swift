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

  /// Whether each row is kept. `groups` holds a group a sample; nil takes all samples as required.
  public static func keep(
    _ counts: Matrix, librarySizes: [Double], groups: [String]?, settings: Settings = Settings()
  ) -> [Bool] {
    var needed = Double(counts.columns)
    if let groups {
      var sizes: [String: Int] = [:]
      for group in groups { sizes[group, default: 0] += 1 }
      needed = Double(sizes.values.min() ?? counts.columns)
    }
    if needed > settings.largeN { needed = settings.largeN + (needed - settings.largeN) * settings.minProp }
    let cutoff = settings.minCount / OrderStatistics.median(librarySizes) * 1e6
    let cpm = LogCPM.countsPerMillion(counts, librarySizes: librarySizes)
    return (0..<counts.rows).map { row in
      var above = 0.0
      var total = 0.0
      for column in 0..<counts.columns {
        if cpm[row, column] >= cutoff { above += 1 }
        total += counts[row, column]
      }
      return above >= needed - 1e-14 && total >= settings.minTotalCount - 1e-14
    }
  }
}
