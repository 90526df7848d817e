import Foundation
import Testing

@testable import OmicsIO

@Suite struct PendingOutputsTests {
  /// `removeAll` acts on the whole process, so it runs here on a table of its own.
  @Test func removesFilesInsideFoldersFirst() throws {
    let scratch = try Scratch()
    let table = PendingTable(capacity: 8)
    for folder in ["out", "out/sub"] {
      try FileManager.default.createDirectory(atPath: scratch.path + "/" + folder, withIntermediateDirectories: true)
      _ = table.add(scratch.path + "/" + folder)
      try scratch.write(folder + "/file", "x")
      _ = table.add(scratch.path + "/" + folder + "/file")
    }
    try scratch.write("kept", "x")
    let slot = table.add(scratch.path + "/kept")
    table.remove(slot)
    table.removeAll()
    #expect(scratch.names == ["kept"])
  }

  @Test func fullTableRefusesAndFreesItsEnd() {
    let table = PendingTable(capacity: 3)
    let slots = (0..<3).map { table.add("/nowhere/\($0)") }
    #expect(slots == [0, 1, 2])
    #expect(table.add("/nowhere/3") == nil)
    table.remove(slots[1])
    #expect(table.add("/nowhere/4") == nil)
    table.remove(slots[2])
    #expect(table.add("/nowhere/5") == 1)
  }
}
