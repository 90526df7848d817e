import Foundation
import Normalization
import Numerics
import OmicsIO
import Schema

/// A golden table of `Fixtures/normalization`, plain or compressed: header, row ids, numbers (NA is nan).
struct GoldenMatrix {
  var columns: [String]
  var ids: [String]
  var cells: [[String]]

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var source = try ByteSource.file(root.appendingPathComponent("Fixtures/normalization/\(name)").path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes.append(contentsOf: chunk) }
    var lines = bytes.split(separator: 0x0A).map { line in
      line.split(separator: 0x09, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
    columns = Array(lines.removeFirst().dropFirst())
    ids = lines.map { $0[0] }
    cells = lines.map { Array($0.dropFirst()) }
  }

  /// A column as text.
  func texts(_ column: String) -> [String] {
    guard let index = columns.firstIndex(of: column) else { return [] }
    return cells.map { $0[index] }
  }

  /// A column as numbers.
  func numbers(_ column: String) -> [Double] { texts(column).map { Double($0) ?? .nan } }

  /// All cells as numbers.
  var matrix: Matrix {
    Matrix(rowVectors: cells.map { row in row.map { Double($0) ?? .nan } }, columns: columns.count)
  }

  /// The input of a method.
  func input(_ measure: Measure, _ scale: Scale) -> MethodInput {
    MethodInput(values: matrix, ids: ids, samples: columns, measure: measure, scale: scale)
  }
}

/// Applies a method of the registry by name with settings.
func applied(
  _ name: String, _ input: MethodInput, _ set: [String: String] = [:]
) throws -> MethodOutcome {
  guard let method = MethodRegistry.method(name) else { throw OmicsError(.usage, "no method \(name)") }
  return try MethodRegistry.apply(method, input, try MethodSettings(method.card, given: set))
}

extension MethodOutcome {
  /// The numbers of the main result, row after column; empty for kept rows.
  var numbers: [Double] {
    switch output {
    case .matrix(let values), .summarisedRows(_, let values), .rowFigures(_, let values): values.values
    case .factors(let factors): factors
    case .keptRows: []
    }
  }
}

/// The largest relative difference; missing must meet missing.
func relativeDifference(_ a: [Double], _ b: [Double], floor: Double = 1e-300) -> Double {
  difference(a, b) { abs($0 - $1) / max(abs($1), floor) }
}

/// The largest absolute difference; missing must meet missing.
func absoluteDifference(_ a: [Double], _ b: [Double]) -> Double { difference(a, b) { abs($0 - $1) } }

private func difference(_ a: [Double], _ b: [Double], _ measure: (Double, Double) -> Double) -> Double {
  guard a.count == b.count, !a.isEmpty else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) {
    if x.isNaN != y.isNaN { return .infinity }
    if !x.isNaN, x != y { largest = max(largest, measure(x, y)) }
  }
  return largest
}
