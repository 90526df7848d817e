internal import Glibc

/// Kendall's tau-b of two score vectors, with ties, in O(n log n) by merge sort (Knight 1966,
/// doi:10.1080/01621459.1966.10480879).
public enum KendallTau {
  /// tau-b; nan when one of the vectors is constant or has fewer than two entries.
  public static func b(_ x: [Double], _ y: [Double]) -> Double {
    let n = x.count
    guard n > 1 else { return .nan }
    let order = (0..<n).sorted { (x[$0], y[$0], $0) < (x[$1], y[$1], $1) }
    let pairs = Double(n) * Double(n - 1) / 2
    let tiedX = ties(order.map { x[$0] })
    var tiedBoth = 0.0
    var start = 0
    while start < n {
      var end = start + 1
      while end < n, x[order[end]] == x[order[start]], y[order[end]] == y[order[start]] { end += 1 }
      tiedBoth += Double(end - start) * Double(end - start - 1) / 2
      start = end
    }
    var sequence = order.map { y[$0] }
    let swaps = mergeSort(&sequence)
    let tiedY = ties(sequence)
    let denominator = ((pairs - tiedX) * (pairs - tiedY)).squareRoot()
    guard denominator > 0 else { return .nan }
    return (pairs - tiedX - tiedY + tiedBoth - 2 * swaps) / denominator
  }

  /// Pairs of equal neighbours in a sorted sequence.
  private static func ties(_ sorted: [Double]) -> Double {
    var total = 0.0
    var run = 1.0
    for index in 1..<sorted.count {
      if sorted[index] == sorted[index - 1] {
        total += run
        run += 1
      } else {
        run = 1
      }
    }
    return total
  }

  /// Sorts and counts the exchanges.
  private static func mergeSort(_ values: inout [Double]) -> Double {
    var swaps = 0.0
    var width = 1
    var buffer = values
    while width < values.count {
      var start = 0
      while start < values.count {
        let middle = min(start + width, values.count)
        let end = min(start + 2 * width, values.count)
        var (left, right, out) = (start, middle, start)
        while left < middle || right < end {
          if right >= end || (left < middle && values[left] <= values[right]) {
            buffer[out] = values[left]
            left += 1
          } else {
            buffer[out] = values[right]
            right += 1
            swaps += Double(middle - left)
          }
          out += 1
        }
        start = end
      }
      swap(&values, &buffer)
      width *= 2
    }
    return swaps
  }
}
