import Foundation

/// A tab-separated file of `Fixtures/numerics`, read whole; `NA` is `nan`.
struct Fixture {
  let header: [String]
  let cells: [[String]]

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("Fixtures/numerics").appendingPathComponent(name), encoding: .utf8)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    header = lines.removeFirst()
    cells = lines
  }

  func text(_ name: String) -> [String] {
    guard let index = header.firstIndex(of: name) else { return [] }
    return cells.map { $0[index] }
  }

  func numbers(_ name: String) -> [Double] { text(name).map(Self.number) }

  /// The columns from `first` on as numbers, one array a column.
  func columns(from first: Int) -> [[Double]] {
    (first..<header.count).map { column in cells.map { Self.number($0[column]) } }
  }

  static func number(_ text: String) -> Double { text == "NA" ? .nan : Double(text) ?? .signalingNaN }
}

/// The largest relative difference (absolute below size `floor`); infinite where only one side is missing.
func largestDifference(_ actual: [Double], _ expected: [Double], floor: Double = 1e-300) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var worst = 0.0
  for (a, e) in zip(actual, expected) where !(a == e || (a.isNaN && e.isNaN)) {
    let difference = abs(a - e) / max(abs(e), floor)
    worst = max(worst, difference.isNaN ? .infinity : difference)
  }
  return worst
}
