import Foundation
import Numerics

/// ComBat step by step as in the reference's description, one row and one batch at a time.
struct PlainComBat {
  var batches: [String]
  /// Samples x covariates without an intercept.
  var covariates: [[Double]]
  var isParametric = true
  var isMeanOnly = false
  var reference: String?
  /// 1e-4 and the change of divisor, or 1e-10 and n.
  var isTight = false

  private var levels: [String] { Set(batches).sorted() }
  private func members(_ level: String) -> [Int] { batches.indices.filter { batches[$0] == level } }
  private func seen(_ row: [Double], _ level: String) -> [Double] {
    PlainMethods.seen(members(level).map { row[$0] })
  }

  /// Rows of which every batch can be told: enough values, not all the same.
  private func isUsable(_ row: [Double], _ isMeanOnly: Bool) -> Bool {
    levels.allSatisfy { level in
      let values = seen(row, level)
      return values.count >= (isMeanOnly ? 1 : 2) && !(values.count > 1 && Set(values).count == 1)
    }
  }

  func adjusted(_ x: [[Double]]) -> [[Double]] {
    let isMeanOnly = isMeanOnly || levels.contains { members($0).count == 1 }
    var used = x.indices.filter { isUsable(x[$0], isMeanOnly) }
    let hasMissing = !isTight && x.contains { $0.contains { $0.isNaN } }
    let design = batches.indices.map { sample in
      levels.map { $0 == batches[sample] ? 1.0 : 0 } + covariates[sample]
    }
    // Standardise.
    var z: [Int: [Double]] = [:]
    var (standing, deviation): ([Int: [Double]], [Int: Double]) = ([:], [:])
    for row in used {
      let own = x[row].indices.filter { !x[row][$0].isNaN }
      let fit = PlainMethods.leastSquares(own.map { design[$0] }, own.map { x[row][$0] })
      var grand = 0.0
      for (level, value) in zip(levels, fit) {
        grand += Double(members(level).count) / Double(batches.count) * value
      }
      if let reference, let place = levels.firstIndex(of: reference) { grand = fit[place] }
      let counted = own.filter { reference == nil || batches[$0] == reference }
      let residuals = counted.map { sample in
        x[row][sample] - zip(design[sample], fit).map { $0 * $1 }.reduce(0, +)
      }
      let square = residuals.map { $0 * $0 }.reduce(0, +) / Double(residuals.count)
      let spread = (hasMissing ? PlainMethods.variance(residuals) : square).squareRoot()
      // The model fits the row but for rounding.
      if !(spread > 1e-10 * (PlainMethods.seen(x[row]).map { abs($0) }.max() ?? 0)) { continue }
      deviation[row] = spread
      standing[row] = batches.indices.map { sample in
        grand + zip(covariates[sample], fit.dropFirst(levels.count)).map { $0 * $1 }.reduce(0, +)
      }
      z[row] = x[row].indices.map { (x[row][$0] - (standing[row]?[$0] ?? 0)) / (deviation[row] ?? 1) }
    }
    used = used.filter { deviation[$0] != nil }
    // Shrink, batch by batch.
    var result = x
    for level in levels where level != reference {
      let values = used.map { row in PlainMethods.seen(members(level).map { z[row]?[$0] ?? .nan }) }
      var bases = used.map { _ in 0.0 }
      if let reference {
        bases = used.map { row in PlainMethods.mean(PlainMethods.seen(members(reference).map { z[row]?[$0] ?? .nan })) }
      }
      let g = zip(values, bases).map { PlainMethods.mean($0) - $1 }
      let d = values.map { isMeanOnly ? 1 : PlainMethods.variance($0) }
      let estimates = isParametric ? parametric(values, g, d, isMeanOnly) : nonParametric(values, g, d)
      for (row, estimate) in zip(used, estimates) {
        for sample in members(level) {
          let adjusted = ((z[row]?[sample] ?? .nan) - estimate.0) / estimate.1.squareRoot()
          result[row][sample] = adjusted * (deviation[row] ?? 1) + (standing[row]?[sample] ?? 0)
        }
      }
    }
    return result
  }

  private func parametric(
    _ values: [[Double]], _ g: [Double], _ d: [Double], _ isMeanOnly: Bool
  ) -> [(Double, Double)] {
    let (centre, spread) = (PlainMethods.mean(g), PlainMethods.variance(g))
    if isMeanOnly { return g.map { ((spread * $0 + centre) / (spread + 1), 1) } }
    let (m, s2) = (PlainMethods.mean(d), PlainMethods.variance(d))
    let (a, b) = ((2 * s2 + m * m) / s2, (m * s2 + m * m * m) / s2)
    var (newG, newD) = (g, d)
    for _ in 0..<10_000 {
      let (oldG, oldD) = (newG, newD)
      for row in g.indices {
        let n = Double(values[row].count)
        newG[row] = (spread * n * g[row] + oldD[row] * centre) / (spread * n + oldD[row])
        let sum = values[row].map { ($0 - newG[row]) * ($0 - newG[row]) }.reduce(0, +)
        newD[row] = (0.5 * sum + b) / (n / 2 + a - 1)
      }
      let changes = g.indices.flatMap { row in
        [abs(newG[row] - oldG[row]) / oldG[row], abs(newD[row] - oldD[row]) / oldD[row]]
      }
      if (changes.max() ?? 0) <= (isTight ? 1e-10 : 1e-4) { break }
    }
    return Array(zip(newG, newD))
  }

  private func nonParametric(_ values: [[Double]], _ g: [Double], _ d: [Double]) -> [(Double, Double)] {
    values.indices.map { row in
      let others = values.indices.filter { $0 != row }
      let weights = others.map { other in
        let weight = values[row].map { value in
          exp(-(value - g[other]) * (value - g[other]) / (2 * d[other])) / (2 * .pi * d[other]).squareRoot()
        }.reduce(1, *)
        return weight.isNaN ? 0 : weight
      }
      let total = weights.reduce(0, +)
      return (
        zip(others, weights).map { g[$0] * $1 }.reduce(0, +) / total,
        zip(others, weights).map { d[$0] * $1 }.reduce(0, +) / total
      )
    }
  }
}
