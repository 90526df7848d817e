/// The texts of some rows of a column, with what they share kept once.
///
/// Three savings, each by what the rows show: a common beginning is stored once, a text that stands in several rows is
/// stored once where few are different, and a block of one text stores nothing for its rows.
final class TextBlock: Sendable {
  /// The common beginning, then the rest of every distinct text.
  private let bytes: [UInt8]
  private let prefix: Int
  /// Where each distinct text ends in `bytes`; the narrow form unless the block is larger than it can say.
  private let ends: [UInt16]
  private let wideEnds: [UInt32]
  /// The distinct text of each row; empty where every row has its own, and where there is only one.
  private let codes: [UInt8]
  private let isConstant: Bool

  /// A block of the rows of an arena.
  init(_ arena: [UInt8], _ rows: [TextRange]) {
    (bytes, prefix, ends, wideEnds, codes, isConstant) = arena.withUnsafeBytes { arena in
      let (values, codes) = Self.distinct(arena, rows)
      let prefix = Self.commonPrefix(arena, values)
      let total = values.reduce(prefix) { $0 + $1.count - prefix }
      let bytes = [UInt8](unsafeUninitializedCapacity: total) { target, count in
        func copy(_ start: Int, _ length: Int) {
          guard length > 0, let from = arena.baseAddress, let to = target.baseAddress else { return }
          UnsafeMutableRawPointer(to + count).copyMemory(from: from + start, byteCount: length)
          count += length
        }
        if let first = values.first { copy(first.start, prefix) }
        for value in values { copy(value.start + prefix, value.count - prefix) }
      }
      let isConstant = values.count <= 1
      var ends: [UInt16] = []
      var wideEnds: [UInt32] = []
      var end = prefix
      if !isConstant, total <= Int(UInt16.max) {
        ends.reserveCapacity(values.count)
        for value in values {
          end += value.count - prefix
          ends.append(UInt16(end))
        }
      } else if !isConstant {
        wideEnds.reserveCapacity(values.count)
        for value in values {
          end += value.count - prefix
          wideEnds.append(UInt32(end))
        }
      }
      return (bytes, prefix, ends, wideEnds, isConstant ? [] : codes, isConstant)
    }
  }

  /// Appends the text of a row.
  func append(_ row: Int, to target: inout [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      let range = rest(row, bytes.count)
      target.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[0..<prefix]))
      target.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }

  /// Whether a row has this text.
  func equals(_ row: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let range = rest(row, bytes.count)
      guard prefix + range.count == text.count else { return false }
      return sameBytes(
        UnsafeRawBufferPointer(rebasing: bytes[0..<prefix]), UnsafeRawBufferPointer(rebasing: text[0..<prefix]))
        && sameBytes(UnsafeRawBufferPointer(rebasing: bytes[range]), UnsafeRawBufferPointer(rebasing: text[prefix...]))
    }
  }

  /// Where the text of a row goes on after the common beginning.
  private func rest(_ row: Int, _ total: Int) -> Range<Int> {
    if isConstant { return prefix..<total }
    let value = codes.isEmpty ? row : Int(codes[row])
    if !ends.isEmpty { return (value == 0 ? prefix : Int(ends[value - 1]))..<Int(ends[value]) }
    return (value == 0 ? prefix : Int(wideEnds[value - 1]))..<Int(wideEnds[value])
  }

  // MARK: What rows share

  /// The distinct texts in order of appearance and the text of each row; without codes, every row's own text, where
  /// most are different.
  private static func distinct(
    _ arena: UnsafeRawBufferPointer, _ rows: [TextRange]
  ) -> (values: [TextRange], codes: [UInt8]) {
    var values: [TextRange] = []
    var codes: [UInt8] = []
    codes.reserveCapacity(rows.count)
    var slots = [UInt16](repeating: 0, count: 1024)
    var last = TextRange(start: -1, end: -1)
    for (row, range) in rows.enumerated() {
      // Equal neighbours share their bytes.
      if range.start == last.start, range.end == last.end, let code = codes.last {
        codes.append(code)
        continue
      }
      last = range
      let text = UnsafeRawBufferPointer(rebasing: arena[range.start..<range.end])
      var slot = hash(text) & 1023
      while slots[slot] > 0 {
        let other = values[Int(slots[slot]) - 1]
        if sameBytes(UnsafeRawBufferPointer(rebasing: arena[other.start..<other.end]), text) { break }
        slot = (slot + 1) & 1023
      }
      if slots[slot] == 0 {
        guard values.count < 255, values.count < 32 + row / 2 else { return (rows, []) }
        values.append(range)
        slots[slot] = UInt16(values.count)
      }
      codes.append(UInt8(slots[slot] - 1))
    }
    return (values, codes)
  }

  private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: value ^ value >> 32)
  }

  private static func commonPrefix(_ arena: UnsafeRawBufferPointer, _ values: [TextRange]) -> Int {
    guard let first = values.first else { return 0 }
    var length = first.count
    for value in values.dropFirst() {
      length = min(length, value.count)
      var same = 0
      while same < length, arena[first.start + same] == arena[value.start + same] { same += 1 }
      length = same
      if length == 0 { break }
    }
    return length
  }
}

/// A piece of an arena.
struct TextRange: Sendable {
  var start: Int
  var end: Int
  var count: Int { end - start }
}

/// Whether two pieces of memory hold the same bytes.
@inlinable @inline(__always)
public func sameBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count, let a = left.baseAddress, let b = right.baseAddress else {
    return left.count == right.count
  }
  var index = 0
  while index &+ 8 <= left.count {
    if a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      != b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    {
      return false
    }
    index &+= 8
  }
  while index < left.count {
    if a.load(fromByteOffset: index, as: UInt8.self) != b.load(fromByteOffset: index, as: UInt8.self) { return false }
    index &+= 1
  }
  return true
}
