public import Numerics
public import Schema

/// Gives every sample the same distribution of values, by limma 3.54's rule (`normalizeQuantiles`).
///
/// Bolstad et al. 2003, doi:10.1093/bioinformatics/19.2.185. Each column is sorted; a column with missing values is
/// stretched to full length by linear interpolation; the target is the mean over columns at each place. A value becomes
/// the target at its own rank (average rank for ties, interpolated), or at its place in sorting order.
public enum QuantileNormalization {
  /// The matrix with equal distributions; a single column stays as it is.
  ///
  /// - Parameter ties: whether equal values of a sample stay equal.
  /// - Throws: `refused` for a sample with fewer than two values.
  public static func compute(
    _ values: Matrix, samples: [String], ties: Bool = true, threads: Int? = nil
  ) throws(OmicsError) -> Matrix {
    guard values.columns > 1, values.rows > 1 else { return values }
    let rows = values.rows
    var orders: [Ordered] = parallelMap(count: values.columns, threads: threads) { column in
      Ordered(values.values[column * rows..<(column + 1) * rows], ties: ties)
    }
    for (column, order) in orders.enumerated() where order.count < 2 {
      throw OmicsError(
        .refused, "sample \"\(samples[column])\" has \(order.count) values: quantiles need two",
        hint: "Leave the sample out.")
    }
    let target = mean(values, orders, threads)
    // Orders are let go as the result grows: at no time more than twice the table's numbers.
    var result: [Double] = []
    result.reserveCapacity(values.values.count)
    for start in stride(from: 0, to: values.columns, by: Self.together) {
      let some = Array(orders[start..<min(start + Self.together, orders.count)])
      let columns: [[Double]] = parallelMap(count: some.count, threads: threads) { place in
        let from = (start + place) * rows
        return some[place].placed(values.values[from..<from + rows], target, ties: ties)
      }
      for (place, column) in columns.enumerated() {
        result += column
        orders[start + place].places = []
      }
    }
    return Matrix(rows: rows, columns: values.columns, values: result)
  }

  /// How many samples are placed before their orders are let go.
  private static let together = 32

  /// The mean of the stretched columns, summed in column order at every place.
  private static func mean(_ values: Matrix, _ orders: [Ordered], _ threads: Int?) -> [Double] {
    let rows = values.rows
    let block = 4096
    let parts: [[Double]] = parallelMap(count: (rows + block - 1) / block, threads: threads) { part in
      let range = part * block..<min((part + 1) * block, rows)
      var sums = [Double](repeating: 0, count: range.count)
      for (column, order) in orders.enumerated() {
        order.addStretched(values.values[column * rows..<(column + 1) * rows], range, rows, &sums)
      }
      return sums.map { $0 / Double(orders.count) }
    }
    return parts.flatMap { $0 }
  }

  /// The observed values of a column in ascending order, by their places.
  private struct Ordered: Sendable {
    var places: [Int32]
    var count: Int { places.count }

    init(_ column: ArraySlice<Double>, ties: Bool) {
      let values = Array(column)
      if !ties {
        places = QuicksortOrder.places(values)
        return
      }
      let observed = values.count { !$0.isNaN }
      places = OrderStatistics.order(values).prefix(observed).map { Int32($0) }
    }

    /// Adds the column, stretched to `rows` places, to the sums of a range of places.
    func addStretched(_ column: ArraySlice<Double>, _ range: Range<Int>, _ rows: Int, _ sums: inout [Double]) {
      column.withUnsafeBufferPointer { buffer in
        if count == rows {
          for (position, place) in range.enumerated() { sums[position] += buffer[Int(places[place])] }
          return
        }
        let step = Double(count - 1) / Double(rows - 1)
        for (position, place) in range.enumerated() {
          let at = min(Double(count - 1), Double(place) * step)
          let low = min(Int(at), count - 2)
          let lower = buffer[Int(places[low])]
          let upper = buffer[Int(places[low + 1])]
          sums[position] += lower + (upper - lower) * (at - Double(low))
        }
      }
    }

    /// The column with the target's values; missing stays missing.
    func placed(_ column: ArraySlice<Double>, _ target: [Double], ties: Bool) -> [Double] {
      var result = [Double](repeating: .nan, count: target.count)
      column.withUnsafeBufferPointer { buffer in
        let scale = Double(target.count - 1) / Double(count - 1)
        var start = 0
        while start < count {
          var end = start + 1
          if ties {
            while end < count, buffer[Int(places[end])] == buffer[Int(places[start])] { end += 1 }
          }
          let rank = Double(start + end - 1) / 2
          let at = count == target.count ? rank : min(Double(target.count - 1), rank * scale)
          let low = min(Int(at), target.count - 2)
          let share = at - Double(low)
          let value =
            share == 0
            ? target[low] : share == 1 ? target[low + 1] : target[low] + (target[low + 1] - target[low]) * share
          for place in start..<end { result[Int(places[place])] = value }
          start = end
        }
      }
      return result
    }
  }
}
