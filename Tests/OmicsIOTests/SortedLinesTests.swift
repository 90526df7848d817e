import OmicsIO
import Schema
import Testing

@Suite struct SortedLinesTests {
  private func sorted(_ lines: [String], memory: Int) throws -> [String] {
    let sorter = SortedLines(memory: memory)
    for line in lines { try sorter.append(Array(line.utf8)) }
    #expect(sorter.count == lines.count)
    var found: [String] = []
    try sorter.forEach { (line) throws(OmicsError) in found.append(String(decoding: line, as: UTF8.self)) }
    var again: [String] = []
    try sorter.forEach { (line) throws(OmicsError) in again.append(String(decoding: line, as: UTF8.self)) }
    #expect(found == again)
    return found
  }

  /// Pieces on disk give the order that memory gives, for lines of any length, empty and equal ones.
  @Test(arguments: [1, 40, 1000, 1 << 20])
  func theOrderDoesNotDependOnTheMemory(_ memory: Int) throws {
    var state: UInt64 = 11
    var lines = (0..<400).map { _ -> String in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return String(repeating: "ab", count: Int((state >> 40) % 9)) + "\((state >> 33) % 50)\tß"
    }
    lines += ["", "", "a", "ab", String(repeating: "x", count: 300_000), "ab\t", "ab-"]
    let expected = lines.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(try sorted(lines, memory: memory) == expected)
  }

  @Test func nothingIsNothing() throws {
    #expect(try sorted([], memory: 10).isEmpty)
  }
}
