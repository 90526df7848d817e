/// Values by sample and feature while a long table is read: a column a sample, as long as its last feature.
///
/// Memory is at most that of the table that comes of it, whatever the number of rows.
struct SampleColumns {
  /// By sample; empty where a sample has no cell.
  private var columns: [[Double]] = []
  /// What sums lost to rounding, in the same places; empty where nothing is summed.
  private var lost: [[Double]] = []
  /// A cell that no row told of: a NaN that no reading of a number gives.
  private static let absent = Double(nan: 0x706C, signaling: false)

  /// The value of a cell; nil when it had none, and is set now.
  mutating func value(_ feature: Int, _ sample: Int, orSet value: Double) -> Double? {
    while columns.count <= sample { columns.append([]) }
    let known = columns[sample].count
    if feature < known {
      let held = columns[sample][feature]
      if held.bitPattern != Self.absent.bitPattern { return whole(held, feature, sample) }
      columns[sample][feature] = value
      return nil
    }
    for _ in known..<feature { columns[sample].append(Self.absent) }
    columns[sample].append(value)
    return nil
  }

  /// Sets a cell that is there.
  mutating func set(_ feature: Int, _ sample: Int, _ value: Double) {
    columns[sample][feature] = value
    if sample < lost.count, feature < lost[sample].count { lost[sample][feature] = 0 }
  }

  /// Adds to a cell that has a number. What rounding takes away is kept beside it, so that a sum does not depend on the
  /// order of its parts (Knuth's two-sum).
  mutating func add(_ feature: Int, _ sample: Int, _ value: Double) {
    while lost.count <= sample { lost.append([]) }
    while lost[sample].count <= feature { lost[sample].append(0) }
    let before = columns[sample][feature]
    let sum = before + value
    let part = sum - before
    lost[sample][feature] += (before - (sum - part)) + (value - part)
    columns[sample][feature] = sum
  }

  private func whole(_ value: Double, _ feature: Int, _ sample: Int) -> Double {
    sample < lost.count && feature < lost[sample].count ? value + lost[sample][feature] : value
  }

  /// The samples that have any cell, and their columns one behind the other, NaN where there is no value. Nothing is held
  /// afterwards.
  mutating func take(features: Int) -> (samples: [Int], values: [Double]) {
    let samples = columns.indices.filter { !columns[$0].isEmpty }
    var values: [Double] = []
    values.reserveCapacity(samples.count * features)
    for sample in samples {
      for (feature, value) in columns[sample].enumerated() {
        values.append(value.isNaN ? .nan : whole(value, feature, sample))
      }
      values.append(contentsOf: repeatElement(.nan, count: features - columns[sample].count))
      columns[sample] = []
    }
    (columns, lost) = ([], [])
    return (samples, values)
  }
}
