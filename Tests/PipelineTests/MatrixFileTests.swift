import Foundation
import Numerics
import OmicsIO
import Schema
import Testing

@testable import Pipeline

@Suite struct MatrixFileTests {
  /// More rows than one pass of blocks holds, with missing values and a tab in an id.
  @Test(arguments: [0, 1, 63, 64, 2500])
  func holdsEveryRowInOrder(rows: Int) throws {
    var values = Matrix(rows: rows, columns: 3)
    var stream = RandomStream(seed: 6, name: "file")
    for index in values.values.indices { values.values[index] = stream.uniform() < 0.1 ? .nan : stream.normal() }
    let ids = (0..<rows).map { $0 == 5 ? "a\tb" : "r\($0)" }
    var expected = "feature\tx\ty\tz\n"
    for row in 0..<rows {
      let cells = (0..<3).map { values[row, $0].isNaN ? "NA" : shortestText(values[row, $0]) }
      expected += "\(row == 5 ? "a b" : ids[row])\t\(cells.joined(separator: "\t"))\n"
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("m.tsv").path
    try MatrixFile.write(header: ["feature", "x", "y", "z"], ids: ids, values, to: path, force: false)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
  }
}
