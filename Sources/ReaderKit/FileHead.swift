public import OmicsIO
public import Schema

/// The name and first bytes of a file: all that recognition may look at.
public struct FileHead: Sendable {
  /// How many decompressed bytes a head holds, where its lines are not longer than usual.
  public static let size = 65_536
  /// How many it holds at most: a table of ten thousand samples has a header of several hundred kilobytes.
  private static let largest = 4 << 20
  /// The lines of a table that a head holds, as far as `largest` allows.
  private static let leastLines = 8

  /// The file's name without folders and without `.gz`.
  public let name: String
  /// The first decompressed bytes.
  public let bytes: [UInt8]
  /// Whether `bytes` is the whole file.
  public let isWhole: Bool
  /// The names of the top columns, where the file is a container that says them elsewhere (Parquet, at its end).
  public var columns: [String]?
  /// The head as text: UTF-16 with a byte-order mark is converted, a byte-order mark is dropped, wrong bytes are
  /// replaced. Only for recognition.
  public let text: String
  /// The lines of the head, without terminators; the last is left out when the head may cut it.
  public let lines: [Substring]

  /// A head. Text and lines are made once, because every reader looks at them.
  public init(name: String, bytes: [UInt8], isWhole: Bool, columns: [String]? = nil) {
    self.name = name
    self.bytes = bytes
    self.isWhole = isWhole
    self.columns = columns
    text = Self.text(of: bytes)
    lines = Self.lines(of: text, isWhole: isWhole)
  }

  /// The head of a source, which keeps its bytes: longer than `size` where the lines of a text are.
  ///
  /// - Throws: what is wrong with the file's packing.
  public init(of source: inout ByteSource, name: String) throws(OmicsError) {
    var size = Self.size
    var bytes = try source.head(size + 1)
    while bytes.count > size, size < Self.largest, Self.isTable(bytes) {
      size *= 4
      bytes = try source.head(size + 1)
    }
    self.init(name: name, bytes: Array(bytes.prefix(size)), isWhole: bytes.count <= size)
  }

  /// Whether a head can be one of a table whose first lines it does not hold yet: no markup, no zero byte, few line ends.
  private static func isTable(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first != UInt8(ascii: "<"), first != UInt8(ascii: "{") else { return false }
    var ends = 0
    for byte in bytes {
      if byte == 0 { return false }
      if byte == 0x0A || byte == 0x0D { ends += 1 }
    }
    return ends < leastLines
  }

  private static func text(of bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      let little = bytes[0] == 0xFF
      var units: [UInt16] = []
      var index = 2
      while index + 1 < bytes.count {
        units.append(
          little
            ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
            : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
        index += 2
      }
      return String(decoding: units, as: UTF16.self)
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  private static func lines(of text: String, isWhole: Bool) -> [Substring] {
    var list: [Substring] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let byte = text.utf8[index]
      var next = text.utf8.index(after: index)
      if byte == 0x0A || byte == 0x0D {
        list.append(text[start..<index])
        if byte == 0x0D, next < text.endIndex, text.utf8[next] == 0x0A { next = text.utf8.index(after: next) }
        start = next
      }
      index = next
    }
    list.append(text[start...])
    if !isWhole && list.count > 1 { list.removeLast() }
    if list.last?.isEmpty == true { list.removeLast() }
    return list
  }

  /// The first line of the head, without its terminator and a byte-order mark; nil when the head does not hold it whole.
  public var firstLine: String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return lines.first.map(String.init) }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let end = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return isWhole && bytes.count > start ? String(decoding: bytes[start...], as: UTF8.self) : nil
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
