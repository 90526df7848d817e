internal import Numerics

/// The median and the variance of the differences of every pair of traces, first before second; infinite where two
/// traces share no place or one is merged already.
struct PairDistances {
  private let count: Int
  private let places: Int
  private var medians: [Double]
  private var variances: [Double]
  private var work: [Double]

  init(count: Int, places: Int) {
    self.count = count
    self.places = places
    medians = [Double](repeating: .infinity, count: count * count)
    variances = medians
    work = [Double](repeating: 0, count: places)
  }

  /// Computes a pair from profiles, trace after trace.
  mutating func update(_ first: Int, _ second: Int, _ profiles: [Double]) {
    var shared = 0
    for place in 0..<places {
      let difference = profiles[first * places + place] - profiles[second * places + place]
      if difference.isNaN { continue }
      work[shared] = difference
      shared += 1
    }
    guard shared > 0 else {
      medians[first * count + second] = .infinity
      variances[first * count + second] = .infinity
      return
    }
    var mean = 0.0
    for index in 0..<shared { mean += work[index] }
    mean /= Double(shared)
    var spread = 0.0
    for index in 0..<shared { spread += (work[index] - mean) * (work[index] - mean) }
    variances[first * count + second] = spread / Double(shared)
    var values = Array(work[..<shared])
    medians[first * count + second] = OrderStatistics.median(inPlace: &values)
  }

  /// The pair of least variance, the first in order; nil when none is left.
  func closest() -> (first: Int, second: Int, distance: Double)? {
    var best = Double.infinity
    var place = -1
    for index in variances.indices where variances[index] < best {
      best = variances[index]
      place = index
    }
    guard place >= 0, medians[place] < .infinity else { return nil }
    return (place / count, place % count, medians[place])
  }

  /// Takes a merged trace out and computes the anchor's pairs again.
  mutating func merge(_ anchor: Int, _ moved: Int, _ profiles: [Double]) {
    for other in 0..<count {
      medians[min(other, moved) * count + max(other, moved)] = .infinity
      variances[min(other, moved) * count + max(other, moved)] = .infinity
    }
    for other in 0..<count where other != anchor && other != moved {
      let (first, second) = (min(other, anchor), max(other, anchor))
      // A pair once out of reach stays so.
      if variances[first * count + second] < .infinity { update(first, second, profiles) }
    }
  }

  /// Leaves only the traces that the one of most neighbours reaches.
  mutating func dropUnconnected() {
    guard count > 1 else { return }
    func isLinked(_ a: Int, _ b: Int) -> Bool { a != b && variances[min(a, b) * count + max(a, b)] < .infinity }
    let neighbours = (0..<count).map { trace in (0..<count).count { isLinked(trace, $0) } }
    var start = 0
    for trace in 1..<count where neighbours[trace] > neighbours[start] { start = trace }
    var reached = [Bool](repeating: false, count: count)
    var queue = [start]
    while let trace = queue.popLast() {
      for other in 0..<count where !reached[other] && isLinked(trace, other) {
        reached[other] = true
        queue.append(other)
      }
    }
    for first in 0..<count {
      for second in first + 1..<max(count, first + 1) where !reached[first] || !reached[second] {
        variances[first * count + second] = .infinity
        medians[first * count + second] = .infinity
      }
    }
  }
}
