extension OrderStatistics {
  /// What equal values get as their rank.
  public enum Ties: Sendable {
    /// The mean of the ranks they take together, R's default.
    case average
    /// The smallest of those ranks.
    case minimum
    /// The largest of those ranks.
    case maximum
    /// Different ranks in order of position.
    case first
  }

  /// The positions of the values in ascending (or descending) order; equal values keep their order, missing ones come
  /// last.
  public static func order(_ values: [Double], descending: Bool = false) -> [Int] {
    var keys: [UInt64] = []
    var present: [Int32] = []
    var missing: [Int] = []
    keys.reserveCapacity(values.count)
    present.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      if value.isNaN {
        missing.append(index)
      } else {
        let key = RadixOrder.key(value)
        keys.append(descending ? ~key : key)
        present.append(Int32(index))
      }
    }
    if present.count < 200 {
      // Few values: sorting by comparison is faster than counting digits.
      let order = (0..<present.count).sorted { (keys[$0], $0) < (keys[$1], $1) }
      return order.map { Int(present[$0]) } + missing
    }
    RadixOrder.sort(keys: &keys, positions: &present)
    return present.map { Int($0) } + missing
  }

  /// The ranks of the values from 1 upwards, ascending; a missing value has rank `nan` and is not counted.
  public static func ranks(_ values: [Double], ties: Ties = .average) -> [Double] {
    var result = [Double](repeating: .nan, count: values.count)
    let sequence = order(values)
    var start = 0
    while start < sequence.count, !values[sequence[start]].isNaN {
      var end = start + 1
      while end < sequence.count, values[sequence[end]] == values[sequence[start]] { end += 1 }
      for position in start..<end {
        result[sequence[position]] =
          switch ties {
          case .average: Double(start + 1 + end) / 2
          case .minimum: Double(start + 1)
          case .maximum: Double(end)
          case .first: Double(position + 1)
          }
      }
      start = end
    }
    return result
  }
}
