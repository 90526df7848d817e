import Foundation
import Numerics

/// Methods written as their definitions read: a matrix is a list of rows, everything is sorted, every sum is a loop.
enum PlainMethods {
  typealias Rows = [[Double]]

  static func rows(_ matrix: Matrix) -> Rows { (0..<matrix.rows).map { matrix.row($0) } }
  static func seen(_ values: [Double]) -> [Double] { values.filter { !$0.isNaN } }
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
  static func median(_ values: [Double]) -> Double {
    let observed = seen(values)
    return observed.isEmpty ? .nan : PlainFactors.quantile(observed, 0.5)
  }
  /// With divisor n - 1.
  static func variance(_ values: [Double]) -> Double {
    let centre = mean(values)
    return values.map { ($0 - centre) * ($0 - centre) }.reduce(0, +) / Double(values.count - 1)
  }
  static func columns(_ rows: Rows) -> Rows { (rows.first ?? []).indices.map { column in rows.map { $0[column] } } }

  /// Least squares by Gram-Schmidt, column by column; a column that the earlier ones hold has no coefficient.
  static func leastSquares(_ design: Rows, _ y: [Double]) -> [Double] {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { $0 * $1 }.reduce(0, +) }
    var basis: [(column: Int, vector: [Double], shares: [Double])] = []
    for (number, column) in columns(design).enumerated() {
      var left = column
      var shares = [Double](repeating: 0, count: basis.count)
      for _ in 0..<2 {
        for (place, entry) in basis.enumerated() {
          let share = dot(left, entry.vector)
          shares[place] += share
          left = zip(left, entry.vector).map { $0 - share * $1 }
        }
      }
      let length = dot(left, left).squareRoot()
      if length > 1e-7 * dot(column, column).squareRoot() {
        basis.append((number, left.map { $0 / length }, shares + [length]))
      }
    }
    var coefficients = [Double](repeating: .nan, count: design.first?.count ?? 0)
    var rest = y
    var heights = basis.map { entry -> Double in
      let height = dot(rest, entry.vector)
      rest = zip(rest, entry.vector).map { $0 - height * $1 }
      return height
    }
    for place in basis.indices.reversed() {
      let value = heights[place] / basis[place].shares[place]
      coefficients[basis[place].column] = value
      for before in 0..<place { heights[before] -= basis[place].shares[before] * value }
    }
    return coefficients
  }

  // MARK: Factors and levels

  static func relativeLog(_ x: Matrix) -> [Double] {
    let means = rows(x).map { exp(mean($0.map { log($0) })) }
    return PlainFactors.centred(
      (0..<x.columns).map { column in
        let ratios = (0..<x.rows).filter { means[$0] > 0 }.map { x[$0, column] / means[$0] }
        return median(ratios) / x.column(column).reduce(0, +)
      })
  }

  static func upperQuartile(_ x: Matrix) -> [Double] {
    PlainFactors.centred(
      zip(PlainFactors.positive(x), 0..<x.columns).map { column, number in
        PlainFactors.quantile(column, 0.75) / x.column(number).reduce(0, +)
      })
  }

  static func logCPM(_ x: Matrix) -> Rows {
    let sizes = zip(0..<x.columns, PlainFactors.tmm(x)).map { x.column($0).reduce(0, +) * $1 }
    return rows(x).map { row in
      zip(row, sizes).map { count, size in
        let prior = 2 * size / mean(sizes)
        return log2((count + prior) / (size + 2 * prior) * 1e6)
      }
    }
  }

  static func centred(_ x: Rows) -> Rows {
    let medians = columns(x).map(median)
    return x.map { row in zip(row, medians).map { $0 - $1 + mean(medians) } }
  }

  static func scaled(_ x: Rows) -> Rows {
    let medians = columns(x).map(median)
    let centre = exp(mean(medians.map { log($0) }))
    return x.map { row in zip(row, medians).map { $0 / ($1 / centre) } }
  }

  /// The fast variant: the curve of each sample's distance from the row means, three times.
  static func cyclicLoess(_ x: Rows) -> Rows {
    var x = x
    for _ in 0..<3 {
      let means = x.map { seen($0).isEmpty ? .nan : mean(seen($0)) }
      x = columns(
        columns(x).map { column in
          let curve = Lowess.fit(x: means, y: zip(column, means).map { $0 - $1 }, span: 0.7, iterations: 3)
          return zip(column, curve).map { $0 - $1 }
        })
    }
    return x
  }

  static func withoutBatches(_ x: Rows, batches: [String], kept: Rows) -> Rows {
    let levels = Set(batches).sorted()
    let coded = batches.map { label in
      levels.dropLast().map { $0 == label ? 1.0 : label == levels.last ? -1 : 0 }
    }
    return x.map { row in
      let own = row.indices.filter { !row[$0].isNaN }
      let fit = leastSquares(own.map { kept[$0] + coded[$0] }, own.map { row[$0] }).dropFirst(kept.first?.count ?? 0)
      return row.indices.map { sample in
        row[sample] - zip(fit, coded[sample]).map { $0.isNaN ? 0 : $0 * $1 }.reduce(0, +)
      }
    }
  }

  // MARK: Summaries of a group: ions x samples

  static func sum(_ x: Rows) -> [Double] {
    columns(x).map { seen($0).isEmpty ? .nan : log2(seen($0).map { exp2($0) }.reduce(0, +)) }
  }

  static func top(_ x: Rows, _ n: Int) -> [Double] {
    let linear = x.map { $0.map { exp2($0) } }
    let order = linear.indices.filter { !seen(linear[$0]).isEmpty }.sorted {
      let (a, b) = (mean(seen(linear[$0])), mean(seen(linear[$1])))
      return a != b ? a > b : $0 < $1
    }
    guard !order.isEmpty else { return columns(x).map { _ in .nan } }
    return columns(order.prefix(n).map { linear[$0] }).map { seen($0).isEmpty ? .nan : log2(mean(seen($0))) }
  }

  static func medianPolish(_ x: Rows) -> [Double] {
    var left = x
    var overall = 0.0
    var (rowEffects, columnEffects) = (x.map { _ in 0.0 }, x[0].map { _ in 0.0 })
    var before = 0.0
    for _ in 0..<10 {
      for row in left.indices {
        let middle = median(left[row])
        if middle.isNaN { continue }
        left[row] = left[row].map { $0 - middle }
        rowEffects[row] += middle
      }
      var middle = median(columnEffects)
      columnEffects = columnEffects.map { $0 - middle }
      overall += middle
      for column in columnEffects.indices {
        let middle = median(left.map { $0[column] })
        for row in left.indices { left[row][column] -= middle }
        columnEffects[column] += middle
      }
      middle = median(rowEffects)
      rowEffects = rowEffects.map { $0 - middle }
      overall += middle
      let sum = seen(left.flatMap { $0 }).map { abs($0) }.reduce(0, +)
      if sum == 0 || abs(sum - before) < 0.01 * sum { break }
      before = sum
    }
    return columnEffects.map { overall + $0 }
  }

  /// Huber's estimate on the written-out design: a column a sample, ions in sum-to-zero coding.
  static func robust(_ x: Rows) -> [Double] {
    var (design, y, place): (Rows, [Double], [Int]) = ([], [], [])
    let present = x[0].indices.filter { column in x.contains { !$0[column].isNaN } }
    let ions = x.indices.filter { !seen(x[$0]).isEmpty }
    for ion in ions {
      for sample in present where !x[ion][sample].isNaN {
        design.append(
          present.map { $0 == sample ? 1 : 0 }
            + ions.dropLast().map { $0 == ion ? 1.0 : ion == ions.last ? -1 : 0 })
        y.append(x[ion][sample])
        place.append(sample)
      }
    }
    var fit = leastSquares(design, y)
    func residuals() -> [Double] {
      zip(design, y).map { row, value in value - zip(row, fit).map { $0 * ($1.isNaN ? 0 : $1) }.reduce(0, +) }
    }
    var old = residuals()
    for _ in 0..<20 {
      let scale = median(old.map { abs($0) }) / 0.6745
      if scale == 0 { break }
      let roots = old.map { min(1, 1.345 / abs($0 / scale)).squareRoot() }
      fit = leastSquares(zip(design, roots).map { row, root in row.map { $0 * root } }, zip(y, roots).map { $0 * $1 })
      let new = residuals()
      let change = zip(old, new).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
      let length = old.map { $0 * $0 }.reduce(0, +)
      old = new
      if (change / max(1e-20, length)).squareRoot() <= 1e-4 { break }
    }
    var result = x[0].map { _ in Double.nan }
    for (position, sample) in present.enumerated() { result[sample] = fit[position] }
    return result
  }

  /// Traces on one level: merge the two nearest until one is left, every distance computed anew; nan for those with fewer
  /// than two values.
  static func aligned(_ x: Rows) -> Rows {
    var usable = x.indices.filter { seen(x[$0]).count > 1 }
    func differences(_ a: [Double], _ b: [Double]) -> [Double] { seen(zip(a, b).map { $0 - $1 }) }
    func touch(_ a: Int, _ b: Int) -> Bool { a != b && !differences(x[a], x[b]).isEmpty }
    var reached: Set<Int> = []
    let links = usable.map { a in usable.filter { touch(a, $0) }.count }
    if let start = links.firstIndex(of: links.max() ?? 0) { reached = [usable[start]] }
    while let next = usable.first(where: { a in !reached.contains(a) && reached.contains { touch(a, $0) } }) {
      reached.insert(next)
    }
    usable = usable.filter(reached.contains)
    var profile = x
    var weight = x.map { _ in 1.0 }
    var anchors: [Int: (anchor: Int, step: Double)] = [:]
    var open = usable
    while open.count > 1 {
      var best: (variance: Double, a: Int, b: Int) = (.infinity, 0, 0)
      for a in open {
        for b in open where b > a && touch(a, b) {
          let d = differences(profile[a], profile[b])
          let spread = d.map { ($0 - mean(d)) * ($0 - mean(d)) }.reduce(0, +) / Double(d.count)
          if spread < best.variance { best = (spread, a, b) }
        }
      }
      if best.variance == .infinity { break }
      let middle = median(differences(profile[best.a], profile[best.b]))
      let isFirst = weight[best.a] >= weight[best.b]
      let (anchor, moved, step) = isFirst ? (best.a, best.b, middle) : (best.b, best.a, -middle)
      anchors[moved] = (anchor, step)
      profile[anchor] = zip(profile[anchor], x[moved]).map { fixed, value in
        fixed.isNaN
          ? value + step
          : value.isNaN
            ? fixed : (fixed * weight[anchor] + (value + step) * weight[moved]) / (weight[anchor] + weight[moved])
      }
      weight[anchor] += 1
      open.removeAll { $0 == moved }
    }
    return x.indices.map { trace in
      var (at, total) = (trace, seen(x[trace]).count > 1 ? 0 : Double.nan)
      while let entry = anchors[at] {
        total += entry.step
        at = entry.anchor
      }
      return x[trace].map { $0 + total }
    }
  }

  /// directLFQ of at most ten ions.
  static func directLFQ(_ x: Rows) -> [Double] {
    let shifted = aligned(x)
    var values = columns(shifted).map(median)
    if seen(values).isEmpty { values = columns(x).map(median) }
    let total = seen(x.flatMap { $0 }).map { exp2($0) }.reduce(0, +)
    let sum = seen(values).map { exp2($0) }.reduce(0, +)
    return values.map { exp2($0) * total / sum }
  }

  // MARK: Imputation

  /// The rule of impute.knn with k 10, rowmax 0.5; rows equally near in row order.
  static func imputeNeighbours(_ x: Rows, _ k: Int) -> Rows {
    let usable = x.indices.filter { row in
      Double(x[row].count { $0.isNaN }) <= 0.5 * Double(x[row].count) && !seen(x[row]).isEmpty
    }
    let means = columns(usable.map { x[$0] }).map { mean(seen($0)) }
    return x.indices.map { row in
      let near = usable.filter { $0 != row }.map { other -> (Double, Int) in
        let squares = seen(zip(x[row], x[other]).map { ($0 - $1) * ($0 - $1) })
        return (squares.isEmpty ? .infinity : mean(squares), other)
      }.filter { $0.0 < .infinity }.sorted { $0 < $1 }.prefix(k).map(\.1)
      return x[row].indices.map { column in
        if !x[row][column].isNaN { return x[row][column] }
        let donors = seen(near.map { x[$0][column] })
        return usable.contains(row) && !donors.isEmpty ? mean(donors) : means[column]
      }
    }
  }

  /// The rule of KNNImputer; rows equally near in row order.
  static func scikitNeighbours(_ x: Rows, _ k: Int, byDistance: Bool) -> Rows {
    let means = columns(x).map { mean(seen($0)) }
    return x.indices.map { row in
      x[row].indices.map { column in
        if !x[row][column].isNaN { return x[row][column] }
        let near = x.indices.filter { $0 != row && !x[$0][column].isNaN }.map { other -> (Double, Int) in
          let squares = seen(zip(x[row], x[other]).map { ($0 - $1) * ($0 - $1) })
          return (squares.isEmpty ? .infinity : (mean(squares) * Double(x[row].count)).squareRoot(), other)
        }.filter { $0.0 < .infinity }.sorted { $0 < $1 }.prefix(k)
        if near.isEmpty { return means[column] }
        if !byDistance { return mean(near.map { x[$0.1][column] }) }
        let twins = near.filter { $0.0 == 0 }
        if !twins.isEmpty { return mean(twins.map { x[$0.1][column] }) }
        let weights = near.map { 1 / $0.0 }
        return zip(near, weights).map { x[$0.1][column] * $1 }.reduce(0, +) / weights.reduce(0, +)
      }
    }
  }
}
