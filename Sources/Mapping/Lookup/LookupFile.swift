public import OmicsIO
public import Schema
internal import Synchronization

/// A pair table on disk that is searched, not loaded: canonical text, and after it what every hop says of every id.
///
/// After the rows comes a line `#lookup`; then `hop id partner trust` (trust only below 1) in bytewise order, cut into
/// blocks; a line `#blocks` and a line a block, its length and its first line; a line `#hops` and the two namespaces of
/// each; last a line of fixed length with where all of that begins, the number of rows and their content digest. Only
/// blocks and hops are held in memory.
public final class LookupFile: Sendable {
  /// The line that ends the rows.
  static let mark: StaticString = "#lookup"
  /// How the stamp of a lookup names its layout.
  static let layout = "layout=lookup"
  /// The length of the last line, with its end.
  static let tailLength = 160

  /// The hops, in the order in which the rows gave them.
  let hops: [(from: Namespace, to: Namespace)]
  /// How many rows the table has.
  public let rows: Int
  /// The content digest of its rows.
  public let digest: String
  private let bytes: SeekableBytes
  /// The first line of every block, one after the other, where each ends, and where each block begins.
  private let keys: [UInt8]
  private let keyEnds: [Int]
  private let starts: [Int]
  private let state = Mutex(State())

  private struct State: Sendable {
    var block = -1
    var bytes: [UInt8] = []
    var failure: OmicsError?
  }

  /// Whether a table begins as a lookup does.
  public static func isLookup(_ source: inout ByteSource) throws(OmicsError) -> Bool {
    let head = try source.head(1 << 12)
    guard head.starts(with: MappingTableReader.stamp.utf8) else { return false }
    let line = String(decoding: head.prefix { $0 != 0x0A }, as: UTF8.self)
    return line.split(separator: "\t").contains { $0 == layout }
  }

  /// Opens a lookup.
  ///
  /// - Throws: `truncated` for a file that is cut, `malformed` for one that was changed after it was written.
  public init(_ source: inout ByteSource) throws(OmicsError) {
    let file = source.name
    bytes = try source.seekable()
    func damaged(_ what: String) -> OmicsError {
      OmicsError(
        .malformed, "the lookup is damaged: \(what)", at: SourceLocation(file: file), hint: "Import the table again.")
    }
    guard bytes.count > Self.tailLength else { throw damaged("it is too short") }
    let tail = String(
      decoding: try bytes.read(at: bytes.count - Self.tailLength, count: Self.tailLength), as: UTF8.self)
    let words = tail.split(separator: "\t").map { $0.filter { $0 != " " && $0 != "\n" } }
    let numbers = words.dropFirst().prefix(5).compactMap { Int($0) }
    guard words.count == 7, words[0] == "#end", numbers.count == 5, numbers[3] == bytes.count - Self.tailLength,
      numbers[0] <= numbers[1], numbers[1] <= numbers[2], numbers[2] <= numbers[3]
    else { throw damaged("its last line does not fit, it was cut or changed") }
    (rows, digest) = (numbers[4], words[6])
    let text = String(decoding: try bytes.read(at: numbers[2], count: numbers[3] - numbers[2]), as: UTF8.self)
    hops = text.split(separator: "\n").dropFirst().compactMap { line in
      let sides = line.split(separator: "\t").map { Namespace(rawValue: String($0)) }
      return sides.count == 2 ? (sides[0], sides[1]) : nil
    }
    var (keys, ends, starts) = ([UInt8](), [Int](), [numbers[0]])
    let index = try bytes.read(at: numbers[1], count: numbers[2] - numbers[1])
    keys.reserveCapacity(index.count)
    var place = index.firstIndex(of: 0x0A).map { $0 + 1 } ?? index.count
    while place < index.count {
      var length = 0
      while place < index.count, index[place] != 0x09 {
        length = length &* 10 &+ Int(index[place]) &- 0x30
        place += 1
      }
      place += 1
      while place < index.count, index[place] != 0x0A {
        keys.append(index[place])
        place += 1
      }
      place += 1
      ends.append(keys.count)
      starts.append((starts.last ?? 0) + length)
    }
    guard starts.last == numbers[1] else { throw damaged("its blocks do not fill it") }
    (self.keys, keyEnds, self.starts) = (keys, ends, starts)
  }

  /// The first error that reading met; lookups after it find nothing.
  public var failure: OmicsError? { state.withLock { $0.failure } }

  /// The partners of an id in a hop, with the trust in each.
  func partners(of id: String, hop: Int) -> [(String, Double)] {
    let key = Array("\(hop)\t\(id)\t".utf8)
    var found: [(String, Double)] = []
    state.withLock { state in
      var block = self.block(key)
      while block < keyEnds.count, state.failure == nil {
        load(block, &state)
        guard Self.gather(state.bytes, key, &found) else { return }
        block += 1
      }
    }
    return found
  }

  /// The last block whose first line stands before a key: where its lines begin, if they are anywhere.
  private func block(_ key: [UInt8]) -> Int {
    keys.withUnsafeBytes { keys in
      key.withUnsafeBytes { key in
        var (low, high) = (0, keyEnds.count)
        while low < high {
          let middle = (low + high) / 2
          let line = UnsafeRawBufferPointer(rebasing: keys[(middle == 0 ? 0 : keyEnds[middle - 1])..<keyEnds[middle]])
          if SortedLines.precedes(line, key) { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
      }
    }
  }

  private func load(_ block: Int, _ state: inout State) {
    guard state.block != block else { return }
    do throws(OmicsError) {
      state.bytes = try bytes.read(at: starts[block], count: starts[block + 1] - starts[block])
      state.block = block
    } catch {
      (state.block, state.bytes, state.failure) = (-1, [], error)
    }
  }

  /// Takes the lines of a block that begin with a key; whether there may be more in the next block.
  private static func gather(_ block: [UInt8], _ key: [UInt8], _ found: inout [(String, Double)]) -> Bool {
    block.withUnsafeBytes { block in
      key.withUnsafeBytes { key in
        func end(_ start: Int) -> Int { block[start...].firstIndex(of: 0x0A) ?? block.count }
        var (low, high) = (0, block.count)
        // The first line that does not stand before the key.
        while low < high {
          var start = (low + high) / 2
          while start > low, block[start - 1] != 0x0A { start -= 1 }
          let line = UnsafeRawBufferPointer(rebasing: block[start..<end(start)])
          if SortedLines.precedes(line, key) { low = end(start) + 1 } else { high = start }
        }
        var start = low
        while start < block.count {
          let end = end(start)
          let line = UnsafeRawBufferPointer(rebasing: block[start..<end])
          guard line.count >= key.count, line.prefix(key.count).elementsEqual(key) else { return false }
          let words = line[key.count...].split(separator: 0x09, omittingEmptySubsequences: false)
          let partner = String(decoding: words[0], as: UTF8.self)
          let trust = words.count > 1 ? NumberParsing.double(String(decoding: words[1], as: UTF8.self)) ?? 1 : 1
          // One table that says a pair twice says it once, with its higher trust.
          if let last = found.last, last.0 == partner {
            found[found.count - 1].1 = max(last.1, trust)
          } else {
            found.append((partner, trust))
          }
          start = end + 1
        }
        return true
      }
    }
  }
}

extension CrossReferences {
  /// Adds a table on disk; the name stands in what `via` says.
  public mutating func add(_ lookup: LookupFile, name: String) {
    tables.append(name)
    for (place, sides) in lookup.hops.enumerated() {
      let number = hop(sides.from, sides.to)
      hops[number].tables.append(tables.count - 1)
      hops[number].lookups.append((lookup, place, tables.count - 1))
    }
  }

  /// Throws what reading a table on disk met since it was opened.
  public func check() throws(OmicsError) {
    for hop in hops {
      for lookup in hop.lookups { if let failure = lookup.file.failure { throw failure } }
    }
  }
}
