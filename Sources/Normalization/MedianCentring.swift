internal import Glibc
public import Numerics
public import Schema

/// Brings every sample of a matrix to the same median: by shifts of log values, by factors of linear ones.
///
/// Missing values stay missing and are left out of the medians.
public enum MedianCentring {
  /// Log values: x - median_j + mean(medians), and the shift subtracted from each sample.
  ///
  /// - Throws: `value` when a sample has no value at all.
  public static func compute(_ values: Matrix, samples: [String]) throws(OmicsError) -> (Matrix, shifts: [Double]) {
    let medians = try medians(values, samples)
    let mean = medians.reduce(0, +) / Double(max(1, medians.count))
    let shifts = medians.map { $0 - mean }
    var result = values
    for column in 0..<values.columns {
      for row in 0..<values.rows { result[row, column] -= shifts[column] }
    }
    return (result, shifts)
  }

  /// Linear values: x / (median_j / geometric mean of the medians), and the divisor of each sample.
  ///
  /// - Throws: `value` when a sample has no value at all, `refused` when its median is not positive.
  public static func scaled(_ values: Matrix, samples: [String]) throws(OmicsError) -> (Matrix, factors: [Double]) {
    let medians = try medians(values, samples)
    if let low = medians.firstIndex(where: { $0 <= 0 }) {
      throw OmicsError(
        .refused, "the median of sample \"\(samples[low])\" is \(medians[low]): nothing can be scaled to it",
        hint: "Where zeros stand for missing values, write them as NA.")
    }
    let logs = medians.map { log($0) }
    let mean = logs.reduce(0, +) / Double(max(1, logs.count))
    let factors = logs.map { exp($0 - mean) }
    var result = values
    for column in 0..<values.columns where factors[column] != 1 {
      for row in 0..<values.rows { result[row, column] /= factors[column] }
    }
    return (result, factors)
  }

  private static func medians(_ values: Matrix, _ samples: [String]) throws(OmicsError) -> [Double] {
    var medians: [Double] = []
    for column in 0..<values.columns {
      let median = OrderStatistics.median(values.column(column))
      guard !median.isNaN else {
        throw OmicsError(
          .value, "sample \"\(samples[column])\" has no value in this layer", hint: "Leave it out of the sample sheet.")
      }
      medians.append(median)
    }
    return medians
  }
}
