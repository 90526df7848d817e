internal import Glibc
internal import Numerics

/// The trimmed mean of M-values of every sample against one reference sample, not yet centred.
///
/// Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25, in the operation order of edgeR 3.40, which decides ties. The
/// cuts by average rank are found by selection: a value below the rank's own value has a smaller average rank, one above
/// a larger, and only ties with it need counting.
struct TrimmedMeanFactors: Sendable {
  let x: PositiveRows
  let sizes: [Double]
  let settings: LibraryFactors.Settings
  private let reference: Int
  private let share: [Double]
  private let logShare: [Double]
  private let variance: [Double]

  init(_ x: PositiveRows, _ sizes: [Double], reference: Int, settings: LibraryFactors.Settings) {
    self.x = x
    self.sizes = sizes
    self.settings = settings
    self.reference = reference
    let size = sizes[reference]
    share = x.column(reference).map { $0 / size }
    logShare = share.map { log2($0) }
    variance = x.column(reference).map { (size - $0) / size / $0 }
  }

  /// A factor a sample.
  func all(threads: Int?) -> [Double] {
    x.perSample(threads: threads) {
      Scratch(rows: x.rows)
    } _: {
      factor($0, &$1)
    }
  }

  /// Memory for one sample after the other.
  private struct Scratch {
    var ratios: [Double]
    var averages: [Double]
    var variances: [Double]
    var selection = BucketSelection()

    init(rows: Int) {
      ratios = [Double](repeating: 0, count: rows)
      averages = ratios
      variances = ratios
    }
  }

  private func factor(_ column: Int, _ scratch: inout Scratch) -> Double {
    let (kept, largest) = fill(column, &scratch)
    guard largest >= 1e-6 else { return 1 }
    let ratios = scratch.ratios.withUnsafeBufferPointer {
      RankCut(UnsafeBufferPointer(rebasing: $0[..<kept]), trim: settings.logratioTrim, &scratch.selection)
    }
    let averages = scratch.averages.withUnsafeBufferPointer {
      RankCut(UnsafeBufferPointer(rebasing: $0[..<kept]), trim: settings.sumTrim, &scratch.selection)
    }
    guard let ratios, let averages else { return 1 }
    var numerator = 0.0
    var denominator = 0.0
    for index in 0..<kept where ratios.keeps(scratch.ratios[index]) && averages.keeps(scratch.averages[index]) {
      let weight = settings.doWeighting ? 1 / scratch.variances[index] : 1
      numerator +=
        settings.doWeighting ? scratch.ratios[index] / scratch.variances[index] : scratch.ratios[index]
      denominator += weight
    }
    let mean = numerator / denominator
    return mean.isNaN ? 1 : exp2(mean)
  }

  /// M, A and variance of the rows with counts in both samples: how many, and the largest |M|.
  private func fill(_ column: Int, _ scratch: inout Scratch) -> (kept: Int, largest: Double) {
    let size = sizes[column]
    var kept = 0
    var largest = 0.0
    x.column(column).withUnsafeBufferPointer { observed in
      for row in 0..<x.rows {
        let o = observed[row]
        guard o > 0, share[row] > 0 else { continue }
        let p = o / size
        let m = log2(p / share[row])
        let a = (log2(p) + logShare[row]) / 2
        guard m.isFinite, a.isFinite, a > settings.acutoff else { continue }
        scratch.ratios[kept] = m
        scratch.averages[kept] = a
        scratch.variances[kept] = (size - o) / size / o + variance[row]
        largest = max(largest, abs(m))
        kept += 1
      }
    }
    return (kept, largest)
  }
}

/// The values whose average rank lies within `floor(n trim) + 1 ... n - floor(n trim)`.
private struct RankCut {
  private let low: Double
  private let high: Double
  private let keepsLow: Bool
  private let keepsHigh: Bool

  /// nil when the cuts leave nothing.
  init?(_ values: UnsafeBufferPointer<Double>, trim: Double, _ selection: inout BucketSelection) {
    let count = values.count
    let first = Int((Double(count) * trim).rounded(.down)) + 1
    let last = count + 1 - first
    guard first <= count, last >= 1 else { return nil }
    let ends = [min(first, last) - 1, max(first, last) - 1]
    let found = selection.values(at: ends, of: values)
    (low, high) = first <= last ? (found[0], found[1]) : (found[1], found[0])
    var (belowLow, atLow, belowHigh, atHigh) = (0, 0, 0, 0)
    for value in values {
      if value < low { belowLow += 1 } else if value == low { atLow += 1 }
      if value < high { belowHigh += 1 } else if value == high { atHigh += 1 }
    }
    let lowRank = Double(belowLow) + Double(atLow + 1) / 2
    let highRank = Double(belowHigh) + Double(atHigh + 1) / 2
    keepsLow = lowRank >= Double(first) && lowRank <= Double(last)
    keepsHigh = highRank <= Double(last) && highRank >= Double(first)
  }

  func keeps(_ value: Double) -> Bool {
    if value == low { return keepsLow }
    if value == high { return keepsHigh }
    return value > low && value < high
  }
}
