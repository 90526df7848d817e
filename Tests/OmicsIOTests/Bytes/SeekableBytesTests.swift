import Foundation
import OmicsIO
import Schema
import Testing

@Suite struct SeekableBytesTests {
  @Test func aFileAndItsGzipReadAlike() throws {
    let path = ParquetFileTests.folder.appendingPathComponent("flat-none-v1.parquet").path
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var source = try ByteSource.file(path)
    let file = try source.seekable()
    #expect(file.count == bytes.count)
    #expect(try file.read(at: 1000, count: 50) == Array(bytes[1000..<1050]))
    let digest = try source.rawDigest()
    var memory = ByteSource.bytes(bytes, name: "m", chunkSize: 11)
    let held = try memory.seekable()
    #expect(try held.read(at: 1000, count: 50) == Array(bytes[1000..<1050]))
    #expect(try memory.rawDigest() == digest)
  }

  @Test func nothingBeyondTheEnds() throws {
    let input = SeekableBytes([1, 2, 3], name: "m")
    #expect(try input.read(at: 3, count: 0) == [])
    for (offset, count) in [(0, 4), (-1, 1), (4, 0), (2, .max), (.max, 1)] {
      let error = #expect(throws: OmicsError.self) { try input.read(at: offset, count: count) }
      #expect(error?.code == .truncated)
    }
  }

  @Test func whatIsHeldHasALimit() throws {
    var source = ByteSource.bytes([UInt8](repeating: 7, count: 5000), name: "m", chunkSize: 100)
    let error = #expect(throws: OmicsError.self) { try source.seekable(memory: 1000) }
    #expect(error?.code == .limit)
  }
}
