internal import Glibc
public import Numerics

/// directLFQ of ions x samples: ion traces on a common level, their median, on the scale of the summed intensity.
///
/// Ammar et al. 2023, doi:10.1016/j.mcpro.2023.100581, in the rule of directlfq 0.3.3.
public enum DirectLFQ {
  /// The settings, with the reference's defaults.
  public struct Settings: Sendable {
    /// Ions of a sample that a value needs.
    public var minNonan = 1
    /// Ions that are merged pair by pair; the others follow.
    public var quadraticIons = 10
    /// Samples that are merged pair by pair between samples.
    public var quadraticSamples = 50
    /// The most complete and abundant ions of a group that count.
    public var largestGroup = 100
    /// The reference's settings.
    public init() {}
  }

  /// Ions brought to a common level over samples (log2 in and out).
  public static func levelled(_ logs: Matrix, settings: Settings = Settings()) -> Matrix {
    TraceAlignment.aligned(logs.transposed(), limit: settings.quadraticSamples, basis: completeIons).transposed()
  }

  /// The places observed in all traces where there are at least 1,000 and one in a thousand; else all.
  private static func completeIons(_ traces: Matrix) -> Matrix {
    let complete = (0..<traces.columns).filter { column in
      !(0..<traces.rows).contains { traces[$0, column].isNaN }
    }
    let isEnough = complete.count >= 1000 && Double(complete.count) / Double(traces.columns) >= 0.001
    return isEnough ? traces.selectingColumns(complete) : traces
  }

  /// One group's linear profile from log2 ions x samples; nan where no ion counts. `isUnshared` says that no ion was seen
  /// in two samples: the reference drops such groups, here each sample has its own ions' level.
  public static func summarise(
    _ block: Matrix, settings: Settings = Settings()
  ) -> (values: [Double], isUnshared: Bool) {
    var ions = block
    if ions.rows > settings.largestGroup {
      let missing = (0..<ions.rows).map { row in (0..<ions.columns).count { ions[row, $0].isNaN } }
      var sums = [Double](repeating: 0, count: ions.rows)
      for row in 0..<ions.rows {
        for value in ions.row(row) where !value.isNaN { sums[row] += value }
      }
      let order = (0..<ions.rows).sorted { (a: Int, b: Int) -> Bool in
        if missing[a] != missing[b] { return missing[a] < missing[b] }
        return sums[a] != sums[b] ? sums[a] > sums[b] : a < b
      }
      ions = ions.selectingRows(Array(order.prefix(settings.largestGroup)))
    }
    var total = 0.0
    for value in ions.values where !value.isNaN { total += exp2(value) }
    let shifted = TraceAlignment.aligned(ions, limit: settings.quadraticIons)
    var profile = collapsed(shifted, settings.minNonan)
    let isUnshared = profile.allSatisfy { $0.isNaN }
    if isUnshared { profile = collapsed(ions, settings.minNonan) }
    var sum = 0.0
    for value in profile where !value.isNaN { sum += exp2(value) }
    guard sum > 0 else { return (profile, isUnshared) }
    return (profile.map { exp2($0 + log2(total / sum)) }, isUnshared)
  }

  private static func collapsed(_ traces: Matrix, _ least: Int) -> [Double] {
    (0..<traces.columns).map { sample in
      let values = traces.column(sample).filter { !$0.isNaN }
      return values.count < max(1, least) ? .nan : OrderStatistics.median(values)
    }
  }
}
