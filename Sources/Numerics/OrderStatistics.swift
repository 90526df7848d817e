/// Quantiles, medians and what else depends on the order of values, by R's default rules.
public enum OrderStatistics {
  /// The quantile of type 7 (linear between order statistics at h = (n - 1) p); `nan` without values.
  public static func quantile(_ values: [Double], _ probability: Double, missing: MissingPolicy = .skip) -> Double {
    guard probability >= 0, probability <= 1, var usable = missing.usable(values), !usable.isEmpty else { return .nan }
    let (low, share) = place(usable.count, probability)
    let lower = select(&usable, low)
    guard share > 0, low + 1 < usable.count else { return lower }
    // After selection everything behind `low` is at least as large.
    let upper = usable[(low + 1)...].min() ?? lower
    return interpolate(lower, upper, share)
  }

  /// Several type-7 quantiles of the same values, sorting once.
  public static func quantiles(
    _ values: [Double], _ probabilities: [Double], missing: MissingPolicy = .skip
  ) -> [Double] {
    guard var usable = missing.usable(values) else { return probabilities.map { _ in .nan } }
    usable.sort()
    return probabilities.map { quantile(sorted: usable, $0) }
  }

  /// The type-7 quantile of ascending values without missing ones.
  public static func quantile(sorted values: [Double], _ probability: Double) -> Double {
    guard !values.isEmpty, probability >= 0, probability <= 1 else { return .nan }
    let (low, share) = place(values.count, probability)
    guard share > 0, low + 1 < values.count else { return values[low] }
    return interpolate(values[low], values[low + 1], share)
  }

  /// The order statistic (from 0) below a quantile and the share of the way to the next one, rounded as in R, which
  /// counts from 1.
  private static func place(_ count: Int, _ probability: Double) -> (low: Int, share: Double) {
    let position = 1 + Double(count - 1) * probability
    let low = position.rounded(.down)
    return (Int(low) - 1, position - low)
  }

  private static func interpolate(_ lower: Double, _ upper: Double, _ share: Double) -> Double {
    lower == upper ? lower : (1 - share) * lower + share * upper
  }

  /// The median; the mean of the two middle values of an even number.
  public static func median(_ values: [Double], missing: MissingPolicy = .skip) -> Double {
    guard var usable = missing.usable(values), !usable.isEmpty else { return .nan }
    return median(inPlace: &usable)
  }

  /// The median of values without missing ones, which are put into another order.
  public static func median(inPlace values: inout [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let middle = values.count / 2
    let upper = select(&values, middle)
    if values.count % 2 == 1 { return upper }
    let lower = values[..<middle].max() ?? upper
    return (lower + upper) / 2
  }

  /// The median absolute deviation from the median (or a given centre), times a constant that makes it a standard
  /// deviation for normal data.
  public static func mad(
    _ values: [Double], center: Double? = nil, constant: Double = 1.4826, missing: MissingPolicy = .skip
  ) -> Double {
    guard let usable = missing.usable(values), !usable.isEmpty else { return .nan }
    let middle = center ?? median(usable)
    return constant * median(usable.map { abs($0 - middle) })
  }

  /// The mean after cutting `floor(n x fraction)` values off each end; a fraction of one half or more gives the median.
  public static func trimmedMean(_ values: [Double], fraction: Double, missing: MissingPolicy = .skip) -> Double {
    guard let usable = missing.usable(values), !usable.isEmpty else { return .nan }
    if fraction >= 0.5 { return median(usable) }
    let cut = Int(Double(usable.count) * max(fraction, 0))
    return Descriptive.mean(Array(usable.sorted()[cut..<usable.count - cut]))
  }

  /// The value of rank `position` (from 0) of values without missing ones, found without a full sort.
  ///
  /// Afterwards everything before the position is at most that value and everything behind it at least.
  @discardableResult
  public static func select(_ values: inout [Double], _ position: Int) -> Double {
    precondition(values.indices.contains(position), "the position is one of the values")
    values.withUnsafeMutableBufferPointer { buffer in
      var (low, high) = (0, buffer.count - 1)
      while low < high {
        // Median of three as the pivot, then Hoare's partition.
        let middle = low + (high - low) / 2
        if buffer[middle] < buffer[low] { buffer.swapAt(middle, low) }
        if buffer[high] < buffer[low] { buffer.swapAt(high, low) }
        if buffer[high] < buffer[middle] { buffer.swapAt(high, middle) }
        let pivot = buffer[middle]
        var (left, right) = (low, high)
        while left <= right {
          while buffer[left] < pivot { left += 1 }
          while pivot < buffer[right] { right -= 1 }
          if left <= right {
            buffer.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if position <= right {
          high = right
        } else if position >= left {
          low = left
        } else {
          break
        }
      }
    }
    return values[position]
  }
}
