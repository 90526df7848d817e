import Foundation
import OmicsIO
import Schema
import Testing

/// Reads everything; the error, if any, beside the bytes that came before it.
private func readAll(
  _ bytes: [UInt8], chunk: Int = 65_536, limits: ReadLimits = .standard
) -> (content: [UInt8], error: OmicsError?) {
  var source = ByteSource.bytes(bytes, name: "in.gz", chunkSize: chunk, limits: limits)
  var content: [UInt8] = []
  do throws(OmicsError) {
    while let piece = try source.nextChunk() { content += piece }
  } catch {
    return (content, error)
  }
  return (content, nil)
}

@Suite struct ByteSourceTests {
  let text = Array("alpha\tbeta\n1\t2\nsome more text, long enough for several blocks\n".utf8)

  @Test func plainBytesOfAnyChunkSize() throws {
    for chunk in 1...70 {
      let result = readAll(text, chunk: chunk)
      #expect(result.error == nil)
      #expect(result.content == text)
    }
    #expect(readAll([]).content.isEmpty)
    #expect(readAll([0x1F]).content == [0x1F])
    #expect(readAll([0x1F, 0x20], chunk: 1).content == [0x1F, 0x20])
  }

  @Test func gzipOfEveryKindAndAnyChunkSize() {
    let two = GzipFixture.member(Array(text[..<11])) + GzipFixture.member(Array(text[11...]), name: "x")
    let withEmpty = GzipFixture.member([]) + GzipFixture.member(text) + GzipFixture.member([])
    for chunk in 1...90 {
      #expect(readAll(GzipFixture.member(text), chunk: chunk) == (text, nil))
      #expect(readAll(two, chunk: chunk) == (text, nil))
      #expect(readAll(withEmpty, chunk: chunk) == (text, nil))
      #expect(readAll(GzipFixture.bgzip(text), chunk: chunk) == (text, nil))
      #expect(readAll(GzipFixture.huffman, chunk: chunk) == (Array(GzipFixture.huffmanContent.utf8), nil))
    }
  }

  @Test func compressionIsKnownAndOffsetCounts() throws {
    var source = ByteSource.bytes(GzipFixture.member(text), name: "a", chunkSize: 7)
    #expect(try source.head(5) == Array(text[..<5]))
    #expect(source.compression == .gzip)
    #expect(source.offset == 0)
    try source.drain()
    #expect(source.offset == text.count)
    #expect(source.rawByteCount == GzipFixture.member(text).count)
    var plain = ByteSource.bytes(text, name: "a")
    try plain.drain()
    #expect(plain.compression == .none)
  }

  @Test func headDoesNotConsume() throws {
    for chunk in 1...12 {
      var source = ByteSource.bytes(text, name: "a", chunkSize: chunk)
      #expect(try source.head(3) == Array(text[..<3]))
      #expect(try source.head(20) == Array(text[..<20]))
      #expect(try source.head(1000) == text)
      var content: [UInt8] = []
      while let piece = try source.nextChunk() { content += piece }
      #expect(content == text)
      #expect(try source.nextChunk() == nil)
      #expect(try source.head(4).isEmpty)
    }
  }

  @Test func gzipCutAnywhereIsTruncated() {
    let whole = GzipFixture.bgzip(text) + GzipFixture.huffman
    // Complete at member ends only.
    var ends: Set<Int> = [0]
    for count in 1..<whole.count {
      let result = readAll(Array(whole[..<count]), chunk: 5)
      if result.error == nil { ends.insert(count) } else { #expect(result.error?.code == .truncated) }
      if count > 1, let error = result.error {
        #expect(error.location?.byte == result.content.count)
        #expect(error.message.contains("\(count) compressed bytes"))
      }
    }
    // One byte alone is not gzip; then four bgzip members, the end member; the last member's end is not in the loop.
    #expect(ends.count == 2 + text.count / 20 + 1 + 1)
    let single = GzipFixture.huffman
    for count in 2..<single.count {
      for chunk in [1, 2, 3, 64] {
        let error = readAll(Array(single[..<count]), chunk: chunk).error
        #expect(error?.code == .truncated)
        #expect(error?.location?.file == "in.gz")
      }
    }
  }

  @Test func wrongChecksumAndSizeAreErrors() {
    for offset in 1...8 {
      var damaged = GzipFixture.member(text)
      damaged[damaged.count - offset] ^= 0x10
      for chunk in [1, 3, 1000] { #expect(readAll(damaged, chunk: chunk).error?.code == .malformed) }
    }
    var damaged = GzipFixture.member(text)
    damaged[20] ^= 1
    #expect(readAll(damaged).error?.code == .malformed)
    var method = GzipFixture.member(text)
    method[2] = 7
    #expect(readAll(method).error?.code == .malformed)
  }

  @Test func zeroPaddingPassesOtherTrailingBytesDoNot() {
    let member = GzipFixture.member(text)
    for chunk in [1, 2, 5, 1000] {
      #expect(readAll(member + [0, 0, 0, 0], chunk: chunk) == (text, nil))
      for tail: [UInt8] in [[1], [0x41, 0x42], [0, 0, 3], [0x1F, 0x41], [0x1F, 0x00], [0, 0x1F, 0x8B]] {
        let result = readAll(member + tail, chunk: chunk)
        #expect(result.content == text)
        #expect(result.error?.code == .malformed)
      }
      #expect(readAll(member + [0x1F], chunk: chunk).error?.code == .truncated)
      #expect(readAll(member + [0x1F, 0x8B], chunk: chunk).error?.code == .truncated)
    }
  }

  @Test func bombsAreRefusedByRatioAndSizeTogether() throws {
    let path = NSTemporaryDirectory() + "plumbline-bomb-\(UUID().uuidString).gz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try AtomicFile(path, compression: .gzip)
    for _ in 0..<64 { try file.append([UInt8](repeating: 0x41, count: 1 << 16)) }
    try file.commit()
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(readAll(bytes).error == nil)
    let result = readAll(bytes, limits: ReadLimits(expandedBytes: 1 << 20, expansionRatio: 200))
    #expect(result.error?.code == .limit)
    #expect(result.content.count < 3 << 20)
    // Small enough, or not dense enough: accepted.
    #expect(readAll(bytes, limits: ReadLimits(expandedBytes: 1 << 23, expansionRatio: 200)).error == nil)
    #expect(readAll(bytes, limits: ReadLimits(expandedBytes: 1 << 20, expansionRatio: 2000)).error == nil)
  }

  @Test func digestIsThatOfTheRawBytes() throws {
    let raw = GzipFixture.member(text)
    var source = ByteSource.bytes(raw, name: "a", chunkSize: 3)
    _ = try source.nextChunk()
    #expect(try source.rawDigest() == SHA256Digest.hex(of: raw))
    var cut = ByteSource.bytes(Array(raw.dropLast()), name: "a")
    #expect(throws: OmicsError.self) { try cut.rawDigest() }
  }

  @Test func errorsRepeat() {
    var source = ByteSource.bytes(Array(GzipFixture.huffman.dropLast(3)), name: "a")
    var codes: [OmicsError.Code] = []
    for _ in 0..<6 {
      do throws(OmicsError) { _ = try source.nextChunk() } catch { codes.append(error.code) }
    }
    #expect(codes == [.truncated, .truncated, .truncated, .truncated, .truncated])
  }

  @Test func filesAndTheirTrouble() throws {
    let folder = NSTemporaryDirectory() + "plumbline-source-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.tsv"
    try Data(text).write(to: URL(fileURLWithPath: path))
    var source = try ByteSource.file(path)
    #expect(source.name == path)
    #expect(try source.rawDigest() == SHA256Digest.hex(of: text))
    #expect(try SHA256Digest.hex(ofFile: path) == SHA256Digest.hex(of: text))
    for wrong in [folder, folder + "/absent", "", folder + "/a\0b"] {
      do throws(OmicsError) {
        _ = try ByteSource.file(wrong)
        Issue.record("opened \(wrong)")
      } catch {
        #expect(error.code == .unreadable)
        #expect(error.location?.file == wrong)
      }
    }
    try Data().write(to: URL(fileURLWithPath: path))
    var empty = try ByteSource.file(path)
    #expect(try empty.nextChunk() == nil)
  }
}

private func == (
  left: (content: [UInt8], error: OmicsError?), right: ([UInt8], OmicsError?)
) -> Bool { left.content == right.0 && left.error == right.1 }
