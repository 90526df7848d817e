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

  /// The shift of each sample onto the common level; nan for one that shares no ion with the others.
  ///
  /// - Parameter logs: the log2 ions of a sample; asked for one by one, so that no second table is held.
  public static func levels(samples: Int, settings: Settings = Settings(), logs: (Int) -> [Double]) -> [Double] {
    let limit = settings.quadraticSamples
    var order = Array(0..<samples)
    if samples > limit {
      let missing = order.map { logs($0).count { $0.isNaN } }
      order.sort { (missing[$0], $0) < (missing[$1], $1) }
    }
    let chosen = order.prefix(limit)
    let traces = Matrix(columns: chosen.map(logs), rows: samples > 0 ? logs(0).count : 0)
    var shifts = [Double](repeating: 0, count: samples)
    let merged = TraceAlignment.shifts(TraceAlignment.withoutSingles(completeIons(traces.transposed())))
    for (place, sample) in chosen.enumerated() { shifts[sample] = merged[place] }
    guard samples > limit else { return shifts }
    let reference = (0..<traces.rows).map { ion in
      OrderStatistics.median(chosen.indices.map { traces[ion, $0] + merged[$0] })
    }
    for sample in order.dropFirst(limit) {
      shifts[sample] = OrderStatistics.median(zip(reference, logs(sample)).map { $0 - $1 })
    }
    return shifts
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
