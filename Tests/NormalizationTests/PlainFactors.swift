import Foundation
import Numerics

/// Factors written as the definitions read: sort everything, count everything, one loop a sentence.
enum PlainFactors {
  static func positive(_ x: Matrix) -> [[Double]] {
    let rows = (0..<x.rows).filter { row in x.row(row).contains { $0 > 0 } }
    return (0..<x.columns).map { column in rows.map { x[$0, column] } }
  }

  static func centred(_ f: [Double]) -> [Double] {
    let centre = exp(f.map { log($0) }.reduce(0, +) / Double(f.count))
    return f.map { $0 / centre }
  }

  static func quantile(_ values: [Double], _ p: Double) -> Double {
    let sorted = values.sorted()
    let h = Double(sorted.count - 1) * p
    let low = Int(h.rounded(.down))
    return low + 1 < sorted.count ? sorted[low] + (h - Double(low)) * (sorted[low + 1] - sorted[low]) : sorted[low]
  }

  static func averageRanks(_ values: [Double]) -> [Double] {
    values.map { v in
      let below = values.filter { $0 < v }.count
      let same = values.filter { $0 == v }.count
      return Double(below) + Double(same + 1) / 2
    }
  }

  static func tmm(_ x: Matrix) -> [Double] {
    let columns = positive(x)
    let sizes = (0..<x.columns).map { x.column($0).reduce(0, +) }
    let f75 = columns.indices.map { quantile(columns[$0], 0.75) / sizes[$0] }
    var reference = 0
    if quantile(f75, 0.5) < 1e-20 {
      let roots = columns.map { $0.map { $0.squareRoot() }.reduce(0, +) }
      reference = roots.firstIndex(of: roots.max() ?? 0) ?? 0
    } else {
      let mean = f75.reduce(0, +) / Double(f75.count)
      let distance = f75.map { abs($0 - mean) }
      reference = distance.firstIndex(of: distance.min() ?? 0) ?? 0
    }
    return centred(
      columns.indices.map { column in
        var m: [Double] = []
        var a: [Double] = []
        var v: [Double] = []
        let (n, r) = (sizes[column], sizes[reference])
        for (o, p) in zip(columns[column], columns[reference]) where o > 0 && p > 0 {
          m.append(log2((o / n) / (p / r)))
          a.append((log2(o / n) + log2(p / r)) / 2)
          v.append((n - o) / n / o + (r - p) / r / p)
        }
        guard let largest = m.map(abs).max(), largest >= 1e-6 else { return 1 }
        let count = Double(m.count)
        let (lowM, lowA) = (floor(count * 0.3) + 1, floor(count * 0.05) + 1)
        let (rm, ra) = (averageRanks(m), averageRanks(a))
        let keep = m.indices.filter {
          rm[$0] >= lowM && rm[$0] <= count + 1 - lowM && ra[$0] >= lowA && ra[$0] <= count + 1 - lowA
        }
        let f = keep.map { m[$0] / v[$0] }.reduce(0, +) / keep.map { 1 / v[$0] }.reduce(0, +)
        return f.isNaN ? 1 : pow(2, f)
      })
  }

  static func tmmwsp(_ x: Matrix) -> [Double] {
    let columns = positive(x)
    let sizes = (0..<x.columns).map { x.column($0).reduce(0, +) }
    let roots = columns.map { $0.map { $0.squareRoot() }.reduce(0, +) }
    let reference = roots.firstIndex(of: roots.max() ?? 0) ?? 0
    return centred(
      columns.indices.map { column in
        let pairs = Array(zip(columns[column], columns[reference]))
        var rows = pairs.filter { $0.0 > 0 && $0.1 > 0 }
        let left = pairs.filter { $0.0 > 0 && $0.1 == 0 }.map(\.0).sorted(by: >)
        let right = pairs.filter { $0.0 == 0 && $0.1 > 0 }.map(\.1).sorted(by: >)
        for (o, r) in zip(left, right) { rows.append((o, r)) }
        guard !rows.isEmpty else { return 1 }
        let (n, r) = (sizes[column], sizes[reference])
        let m = rows.map { log2(($0.0 / n) / ($0.1 / r)) }
        let a = rows.map { 0.5 * log2($0.0 / n * ($0.1 / r)) }
        let shrunk = rows.map { log2((($0.0 + 0.5) / (n + 0.5)) / (($0.1 + 0.5) / (r + 0.5))) }
        guard let largest = m.map(abs).max(), largest >= 1e-6 else { return 1 }
        let byM = rows.indices.sorted { (m[$0], shrunk[$0], $0) < (m[$1], shrunk[$1], $1) }
        let byA = rows.indices.sorted { (a[$0], $0) < (a[$1], $1) }
        let (cutM, cutA) = (Int(Double(rows.count) * 0.3), Int(Double(rows.count) * 0.05))
        let keep = Set(byM.dropFirst(cutM).dropLast(cutM)).intersection(byA.dropFirst(cutA).dropLast(cutA))
        var (top, bottom) = (0.0, 0.0)
        for index in rows.indices where keep.contains(index) {
          let (p, q) = (rows[index].0 / n, rows[index].1 / r)
          let weight = (1 + 1e-6) / ((1 - p) / p / n + (1 - q) / q / r + 1e-6)
          top += weight * m[index]
          bottom += weight
        }
        return bottom == 0 ? 1 : pow(2, top / bottom)
      })
  }

  static func ratio(_ x: Matrix, poscounts: Bool) -> [Double]? {
    var means: [Double] = []
    for row in 0..<x.rows {
      let values = x.row(row)
      let logs = values.map { poscounts && $0 == 0 ? 0 : log($0) }
      means.append(values.allSatisfy { $0 == 0 } ? -.infinity : logs.reduce(0, +) / Double(x.columns))
    }
    guard means.contains(where: { $0.isFinite }) else { return nil }
    let factors = (0..<x.columns).map { column in
      exp(
        quantile(
          (0..<x.rows).filter { means[$0].isFinite && x[$0, column] > 0 }.map { log(x[$0, column]) - means[$0] }, 0.5))
    }
    return poscounts ? centred(factors) : factors
  }

  static func keep(_ x: Matrix, groups: [String]) -> [Bool] {
    let sizes = (0..<x.columns).map { x.column($0).reduce(0, +) }
    var smallest = Double(Set(groups).map { group in groups.filter { $0 == group }.count }.min() ?? 0)
    if smallest > 10 { smallest = 10 + 0.7 * (smallest - 10) }
    let cut = 10 / quantile(sizes, 0.5) * 1e6
    return (0..<x.rows).map { row in
      let reached = (0..<x.columns).filter { x[row, $0] * 1e6 / sizes[$0] >= cut }.count
      return Double(reached) >= smallest - 1e-14 && x.row(row).reduce(0, +) >= 15 - 1e-14
    }
  }
}
