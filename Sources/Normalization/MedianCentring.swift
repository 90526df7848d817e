public import Numerics
public import Schema

/// Shifts every sample of a log-scale matrix to the same median: x - median_j + mean(medians).
///
/// Missing values stay missing and are left out of the medians.
public enum MedianCentring {
  /// The centred matrix and the shift subtracted from each sample.
  ///
  /// - Throws: `value` when a sample has no value at all.
  public static func compute(_ values: Matrix, samples: [String]) throws(OmicsError) -> (Matrix, shifts: [Double]) {
    var medians: [Double] = []
    for column in 0..<values.columns {
      let median = OrderStatistics.median(values.column(column))
      guard !median.isNaN else {
        throw OmicsError(
          .value, "sample \"\(samples[column])\" has no value in this layer", hint: "Leave it out of the sample sheet.")
      }
      medians.append(median)
    }
    let mean = medians.reduce(0, +) / Double(max(1, medians.count))
    let shifts = medians.map { $0 - mean }
    var result = values
    for column in 0..<values.columns {
      for row in 0..<values.rows { result[row, column] -= shifts[column] }
    }
    return (result, shifts)
  }
}
