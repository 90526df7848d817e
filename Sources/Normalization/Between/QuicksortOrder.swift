internal import Numerics

/// The order of values by Singleton's quicksort (CACM algorithm 347, doi:10.1145/362875.362901), as R's
/// `sort(method = "quick")` gives it: it decides which of equal values comes first.
enum QuicksortOrder {
  /// The places of the observed values in ascending order.
  static func places(_ column: [Double]) -> [Int32] {
    var places: [Int32] = []
    var values: [Double] = []
    for (place, value) in column.enumerated() where !value.isNaN {
      places.append(Int32(place))
      values.append(value)
    }
    guard values.count > 1 else { return places }
    var sorter = Sorter(values: values, places: places)
    sorter.run()
    return sorter.places
  }

  private struct Sorter {
    var values: [Double]
    var places: [Int32]
    private var share = 0.375

    init(values: [Double], places: [Int32]) {
      self.values = values
      self.places = places
    }

    /// Sorts long stretches by partition, short ones by insertion; the first stretch is partitioned to the end, since no
    /// value before it could stop the insertion.
    mutating func run() {
      var waiting: [(Int, Int)] = []
      var (low, high) = (0, values.count - 1)
      share = 0.375
      moveShare()
      if low >= high { return }
      var mustPartition = true
      while true {
        if mustPartition {
          let (left, right) = partition(low, high)
          if left - low <= high - right {
            waiting.append((right, high))
            high = left
          } else {
            waiting.append((low, left))
            low = right
          }
        } else {
          guard let next = waiting.popLast() else { return }
          (low, high) = next
        }
        if high - low > 10 {
          mustPartition = true
        } else if low == 0 {
          mustPartition = low < high
          if mustPartition { moveShare() }
        } else {
          insert(low, high)
          mustPartition = false
        }
      }
    }

    private mutating func moveShare() { share += share < 0.5898437 ? 0.0390625 : -0.21875 }

    private mutating func swap(_ a: Int, _ b: Int) {
      values.swapAt(a, b)
      places.swapAt(a, b)
    }

    /// Splits a stretch about a value; gives the end of the lower and the start of the upper part.
    private mutating func partition(_ low: Int, _ high: Int) -> (Int, Int) {
      let middle = low + Int(Double(high - low) * share)
      if values[low] > values[middle] { swap(low, middle) }
      if values[high] < values[middle] {
        swap(high, middle)
        if values[low] > values[middle] { swap(low, middle) }
      }
      let pivot = values[middle]
      var (left, right) = (low, high)
      while true {
        repeat { right -= 1 } while values[right] > pivot
        repeat { left += 1 } while values[left] < pivot
        if left > right { return (right, left) }
        swap(left, right)
      }
    }

    private mutating func insert(_ low: Int, _ high: Int) {
      guard low < high else { return }
      for next in low + 1...high where values[next - 1] > values[next] {
        let (value, place) = (values[next], places[next])
        var at = next - 1
        repeat {
          values[at + 1] = values[at]
          places[at + 1] = places[at]
          at -= 1
        } while value < values[at]
        values[at + 1] = value
        places[at + 1] = place
      }
    }
  }
}
