internal import Numerics
internal import Schema

/// Random lists of targets with the degree and the abundance of given ones.
///
/// Targets are binned by fifths of degree and of abundance, those without a value apart; a draw takes another target of the
/// same bin for each given one, none twice.
struct MatchedTargets {
  private let bins: [[String]]
  private let binOf: [String: Int]

  init(_ targets: [String], background: RobustnessBattery.Background) {
    let degree = Self.fifths(targets) { background.degrees?[$0].map(Double.init) }
    let abundance = Self.fifths(targets) { background.abundance[$0] }
    var keys: [Int: Int] = [:]
    var (bins, binOf): ([[String]], [String: Int]) = ([], [:])
    for (place, target) in targets.enumerated() {
      let key = degree[place] * 6 + abundance[place]
      let bin = keys[key] ?? bins.count
      if bin == bins.count {
        keys[key] = bin
        bins.append([])
      }
      bins[bin].append(target)
      binOf[target] = bin
    }
    (self.bins, self.binOf) = (bins, binOf)
  }

  /// The fifth of every target from 1, by rank of its value; 0 without one.
  private static func fifths(_ targets: [String], _ value: (String) -> Double?) -> [Int] {
    let values = targets.map { value($0) ?? .nan }
    let order = values.indices.filter { !values[$0].isNaN }.sorted { (values[$0], $0) < (values[$1], $1) }
    var fifths = [Int](repeating: 0, count: targets.count)
    for (position, place) in order.enumerated() { fifths[place] = 1 + position * 5 / order.count }
    return fifths
  }

  /// A random list in place of `given`.
  func draw(_ given: [String], _ stream: inout RandomStream) -> [String] {
    var taken: Set<String> = []
    return given.compactMap { target in
      guard let bin = binOf[target] else { return nil }
      let members = bins[bin]
      // A bin may hold little more than the given targets: after many misses the first that is free is taken.
      for _ in 0..<20 {
        let found = members[stream.integer(below: members.count)]
        if taken.insert(found).inserted { return found }
      }
      let free = members.first { !taken.contains($0) }
      if let free { taken.insert(free) }
      return free
    }
  }
}
