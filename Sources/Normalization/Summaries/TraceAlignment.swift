internal import Numerics

/// Shifts log traces (rows) onto a common level, as directLFQ 0.3 does between samples and between ions.
///
/// Ammar et al. 2023, doi:10.1016/j.mcpro.2023.100581. The pair of traces whose differences vary least is merged, the one
/// of fewer merges shifted by the median difference, until one is left; beyond a number of traces the remaining ones are
/// shifted to the median of those.
enum TraceAlignment {
  /// The shifted traces; a trace with fewer than two values is nan unless it is only shifted to the others' median.
  ///
  /// - Parameters:
  ///   - traces: traces x places.
  ///   - limit: how many traces, the most complete first, are merged pair by pair.
  static func aligned(_ traces: Matrix, limit: Int) -> Matrix {
    if traces.rows <= limit { return merged(traces) }
    let missing = (0..<traces.rows).map { row in (0..<traces.columns).count { traces[row, $0].isNaN } }
    let order = (0..<traces.rows).sorted { (missing[$0], $0) < (missing[$1], $1) }
    let chosen = Array(order.prefix(limit))
    let anchor = merged(traces.selectingRows(chosen))
    let reference = (0..<traces.columns).map { OrderStatistics.median(anchor.column($0)) }
    var result = traces
    for (position, row) in chosen.enumerated() { result.setRow(row, to: anchor.row(position)) }
    for row in order.dropFirst(limit) {
      let trace = traces.row(row)
      let shift = OrderStatistics.median(zip(reference, trace).map { $0 - $1 })
      result.setRow(row, to: trace.map { $0 + shift })
    }
    return result
  }

  private static func merged(_ traces: Matrix) -> Matrix {
    let usable = withoutSingles(traces)
    return shifted(usable, shifts(usable))
  }

  /// Traces of fewer than two values become missing.
  static func withoutSingles(_ traces: Matrix) -> Matrix {
    var usable = traces
    for row in 0..<usable.rows where (0..<usable.columns).count(where: { !usable[row, $0].isNaN }) < 2 {
      usable.setRow(row, to: [Double](repeating: .nan, count: usable.columns))
    }
    return usable
  }

  private static func shifted(_ traces: Matrix, _ shifts: [Double]) -> Matrix {
    var result = traces
    for row in 0..<traces.rows where shifts[row] != 0 {
      for column in 0..<traces.columns { result[row, column] += shifts[row] }
    }
    return result
  }

  /// The shift of each trace.
  static func shifts(_ traces: Matrix) -> [Double] {
    let (count, places) = (traces.rows, traces.columns)
    var profiles = traces.transposed().values
    let originals = profiles
    var pairs = PairDistances(count: count, places: places)
    for first in 0..<count {
      for second in first + 1..<max(count, first + 1) { pairs.update(first, second, profiles) }
    }
    pairs.dropUnconnected()
    var merges = [Double](repeating: 1, count: count)
    var anchors = [Int](repeating: -1, count: count)
    var steps = [Double](repeating: 0, count: count)
    for _ in 1..<max(count, 1) {
      guard let (first, second, distance) = pairs.closest() else { break }
      let (anchor, moved) = merges[first] >= merges[second] ? (first, second) : (second, first)
      let step = anchor == first ? distance : -distance
      anchors[moved] = anchor
      steps[moved] = step
      for place in 0..<places {
        let fixed = profiles[anchor * places + place]
        let shifted = originals[moved * places + place] + step
        if fixed.isNaN {
          profiles[anchor * places + place] = shifted
        } else if !shifted.isNaN {
          profiles[anchor * places + place] =
            (fixed * merges[anchor] + shifted * merges[moved]) / (merges[anchor] + merges[moved])
        }
      }
      pairs.merge(anchor, moved, profiles)
      merges[anchor] += 1
    }
    return (0..<count).map { trace in
      var total = 0.0
      var at = trace
      while true {
        total += steps[at]
        if anchors[at] < 0 { return total }
        at = anchors[at]
      }
    }
  }
}
