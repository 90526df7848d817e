import Foundation
import OmicsIO
import Schema
import Testing

private func code(_ work: () throws(OmicsError) -> Void) -> OmicsError.Code? {
  do throws(OmicsError) { try work() } catch { return error.code }
  return nil
}

@Suite struct AtomicFolderTests {
  private func put(_ path: String, _ text: String, force: Bool = false) throws(OmicsError) -> CommitOutcome {
    let folder = try AtomicFolder(path, force: force)
    let first = try folder.file("dataset.json")
    try first.append(text)
    try first.close()
    let deep = try folder.file("a/b/c.tsv", compression: .none)
    try deep.append("x")
    try deep.close()
    return try folder.commit()
  }

  @Test func appearsAsAWhole() throws {
    let scratch = try Scratch()
    let folder = try AtomicFolder(scratch.path + "/out/")
    let file = try folder.file("one.tsv")
    try file.append("1")
    let place = try folder.path("sub/two.h5")
    try "2".write(toFile: place, atomically: false, encoding: .utf8)
    #expect(!scratch.names.contains("out"))
    try file.close()
    #expect(try folder.commit() == .written)
    #expect(scratch.names == ["out", "out/one.tsv", "out/sub", "out/sub/two.h5"])
    #expect(scratch.read("out/one.tsv") == "1")
    #expect(scratch.read("out/sub/two.h5") == "2")
  }

  @Test func nothingStaysWithoutCommit() throws {
    let scratch = try Scratch()
    do {
      let folder = try AtomicFolder(scratch.path + "/out")
      let file = try folder.file("a/b")
      try file.append("x")
      try file.close()
      try "foreign".write(toFile: folder.temporaryPath + "/extra", atomically: false, encoding: .utf8)
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func replacesOnlyItsOwnKindAndWithForce() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/out"
    #expect(try put(path, "one") == .written)
    #expect(try put(path, "one") == .identical)
    #expect(code { () throws(OmicsError) in _ = try put(path, "two") } == .exists)
    #expect(scratch.read("out/dataset.json") == "one")
    #expect(try put(path, "two", force: true) == .written)
    #expect(scratch.read("out/dataset.json") == "two")
    try FileManager.default.createDirectory(atPath: scratch.path + "/mine", withIntermediateDirectories: true)
    #expect(try put(scratch.path + "/mine", "one") == .written)
    try FileManager.default.createDirectory(atPath: scratch.path + "/home", withIntermediateDirectories: true)
    try scratch.write("home/thesis.txt", "years")
    #expect(code { () throws(OmicsError) in _ = try put(scratch.path + "/home", "x", force: true) } == .exists)
    #expect(scratch.read("home/thesis.txt") == "years")
    #expect(scratch.names.allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func wrongPlacesAndNames() throws {
    let scratch = try Scratch()
    try scratch.write("file", "x")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: ".")
    #expect(code { () throws(OmicsError) in _ = try AtomicFolder(scratch.path + "/file") } == .exists)
    #expect(code { () throws(OmicsError) in _ = try AtomicFolder(scratch.path + "/link", force: true) } == .exists)
    #expect(code { () throws(OmicsError) in _ = try AtomicFolder(scratch.path + "/no/out") } == .unwritable)
    for wrong in [".", "..", "/", scratch.path + "/.", ""] {
      #expect(code { () throws(OmicsError) in _ = try AtomicFolder(wrong, force: true) } == .usage)
    }
    let folder = try AtomicFolder(scratch.path + "/out")
    for wrong in ["../x", "/x", "a//b", "", "a/../b", "./a", "a/", "a\0b"] {
      #expect(code { () throws(OmicsError) in _ = try folder.file(wrong) } == .fault)
    }
    _ = try folder.file("twice")
    #expect(code { () throws(OmicsError) in _ = try folder.file("twice") } == .fault)
    folder.abort()
    #expect(scratch.names == ["file", "link"])
  }
}
