import Foundation
import Numerics

/// A golden table: header, row ids and numbers (NA is nan), read from `Fixtures/normalization`.
struct GoldenTable {
  var columns: [String]
  var ids: [String]
  var cells: [[String]]

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("Fixtures/normalization/\(name)"), encoding: .utf8)
    var lines = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    columns = Array(lines.removeFirst().dropFirst())
    ids = lines.map { $0[0] }
    cells = lines.map { Array($0.dropFirst()) }
  }

  func numbers(_ column: String) -> [Double] {
    guard let index = columns.firstIndex(of: column) else { return [] }
    return cells.map { Double($0[index]) ?? .nan }
  }

  var matrix: Matrix { Matrix(rowVectors: cells.map { $0.map { Double($0) ?? .nan } }, columns: columns.count) }
}

/// The largest relative difference; missing must meet missing.
func largestRelativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) {
    if x.isNaN || y.isNaN {
      if x.isNaN != y.isNaN { return .infinity }
      continue
    }
    largest = max(largest, abs(x - y) / max(abs(y), 1e-300))
  }
  return largest
}
