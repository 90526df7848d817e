/// Finds order statistics by one pass over the leading bits and a small selection: time linear in the values, whatever
/// their distribution, and the same answer as sorting.
///
/// A value of this type holds scratch memory; keep one a thread for many columns.
public struct BucketSelection {
  private static let shift: UInt64 = 48
  private var histogram = [Int32](repeating: 0, count: 1 << 16)

  /// A selection with fresh scratch memory.
  public init() {}

  /// The values of ranks from 0; `positions` ascend, values hold no nan.
  public mutating func values(at positions: [Int], of values: UnsafeBufferPointer<Double>) -> [Double] {
    precondition(positions.allSatisfy { values.indices.contains($0) }, "the position is one of the values")
    if values.count < 512 {
      let sorted = values.sorted()
      return positions.map { sorted[$0] }
    }
    histogram.withUnsafeMutableBufferPointer { histogram in
      histogram.update(repeating: 0)
      for value in values { histogram[Int(truncatingIfNeeded: RadixOrder.key(value) >> Self.shift)] &+= 1 }
    }
    var result: [Double] = []
    var (before, bucket) = (0, 0)
    var members: [Double] = []
    var gathered = -1
    for position in positions {
      while before + Int(histogram[bucket]) <= position {
        before += Int(histogram[bucket])
        bucket += 1
      }
      if gathered != bucket {
        members = Self.members(of: UInt64(bucket), in: values, count: Int(histogram[bucket]))
        gathered = bucket
      }
      result.append(OrderStatistics.select(&members, position - before))
    }
    return result
  }

  private static func members(of bucket: UInt64, in values: UnsafeBufferPointer<Double>, count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      var filled = 0
      for value in values where RadixOrder.key(value) >> shift == bucket {
        buffer[filled] = value
        filled += 1
      }
      initialized = filled
    }
  }

  /// The type-7 quantile of values without nan.
  public mutating func quantile(_ values: UnsafeBufferPointer<Double>, _ probability: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let position = 1 + Double(values.count - 1) * probability
    let low = Int(position.rounded(.down)) - 1
    let share = position - position.rounded(.down)
    guard share > 0, low + 1 < values.count else { return self.values(at: [low], of: values)[0] }
    let pair = self.values(at: [low, low + 1], of: values)
    return pair[0] == pair[1] ? pair[0] : (1 - share) * pair[0] + share * pair[1]
  }

  /// The median of values without nan: the mean of the two middle ones of an even number.
  public mutating func median(_ values: UnsafeBufferPointer<Double>) -> Double {
    guard !values.isEmpty else { return .nan }
    let middle = values.count / 2
    if values.count % 2 == 1 { return self.values(at: [middle], of: values)[0] }
    let pair = self.values(at: [middle - 1, middle], of: values)
    return (pair[0] + pair[1]) / 2
  }
}
