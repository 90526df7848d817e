import Foundation
import OmicsIO
import Schema
import Testing

@Suite struct ParquetFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/parquet")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(name).parquet")))
  }

  /// The cells of all rows as the goldens write them.
  static func lines(_ bytes: [UInt8], atMost rows: Int = 4096) throws -> [String] {
    let file = try ParquetFile(SeekableBytes(bytes, name: "f.parquet"))
    var scan = file.scan(Array(file.columns.indices))
    var lines: [String] = []
    while true {
      let count = try scan.next(atMost: rows)
      if count == 0 { break }
      var cells = [[String]](repeating: [], count: count)
      for field in file.fields {
        var walk = ParquetRows(field, scan.batch, at: field.columns.lowerBound, file: "f.parquet")
        for row in 0..<count { cells[row].append(show(try walk.next(field))) }
      }
      lines += cells.map { $0.joined(separator: "\t") }
    }
    return lines
  }

  static func show(_ cell: ParquetCell) -> String {
    switch cell {
    case .missing: "~"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "i\(number)"
    case .unsigned(let number): "i\(number)"
    case .single(let number): show(.double(Double(number)))
    case .double(let number):
      number.isNaN
        ? "dnan"
        : "d" + String(repeating: "0", count: 16 - String(number.bitPattern, radix: 16).count)
          + String(number.bitPattern, radix: 16)
    case .text(let text):
      "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    case .bytes(let bytes): "x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .list(let items): "[" + items.map(show).joined(separator: ",") + "]"
    case .record(let items): "{" + items.map(show).joined(separator: ",") + "}"
    }
  }

  @Test(arguments: ["flat", "nested", "empty"]) func everyValueIsPyarrows(_ golden: String) throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("\(golden).golden.tsv"), encoding: .utf8)
    var expected = text.split(separator: "\n").map(String.init)
    let files = expected.removeFirst().dropFirst().split(separator: " ").map(String.init)
    #expect(!files.isEmpty)
    for file in files {
      let bytes = try Self.bytes(file)
      for rows in [1, 7, 4096] {
        let lines = try Self.lines(bytes, atMost: rows)
        #expect(lines.count == expected.count, "\(file)")
        for (row, (ours, theirs)) in zip(lines, expected).enumerated() where ours != theirs {
          Issue.record("\(file) row \(row): \(ours) is not \(theirs)")
          break
        }
      }
    }
  }

  @Test func projectionReadsTheSameColumn() throws {
    let bytes = try Self.bytes("flat-zstd-v2")
    let file = try ParquetFile(SeekableBytes(bytes, name: "f"))
    let place = try #require(file.columns.firstIndex { $0.path == "rising" })
    var scan = file.scan([place])
    #expect(try scan.next(atMost: 500) == 150)
    #expect(scan.batch.count == 1)
    #expect(scan.batch[0].values.int64s.count == 150)
    #expect(zip(scan.batch[0].values.int64s, scan.batch[0].values.int64s.dropFirst()).allSatisfy { $0 < $1 })
    #expect(file.createdBy.hasPrefix("parquet-cpp-arrow"))
  }

  @Test func everyCutIsALocatedError() throws {
    for name in ["flat-snappy-v1", "nested-zstd-v2"] {
      let bytes = try Self.bytes(name)
      for length in stride(from: 0, to: bytes.count, by: 97) {
        let error = try #require(throws: OmicsError.self) { try Self.lines(Array(bytes[..<length])) }
        #expect(error.location?.file == "f.parquet" && error.location?.byte != nil, "\(length)")
      }
    }
  }

  /// Every page and the footer are hit: what comes is an error with its place, or rows; never a crash or a hang.
  @Test func damagedFilesAreRefusedOrRead() throws {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let names = [
      "flat-delta-v2", "flat-lz4-v1", "flat-gzip-v1", "flat-snappy-plain", "nested-snappy-v1", "nested-zstd-v2",
      "nested-plain",
    ]
    let files = try names.map(Self.bytes)
    var refused = 0
    for round in 0..<420 {
      var bytes = files[round % files.count]
      // The footer is a small part of the file and decides most: half of the hits go there.
      let tail = min(bytes.count, 4000)
      for _ in 0...next(3) {
        let place = next(2) == 0 ? next(bytes.count) : bytes.count - 1 - next(tail)
        switch next(3) {
        case 0: bytes[place] ^= 1 << UInt8(next(8))
        case 1: bytes[place] = UInt8(next(256))
        default: bytes[place] = 0xFF
        }
      }
      do {
        _ = try Self.lines(bytes)
      } catch let error as OmicsError {
        refused += 1
        #expect(error.location != nil)
        #expect(error.code != .fault)
      }
    }
    #expect(refused > 100)
  }

  @Test func aWrongChecksumIsFound() throws {
    var bytes = try Self.bytes("flat-snappy-plain")
    bytes[40] ^= 1
    let error = try #require(throws: OmicsError.self) { try Self.lines(bytes) }
    #expect(error.code == .malformed || error.code == .truncated)
    #expect(error.location?.column == "flag")
  }

  @Test func pagesMayNotExpandWithoutBound() throws {
    let limits = ReadLimits(expandedBytes: 1000, expansionRatio: 0)
    let file = try ParquetFile(SeekableBytes(try Self.bytes("flat-zstd-v1"), name: "f"), limits: limits)
    var scan = file.scan(Array(file.columns.indices))
    let error = #expect(throws: OmicsError.self) { while try scan.next() > 0 {} }
    #expect(error?.code == .limit)
  }

  @Test func otherFilesAreNamed() throws {
    for bytes in [[], Array("PAR1".utf8), Array("PAR1PAR1".utf8), Array("Protein\tValue\nA\t1\n".utf8)] {
      #expect(throws: OmicsError.self) { try ParquetFile(SeekableBytes(bytes, name: "f")) }
    }
    let encrypted = Array("PARE".utf8) + [UInt8](repeating: 0, count: 20) + Array("PARE".utf8)
    let error = #expect(throws: OmicsError.self) { try ParquetFile(SeekableBytes(encrypted, name: "f")) }
    #expect(error?.code == .unsupported)
  }
}
