import Foundation

/// Laws of counts written as their definitions read: a likelihood is summed, its top searched, a quantile counted out.
enum PlainCounts {
  typealias Rows = [[Double]]

  /// Where a function with one hump is highest, by cutting thirds away.
  static func top(_ low: Double, _ high: Double, steps: Int, _ height: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<steps {
      let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
      if height(left) < height(right) { low = left } else { high = right }
    }
    return (low + high) / 2
  }

  // MARK: ComBat-seq

  struct Batches {
    var labels: [String]
    /// Samples x what is kept.
    var kept: Rows
    var shrinks = false

    var levels: [String] { Set(labels).sorted() }
    func members(_ level: String) -> [Int] { labels.indices.filter { labels[$0] == level } }
  }

  /// ComBat-seq of whole counts: rows that lack a batch stay.
  static func comBatSeq(_ all: Rows, _ batches: Batches, cap: Double = 1000) -> Rows {
    let levels = batches.levels
    let kept = all.indices.filter { row in
      levels.allSatisfy { level in batches.members(level).contains { all[row][$0] > 0 } }
    }
    let x = kept.map { all[$0] }
    let sizes = PlainMethods.columns(x).map { $0.reduce(0, +) }
    let spread = PlainMethods.columns(levels.map { level in batchDispersions(x, sizes, batches, level) })
    let design = batches.labels.indices.map { s in levels.map { $0 == batches.labels[s] ? 1.0 : 0 } + batches.kept[s] }
    var means: Rows = []
    var effects: Rows = []
    for row in x.indices {
      let own = batches.labels.map { label in spread[row][levels.firstIndex(of: label) ?? 0] }
      means.append(fit(x[row], sizes, own, design).means)
      let beta = shifted(x[row], sizes, own, design)
      let level = levels.indices.map { beta[$0] * Double(batches.members(levels[$0]).count) }.reduce(0, +)
      let offset = sizes.map { $0 * exp(level / Double(sizes.count)) }
      effects.append(Array(shifted(x[row], offset, own, design)[..<levels.count]))
    }
    var (newEffects, newSpread) = (effects, spread)
    if batches.shrinks { (newEffects, newSpread) = shrunken(x, means, effects, spread, batches) }
    var result = all
    for (row, place) in kept.enumerated() {
      for sample in sizes.indices where x[row][sample] > 1 {
        let batch = levels.firstIndex(of: batches.labels[sample]) ?? 0
        let tail = lowerTail(x[row][sample] - 1, means[row][sample], spread[row][batch])
        if abs(tail - 1) < 1e-4 { continue }
        let mean = means[row][sample] / exp(newEffects[row][batch])
        let value = 1 + quantile(tail, mean, PlainMethods.mean(newSpread[row]))
        let others = sizes.indices.filter { batches.labels[$0] != levels[batch] }.map { x[row][$0] }.max() ?? 0
        if value <= cap || value <= 10 * others { result[place][sample] = value }
      }
    }
    return result
  }

  /// Coefficients with 1e-4 counts added in proportion to library size, to the sizes twice as many.
  private static func shifted(_ y: [Double], _ sizes: [Double], _ spread: [Double], _ design: Rows) -> [Double] {
    let share = sizes.map { 1e-4 * $0 / PlainMethods.mean(sizes) }
    return fit(zip(y, share).map { $0 + $1 }, zip(sizes, share).map { $0 + 2 * $1 }, spread, design).coefficients
  }

  /// Effects and dispersions as means over all other rows, weighted by how well those explain the row.
  private static func shrunken(
    _ x: Rows, _ means: Rows, _ effects: Rows, _ spread: Rows, _ batches: Batches
  ) -> (Rows, Rows) {
    var (newEffects, newSpread) = (effects, spread)
    for (batch, level) in batches.levels.enumerated() {
      for row in x.indices {
        let weights = x.indices.map { other in
          other == row
            ? 0
            : batches.members(level).map { sample in
              log2(1 + exp(logProbability(x[row][sample], means[other][sample], spread[other][batch])))
            }.reduce(0, +)
        }
        let total = weights.reduce(0, +)
        guard total > 0 else { continue }
        newEffects[row][batch] = zip(weights, effects).map { $0 * $1[batch] }.reduce(0, +) / total
        newSpread[row][batch] = zip(weights, spread).map { $0 * $1[batch] }.reduce(0, +) / total
      }
    }
    return (newEffects, newSpread)
  }

  /// One batch's dispersions: the best of a spline through eleven places about the best common one.
  private static func batchDispersions(_ x: Rows, _ sizes: [Double], _ batches: Batches, _ level: String) -> [Double] {
    let members = batches.members(level)
    let own = members.map { sizes[$0] }
    let counts = x.map { row in members.map { row[$0] } }
    let terms = batches.kept.first?.count ?? 0
    let labels = members.map { batches.kept[$0] }
    // Groups that a batch does not hold all of, or no sample beyond the terms: no groups, one dispersion.
    let isSmall = members.count <= terms + 1 || Set(labels).count < terms + 1
    let cells = isSmall ? [Array(members.indices)] : Set(labels).map { l in members.indices.filter { labels[$0] == l } }
    let told = counts.indices.filter { counts[$0].reduce(0, +) >= 5 }
    let root = top(0, 2.0.squareRoot(), steps: 32) { root in
      told.map { profile(counts[$0], own, pow(root, 4), cells) }.reduce(0, +)
    }
    let common = pow(root, 4)
    let places = (0..<11).map { -6 + 1.2 * Double($0) }
    return counts.indices.map { row in
      guard !isSmall, told.contains(row) else { return common }
      let curve = spline(places, places.map { profile(counts[row], own, common * exp2($0), cells) })
      let grid = (0...1200).map { -6 + Double($0) / 100 }
      let best = grid.max { curve($0) < curve($1) } ?? 0
      return common * exp2(top(max(-6, best - 0.01), min(6, best + 0.01), steps: 60, curve))
    }
  }

  /// The adjusted profile likelihood of a dispersion: the mean of each cell by halving, then -1/2 log det X'WX.
  private static func profile(_ y: [Double], _ sizes: [Double], _ phi: Double, _ cells: [[Int]]) -> Double {
    var sum = 0.0
    var weights: [Double] = []
    for cell in cells {
      var weight = 0.0
      if cell.contains(where: { y[$0] > 0 }) {
        var (low, high) = (-60.0, 20.0)
        for _ in 0..<60 {
          let middle = (low + high) / 2
          let slope = cell.map { (y[$0] - sizes[$0] * exp(middle)) / (1 + phi * sizes[$0] * exp(middle)) }.reduce(0, +)
          if slope > 0 { low = middle } else { high = middle }
        }
        for sample in cell {
          let mean = sizes[sample] * exp(low)
          weight += mean / (1 + phi * mean)
          sum += logProbability(y[sample], mean, phi) + lgamma(y[sample] + 1)
        }
      }
      weights.append(weight)
    }
    // Two cells: an intercept and a difference; an empty one counts as 1e-10.
    let seen = weights.filter { $0 > 0 }
    let product = seen.count == weights.count ? seen.map { log($0) }.reduce(0, +) : log(seen[0]) + log(1e-10)
    return sum - product / 2
  }

  /// A log-linear model by least squares weighted anew until nothing moves; a step that lowers the likelihood is halved.
  static func fit(
    _ y: [Double], _ sizes: [Double], _ phi: [Double], _ design: Rows
  ) -> (coefficients: [Double], means: [Double]) {
    func means(_ beta: [Double]) -> [Double] {
      design.indices.map { s in sizes[s] * exp(zip(design[s], beta).map { $0 * $1 }.reduce(0, +)) }
    }
    func height(_ beta: [Double]) -> Double {
      zip(y.indices, means(beta)).map { s, mean in
        y[s] * log(mean) - (y[s] + 1 / phi[s]) * log1p(phi[s] * mean)
      }.reduce(0, +)
    }
    let share = y.reduce(0, +) / sizes.reduce(0, +)
    var beta = PlainMethods.leastSquares(design, y.map { _ in log(share) })
    for _ in 0..<1000 {
      let mean = means(beta)
      let roots = zip(mean, phi).map { ($0 / (1 + $1 * $0)).squareRoot() }
      var step = PlainMethods.leastSquares(
        zip(design, roots).map { row, root in row.map { $0 * root } },
        y.indices.map { (y[$0] - mean[$0]) / mean[$0] * roots[$0] })
      while height(zip(beta, step).map { $0 + $1 }) < height(beta), step.contains(where: { abs($0) > 1e-14 }) {
        step = step.map { $0 / 2 }
      }
      beta = zip(beta, step).map { $0 + $1 }
      if step.allSatisfy({ abs($0) < 1e-13 }) { break }
    }
    return (beta, means(beta))
  }

  static func logProbability(_ k: Double, _ mean: Double, _ phi: Double) -> Double {
    let r = 1 / phi
    return lgamma(k + r) - lgamma(r) - lgamma(k + 1) + (k > 0 ? k * log(phi * mean / (1 + phi * mean)) : 0)
      - r * log1p(phi * mean)
  }

  private static func lowerTail(_ k: Double, _ mean: Double, _ phi: Double) -> Double {
    (0...Int(k)).map { exp(logProbability(Double($0), mean, phi)) }.reduce(0, +)
  }

  /// The smallest count whose lower tail reaches a probability.
  private static func quantile(_ p: Double, _ mean: Double, _ phi: Double) -> Double {
    var (k, sum) = (0.0, exp(logProbability(0, mean, phi)))
    while sum < p * (1 - 1e-12), k < 1e7 {
      k += 1
      sum += exp(logProbability(k, mean, phi))
    }
    return k
  }

  /// The cubic spline whose outermost third derivatives are those of the cubics through the four outermost points.
  static func spline(_ x: [Double], _ y: [Double]) -> (Double) -> Double {
    let n = x.count
    var (left, right): (Rows, [Double]) = ([], [])
    for i in 1..<n - 1 {
      let (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i])
      left.append((0..<n).map { $0 == i - 1 ? before : $0 == i ? 2 * (before + after) : $0 == i + 1 ? after : 0 })
      right.append(6 * ((y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before))
    }
    for (from, i) in [(0, 0), (n - 4, n - 2)] {
      let four = from..<from + 4
      let third = four.map { a in y[a] / four.filter { $0 != a }.map { x[a] - x[$0] }.reduce(1, *) }.reduce(0, +) * 6
      left.append((0..<n).map { $0 == i ? -1 : $0 == i + 1 ? 1 : 0 })
      right.append(third * (x[i + 1] - x[i]))
    }
    let bend = PlainMethods.leastSquares(left, right)
    return { place in
      let i = (0..<n - 2).last { x[$0] <= place } ?? 0
      let j = i == n - 3 && place >= x[n - 2] ? n - 2 : i
      let (h, a, b) = (x[j + 1] - x[j], x[j + 1] - place, place - x[j])
      return (bend[j] * a * a * a + bend[j + 1] * b * b * b) / (6 * h) + (y[j] / h - bend[j] * h / 6) * a
        + (y[j + 1] / h - bend[j + 1] * h / 6) * b
    }
  }

  // MARK: Trends of dispersions

  /// a + e / mean where the gamma likelihood is highest, refitted on rows within 1e-4 and 15 times of it; nil when it
  /// leaves the positive range.
  static func parametricTrend(_ means: [Double], _ dispersions: [Double]) -> (Double, Double)? {
    var (a, e) = (0.1, 1.0)
    for _ in 0...10 {
      let good = means.indices.filter {
        let ratio = dispersions[$0] / (a + e / means[$0])
        return ratio > 1e-4 && ratio < 15
      }
      func height(_ a: Double, _ e: Double) -> Double {
        good.map { row in
          let fit = a + e / means[row]
          return -log(fit) - dispersions[row] / fit
        }.reduce(0, +)
      }
      func best(_ a: Double) -> Double { exp(top(-12, 6, steps: 60) { height(a, exp($0)) }) }
      let next = exp(top(-12, 2, steps: 60) { height(exp($0), best(exp($0))) })
      let change = pow(log(next / a), 2) + pow(log(best(next) / e), 2)
      (a, e) = (next, best(next))
      if change < 1e-6 { return a > 1e-5 && e > 1e-5 ? (a, e) : nil }
    }
    return nil
  }

  /// locfit's default: a tricube-weighted parabola over the nearest 70 % at each corner, cells halved until shorter than
  /// 0.8 bandwidths, cubics between; outside the corners the global parabola's bend.
  static func localTrend(_ x: [Double], _ y: [Double], _ weights: [Double]) -> (Double) -> Double {
    struct Corner {
      var x: Double, height: Double, slope: Double, reach: Double
    }
    func parabola(_ at: Double, _ weights: [Double]) -> [Double] {
      let used = x.indices.filter { weights[$0] > 0 }
      return PlainMethods.leastSquares(
        used.map { i in [1, x[i] - at, (x[i] - at) * (x[i] - at)].map { $0 * weights[i].squareRoot() } },
        used.map { y[$0] * weights[$0].squareRoot() })
    }
    func corner(_ at: Double) -> Corner {
      let reach = x.map { abs($0 - at) }.sorted()[max(1, Int(0.7 * Double(x.count))) - 1]
      let beta = parabola(at, x.indices.map { weights[$0] * pow(max(0, 1 - pow(abs(x[$0] - at) / reach, 3)), 3) })
      return Corner(x: at, height: beta[0], slope: beta[1], reach: reach)
    }
    func corners(_ low: Corner, _ high: Corner) -> [Corner] {
      if high.x - low.x <= 0.8 * min(low.reach, high.reach) { return [low] }
      let middle = corner((low.x + high.x) / 2)
      return corners(low, middle) + corners(middle, high)
    }
    let (first, last) = (corner(x.min() ?? 0), corner(x.max() ?? 0))
    let all = corners(first, last) + [last]
    let bend = parabola(PlainMethods.mean(x), weights)[2]
    return { place in
      if place <= first.x || place >= last.x {
        let end = place <= first.x ? first : last
        return end.height + (place - end.x) * end.slope + (place - end.x) * (place - end.x) * bend
      }
      let index = all.lastIndex { $0.x < place } ?? 0
      let (low, high) = (all[index], all[index + 1])
      // The cubic with both heights and slopes.
      let (h, t) = (high.x - low.x, (place - low.x) / (high.x - low.x))
      let rise = high.height - low.height
      let (c, d) = (3 * rise - h * (2 * low.slope + high.slope), h * (low.slope + high.slope) - 2 * rise)
      return low.height + t * (h * low.slope + t * (c + t * d))
    }
  }
}
