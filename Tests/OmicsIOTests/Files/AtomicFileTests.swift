import Foundation
import OmicsIO
import Schema
import Testing

/// A folder of its own for each test.
final class Scratch {
  let path = NSTemporaryDirectory() + "plumbline-files-\(UUID().uuidString)"
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func read(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }
  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }
  /// Every name in the folder, hidden ones as well.
  var names: [String] { ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted() }
  func mode(_ name: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions]) as? Int
  }
}

private func code(_ work: () throws(OmicsError) -> Void) -> OmicsError.Code? {
  do throws(OmicsError) { try work() } catch { return error.code }
  return nil
}

@Suite struct AtomicFileTests {
  @Test func appearsOnlyWhenCommitted() throws {
    let scratch = try Scratch()
    let file = try AtomicFile(scratch.path + "/out.tsv")
    try file.append("a\t")
    try file.append(1.5)
    try file.append(byte: 0x09)
    try file.append(Double.nan)
    try file.append(byte: 0x09)
    try file.append(-12)
    try file.append(Array("\n".utf8))
    try file.flush()
    #expect(scratch.names.count == 1)
    #expect(scratch.names.first?.hasPrefix(".out.tsv.") == true)
    #expect(try scratch.mode(#require(scratch.names.first)) == 0o600)
    #expect(try file.commit() == .written)
    #expect(scratch.names == ["out.tsv"])
    #expect(scratch.read("out.tsv") == "a\t1.5\tNA\t-12\n")
    #expect(try #require(scratch.mode("out.tsv")) & 0o600 == 0o600)
    #expect(try #require(scratch.mode("out.tsv")) & 0o133 == 0)
    #expect(code { () throws(OmicsError) in try file.commit() } == .fault)
    #expect(scratch.names == ["out.tsv"])
  }

  @Test func nothingStaysWithoutCommit() throws {
    let scratch = try Scratch()
    do {
      let file = try AtomicFile(scratch.path + "/out")
      try file.append("x")
    }
    #expect(scratch.names.isEmpty)
    let file = try AtomicFile(scratch.path + "/out")
    file.abort()
    #expect(scratch.names.isEmpty)
    #expect(code { () throws(OmicsError) in try file.commit() } != nil)
    #expect(scratch.names.isEmpty)
  }

  @Test func replacesOnlyWithForceUnlessIdentical() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/out"
    func put(_ text: String, force: Bool = false) throws(OmicsError) -> CommitOutcome {
      let file = try AtomicFile(path, force: force)
      try file.append(text)
      return try file.commit()
    }
    #expect(try put("one") == .written)
    let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(try put("one") == .identical)
    #expect(try put("one", force: true) == .identical)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == before)
    #expect(code { () throws(OmicsError) in _ = try put("two") } == .exists)
    #expect(code { () throws(OmicsError) in _ = try put("onf") } == .exists)
    #expect(scratch.read("out") == "one")
    #expect(try put("two", force: true) == .written)
    #expect(scratch.read("out") == "two")
    #expect(scratch.names == ["out"])
  }

  @Test func symbolicLinksFoldersAndWrongPlaces() throws {
    let scratch = try Scratch()
    try scratch.write("real", "keep")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/lost", withDestinationPath: "nowhere")
    #expect(code { () throws(OmicsError) in _ = try AtomicFile(scratch.path + "/link") } == .exists)
    #expect(code { () throws(OmicsError) in _ = try AtomicFile(scratch.path + "/lost") } == .exists)
    #expect(code { () throws(OmicsError) in _ = try AtomicFile(scratch.path) } == .unwritable)
    #expect(code { () throws(OmicsError) in _ = try AtomicFile(scratch.path + "/no/out") } == .unwritable)
    #expect(code { () throws(OmicsError) in _ = try AtomicFile("") } == .usage)
    let file = try AtomicFile(scratch.path + "/link", force: true)
    try file.append("new")
    try file.commit()
    #expect(scratch.read("real") == "keep")
    #expect(scratch.read("link") == "new")
    #expect(scratch.names == ["link", "lost", "real"])
  }

  @Test func fullDevice() throws {
    let file = try AtomicFile("/dev/full")
    try file.append("x")
    do throws(OmicsError) {
      try file.commit()
      Issue.record("a full device took bytes")
    } catch {
      #expect(error.code == .unwritable)
      #expect(error.message.contains("No space left"))
      #expect(error.location?.file == "/dev/full")
    }
    let large = try AtomicFile("/dev/full", compression: .gzip)
    #expect(
      code { () throws(OmicsError) in
        for value in 0..<200_000 { try large.append(Double(value) * 0.7310585786300049) }
        try large.commit()
      } == .unwritable)
    let null = try AtomicFile("/dev/null")
    try null.append("x")
    #expect(try null.commit() == .written)
  }

  @Test func gzipIsDeterministicAndReadsBack() throws {
    let scratch = try Scratch()
    var generator = SplitMix(state: 5)
    var content: [UInt8] = []
    for _ in 0..<100_000 { appendShortest(Double(generator.next() % 1000) / 8, to: &content) }
    for name in ["a.gz", "b.gz"] {
      let file = try AtomicFile(scratch.path + "/" + name, compression: .gzip)
      if name == "a.gz" { try file.append(content) } else { for byte in content { try file.append(byte: byte) } }
      try file.commit()
    }
    let one = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/a.gz"))
    #expect(one == (try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/b.gz"))))
    #expect(one.count < content.count)
    #expect(Array(one[4..<8]) == [0, 0, 0, 0])
    var source = try ByteSource.file(scratch.path + "/a.gz")
    var back: [UInt8] = []
    while let chunk = try source.nextChunk() { back += chunk }
    #expect(back == content)
    let empty = try AtomicFile(scratch.path + "/e.gz", compression: .gzip)
    try empty.commit()
    var none = try ByteSource.file(scratch.path + "/e.gz")
    #expect(try none.nextChunk() == nil)
    #expect(none.compression == .gzip)
  }

  @Test func targetsForOtherLibraries() throws {
    let scratch = try Scratch()
    let target = try AtomicTarget(scratch.path + "/x.h5")
    try "content".write(toFile: target.temporaryPath, atomically: false, encoding: .utf8)
    #expect(try target.commit() == .written)
    #expect(scratch.read("x.h5") == "content")
    do { _ = try AtomicTarget(scratch.path + "/y.h5") }
    #expect(scratch.names == ["x.h5"])
  }

  @Test func memorySink() throws {
    let sink = MemorySink()
    try sink.append("ab")
    try sink.append([0x63])
    try sink.flush()
    try sink.append(1e-7)
    try sink.flush()
    #expect(sink.bytes == Array("abc1e-7".utf8))
    let large = [UInt8](repeating: 0x78, count: 1 << 20)
    try sink.append(byte: 0x79)
    try large.withUnsafeBytes { bytes in try sink.append(bytes) }
    try sink.flush()
    #expect(sink.bytes.count == 7 + 1 + (1 << 20))
    #expect(sink.bytes[7] == 0x79)
  }

  @Test func descriptorSinkReportsErrors() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let sink = DescriptorSink(descriptor: descriptor, name: "-")
    try sink.append("x")
    do throws(OmicsError) {
      try sink.flush()
      Issue.record("a full device took bytes")
    } catch {
      #expect(error.message.contains("standard output"))
    }
  }
}
