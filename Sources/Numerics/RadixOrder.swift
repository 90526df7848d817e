/// Stable ascending order of keys by their bits, eleven at a time: no comparisons, time linear in the number of keys.
enum RadixOrder {
  private static let bits = 11
  private static let buckets = 1 << bits
  private static let passes = 6

  /// A key whose unsigned order is the order of the doubles; both zeros get the same key, `nan` must not be given.
  @inline(__always)
  static func key(_ value: Double) -> UInt64 {
    let pattern = (value == 0 ? 0 : value).bitPattern
    return pattern >> 63 == 1 ? ~pattern : pattern | 1 << 63
  }

  /// Sorts positions by their keys; both arrays have the same number of elements and are changed.
  static func sort(keys: inout [UInt64], positions: inout [Int32]) {
    let count = keys.count
    guard count > 1 else { return }
    var histogram = [Int](repeating: 0, count: buckets * passes)
    var otherKeys = keys
    var otherPositions = positions
    keys.withUnsafeBufferPointer { keys in
      histogram.withUnsafeMutableBufferPointer { histogram in
        for key in keys {
          for pass in 0..<passes {
            histogram[pass * buckets + Int(truncatingIfNeeded: key >> UInt64(pass * bits)) & (buckets - 1)] += 1
          }
        }
      }
    }
    var swapped = false
    for pass in 0..<passes {
      let shift = UInt64(pass * bits)
      let base = pass * buckets
      // A digit that all keys share moves nothing.
      if histogram[base + Int(truncatingIfNeeded: keys[0] >> shift) & (buckets - 1)] == count { continue }
      if swapped {
        scatter(from: otherKeys, otherPositions, to: &keys, &positions, shift, base, &histogram)
      } else {
        scatter(from: keys, positions, to: &otherKeys, &otherPositions, shift, base, &histogram)
      }
      swapped.toggle()
    }
    if swapped {
      keys = otherKeys
      positions = otherPositions
    }
  }

  private static func scatter(
    from keys: [UInt64], _ positions: [Int32], to targetKeys: inout [UInt64], _ targetPositions: inout [Int32],
    _ shift: UInt64, _ base: Int, _ histogram: inout [Int]
  ) {
    histogram.withUnsafeMutableBufferPointer { histogram in
      var start = 0
      for bucket in base..<base + buckets {
        let size = histogram[bucket]
        histogram[bucket] = start
        start += size
      }
      keys.withUnsafeBufferPointer { keys in
        positions.withUnsafeBufferPointer { positions in
          targetKeys.withUnsafeMutableBufferPointer { targetKeys in
            targetPositions.withUnsafeMutableBufferPointer { targetPositions in
              for index in 0..<keys.count {
                let bucket = base + Int(truncatingIfNeeded: keys[index] >> shift) & (buckets - 1)
                let place = histogram[bucket]
                histogram[bucket] = place + 1
                targetKeys[place] = keys[index]
                targetPositions[place] = positions[index]
              }
            }
          }
        }
      }
    }
  }
}
