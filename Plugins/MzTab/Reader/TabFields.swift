internal import OmicsIO
internal import Schema

/// The tab-separated cells of one line, valid as long as the line.
struct TabFields {
  /// The whole line.
  private(set) var line = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The line's number, from 1.
  private(set) var number = 0
  /// Whether the input ends with this line, without a line end.
  private(set) var endsInput = false
  /// Cell i is `bounds[i] ..< bounds[i + 1] - 1`.
  private var bounds: [Int] = []

  /// How many cells there are.
  var count: Int { bounds.count - 1 }

  /// Cuts a line; the storage is used again.
  ///
  /// - Throws: `limit` for a cell that is too long, or too many of them.
  mutating func cut(_ source: Line, limits: ReadLimits, file: String) throws(OmicsError) {
    line = source.bytes
    number = source.number
    endsInput = source.terminator == .endOfInput
    bounds.removeAll(keepingCapacity: true)
    bounds.append(0)
    cutTabs()
    bounds.append(line.count + 1)
    guard line.count > limits.fieldBytes || count > limits.columns else { return }
    let isLong = (0..<count).contains { bounds[$0 + 1] - 1 - bounds[$0] > limits.fieldBytes }
    guard isLong || count > limits.columns else { return }
    throw OmicsError(
      .limit,
      isLong ? "a cell is longer than \(limits.fieldBytes) bytes" : "the line has more than \(limits.columns) cells",
      at: SourceLocation(file: file, line: number), hint: "The line ends of the file are damaged, or it is no mzTab.")
  }

  /// Finds the tabs, eight bytes at a time: a byte is a tab where the exclusive or with tabs is zero.
  private mutating func cutTabs() {
    var index = 0
    while index &+ 8 <= line.count {
      let word =
        UInt64(littleEndian: line.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ 0x0909_0909_0909_0909
      // Exact for every byte, unlike the shorter form that borrows from its neighbour.
      var hits = ~(((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | word | 0x7F7F_7F7F_7F7F_7F7F)
      while hits != 0 {
        bounds.append(index &+ hits.trailingZeroBitCount >> 3 &+ 1)
        hits &= hits &- 1
      }
      index &+= 8
    }
    while index < line.count {
      if line[index] == 0x09 { bounds.append(index + 1) }
      index += 1
    }
  }

  /// The bytes of a cell without blanks around them; a cell outside the line is empty.
  subscript(index: Int) -> UnsafeRawBufferPointer {
    guard index >= 0, index < count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    var (start, end) = (bounds[index], bounds[index + 1] - 1)
    while start < end, line[start] == 0x20 { start += 1 }
    while end > start, line[end - 1] == 0x20 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: line[start..<end])
  }

  /// The bytes of a cell; none for null.
  func stated(_ index: Int) -> UnsafeRawBufferPointer {
    let bytes = self[index]
    if case .value = MzTabCell(bytes) { return bytes }
    return UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// A cell as text.
  func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The first cell with its blanks.
  var prefix: String { String(decoding: line[0..<(bounds[1] - 1)], as: UTF8.self) }

  /// The first cell as a number, when it has three bytes: `PSM` is 0x50534D.
  var prefixCode: UInt32 {
    guard bounds[1] == 4 else { return 0 }
    return UInt32(line[0]) << 16 | UInt32(line[1]) << 8 | UInt32(line[2])
  }

  /// How many cells there are when empty ones at the end do not count.
  var countWithoutEmptyEnd: Int {
    var last = count
    while last > 0, self[last - 1].isEmpty { last -= 1 }
    return last
  }
}

/// What a cell says, with mzTab's states of missing kept apart (specification 1.0, section 5.2).
enum MzTabCell {
  /// `null`, in any case.
  case null
  /// An empty cell, which the format does not allow.
  case empty
  /// Text or a number.
  case value

  init(_ bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty {
      self = .empty
    } else if Self.equals(bytes, "null") {
      self = .null
    } else {
      self = .value
    }
  }

  /// Whether a cell is this word, whatever the case of its letters.
  static func equals(_ bytes: UnsafeRawBufferPointer, _ lowercased: StaticString) -> Bool {
    guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
    for index in bytes.indices where bytes[index] | 0x20 != lowercased.utf8Start[index] { return false }
    return true
  }
}

/// A numeric cell.
enum MzTabNumber {
  case number(Double)
  case missing
  /// `NaN`, `INF`, `-INF`.
  case notANumber
  /// An empty cell.
  case empty
  /// Something else: an error of the row.
  case text

  init(_ bytes: UnsafeRawBufferPointer) {
    switch MzTabCell(bytes) {
    case .null: self = .missing
    case .empty: self = .empty
    case .value:
      if let value = NumberParsing.double(bytes) {
        self = .number(value)
      } else if MzTabCell.equals(bytes, "nan") {
        self = .notANumber
      } else {
        let unsigned = bytes.first == 0x2D ? UnsafeRawBufferPointer(rebasing: bytes[1...]) : bytes
        self = MzTabCell.equals(unsigned, "inf") ? .notANumber : .text
      }
    }
  }
}
