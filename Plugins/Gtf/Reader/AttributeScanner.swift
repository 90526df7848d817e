internal import Schema

/// How the ninth column is written.
enum AttributeSyntax: String, Sendable {
  /// `key "value"; key "value";`
  case gtf = "GTF"
  /// `key=value;key=value,value`
  case gff3 = "GFF3"
}

/// What was odd in one attribute column.
struct AttributeOddities: OptionSet {
  let rawValue: Int
  /// A quote that never closes.
  static let openQuote = Self(rawValue: 1)
  /// A key without a value.
  static let noValue = Self(rawValue: 2)
  /// Pairs written in the other format's way.
  static let mixed = Self(rawValue: 4)
  /// A quoted value that is followed by text instead of a semicolon.
  static let noSeparator = Self(rawValue: 8)
}

/// Scans attribute columns and keeps every key and value, repeated keys in order, as words.
///
/// GTF values are scanned with quote state, so that a semicolon inside quotes stays in the value. GFF3 values are split
/// at commas and `%xx` is decoded afterwards, as its specification says (version 1.26, column 9).
struct AttributeScanner: ~Copyable {
  private let syntax: AttributeSyntax
  private var scratch: [UInt8] = []
  /// The keys of all rows, one after the other.
  private(set) var keys: [Int32] = []
  /// The values of all rows.
  private(set) var values: [Int32] = []
  /// Where the attributes of this row and the row before begin.
  private var rowStart = 0
  private var earlierStart = 0

  init(_ syntax: AttributeSyntax) { self.syntax = syntax }

  /// How many attributes were scanned so far.
  var count: Int { keys.count }

  /// Takes the attributes out; the scanner is used up.
  consuming func finish() -> (keys: [Int32], values: [Int32]) { (keys, values) }

  /// Adds the attributes of one column.
  mutating func scan(_ column: UnsafeRawBufferPointer, _ words: inout WordTable) -> AttributeOddities {
    earlierStart = rowStart
    rowStart = keys.count
    return syntax == .gtf ? scanGTF(column, &words) : scanGFF3(column, &words)
  }

  private mutating func append(
    _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ words: inout WordTable
  ) {
    // Neighbouring rows say mostly the same in the same place.
    let slot = earlierStart + keys.count - rowStart
    let isInRow = slot < rowStart
    let newKey = words.intern(key, guess: isInRow ? keys[slot] : -1)
    let newValue = words.intern(value, guess: isInRow ? values[slot] : -1)
    keys.append(newKey)
    values.append(newValue)
  }

  // MARK: GTF

  private mutating func scanGTF(_ text: UnsafeRawBufferPointer, _ words: inout WordTable) -> AttributeOddities {
    var oddities: AttributeOddities = []
    let end = text.count
    var index = 0
    while true {
      while index < end, Self.isBlank(text[index]) || text[index] == Self.semicolon { index += 1 }
      // A comment may follow the last attribute.
      if index == end || text[index] == Self.hash { return oddities }
      let keyStart = index
      index += 1
      while index < end, !Self.endsKey(text[index]) { index += 1 }
      let key = Self.slice(text, keyStart, index)
      let isEquals = index < end && text[index] == Self.equals
      if isEquals {
        oddities.insert(.mixed)
        index += 1
      }
      while index < end, Self.isBlank(text[index]) { index += 1 }
      if index == end || text[index] == Self.semicolon {
        if !isEquals { oddities.insert(.noValue) }
        append(key, Self.slice(text, index, index), &words)
      } else if text[index] == Self.quote {
        index = quoted(text, from: index + 1, key: key, &words, &oddities)
      } else {
        let start = index
        while index < end, text[index] != Self.semicolon, !Self.startsComment(text, index) { index += 1 }
        append(key, Self.trimmed(text, start, index), &words)
      }
    }
  }

  /// Adds the value whose opening quote stands before `start`; returns the index after its end.
  private mutating func quoted(
    _ text: UnsafeRawBufferPointer, from start: Int, key: UnsafeRawBufferPointer, _ words: inout WordTable,
    _ oddities: inout AttributeOddities
  ) -> Int {
    let end = text.count
    var index = start
    var isEscaped = false
    while index < end {
      let byte = text[index]
      if byte == Self.backslash, index + 1 < end, text[index + 1] == Self.quote, Self.isEscaped(text, index + 1) {
        isEscaped = true
        index += 2
      } else if byte == Self.quote {
        guard index > start, index + 1 < end, text[index + 1] == Self.quote, !Self.closes(text, index + 1) else {
          break
        }
        isEscaped = true
        index += 2
      } else {
        index += 1
      }
    }
    if index == end { oddities.insert(.openQuote) }
    if isEscaped {
      unescape(Self.slice(text, start, index))
      scratch.withUnsafeBytes { value in append(key, value, &words) }
    } else {
      append(key, Self.slice(text, start, index), &words)
    }
    index = min(end, index + 1)
    while index < end, Self.isBlank(text[index]) { index += 1 }
    if index < end, text[index] != Self.semicolon, text[index] != Self.hash { oddities.insert(.noSeparator) }
    return index
  }

  /// Whether a quote ends its value: nothing but blanks up to a semicolon or the end follows.
  private static func closes(_ text: UnsafeRawBufferPointer, _ quote: Int) -> Bool {
    var index = quote + 1
    while index < text.count, isBlank(text[index]) { index += 1 }
    return index == text.count || text[index] == semicolon
  }

  /// Whether a quote behind a backslash belongs to its value: it does unless it ends the value and taking it for text
  /// would put the next attribute's opening quote at the end.
  private static func isEscaped(_ text: UnsafeRawBufferPointer, _ quote: Int) -> Bool {
    guard closes(text, quote) else { return true }
    var index = quote + 1
    while index < text.count, text[index] != self.quote || text[index - 1] == backslash { index += 1 }
    return index < text.count && closes(text, index)
  }

  private mutating func unescape(_ value: UnsafeRawBufferPointer) {
    scratch.removeAll(keepingCapacity: true)
    var index = 0
    while index < value.count {
      let byte = value[index]
      if byte == Self.backslash || byte == Self.quote, index + 1 < value.count, value[index + 1] == Self.quote {
        index += 1
      }
      scratch.append(value[index])
      index += 1
    }
  }

  // MARK: GFF3

  private mutating func scanGFF3(_ text: UnsafeRawBufferPointer, _ words: inout WordTable) -> AttributeOddities {
    var oddities: AttributeOddities = []
    var start = 0
    while start <= text.count {
      var end = start
      while end < text.count, text[end] != Self.semicolon { end += 1 }
      let piece = Self.trimmed(text, start, end)
      if piece.count > 0, !(piece.count == 1 && piece[0] == Self.dot) { scanPiece(piece, &words, &oddities) }
      start = end + 1
    }
    return oddities
  }

  private mutating func scanPiece(
    _ piece: UnsafeRawBufferPointer, _ words: inout WordTable, _ oddities: inout AttributeOddities
  ) {
    guard let split = piece.firstIndex(of: Self.equals) else {
      if let blank = piece.firstIndex(of: Self.space), piece.last == Self.quote {
        oddities.insert(.mixed)
        var value = Self.trimmed(piece, blank, piece.count - 1)
        if value.first == Self.quote { value = Self.slice(value, 1, value.count) }
        append(Self.slice(piece, 0, blank), value, &words)
      } else {
        oddities.insert(.noValue)
        append(piece, Self.slice(piece, piece.count, piece.count), &words)
      }
      return
    }
    let key = intern(Self.slice(piece, 0, split), &words)
    var start = split + 1
    var index = start
    while index <= piece.count {
      // A comma that is followed by a blank, or that ends the value, is text, not a separator.
      let isSplit =
        index < piece.count && piece[index] == Self.comma && index + 1 < piece.count && piece[index + 1] != Self.space
        && piece[index + 1] != Self.comma && index > start
      if isSplit || index == piece.count {
        keys.append(key)
        values.append(intern(Self.slice(piece, start, index), &words))
        start = index + 1
      }
      index += 1
    }
  }

  /// The id of a text after `%xx` is decoded.
  private mutating func intern(_ text: UnsafeRawBufferPointer, _ words: inout WordTable) -> Int32 {
    guard text.contains(Self.percent) else { return words.intern(text) }
    scratch.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.count {
      if text[index] == Self.percent, index + 2 < text.count, let high = Self.hexDigit(text[index + 1]),
        let low = Self.hexDigit(text[index + 2])
      {
        scratch.append(high << 4 | low)
        index += 3
      } else {
        scratch.append(text[index])
        index += 1
      }
    }
    return scratch.withUnsafeBytes { words.intern($0) }
  }

  // MARK: Bytes

  // Computed, because a stored global costs a check of its initialisation at every use.
  static var semicolon: UInt8 { 0x3B }
  static var quote: UInt8 { 0x22 }
  static var equals: UInt8 { 0x3D }
  static var hash: UInt8 { 0x23 }
  static var backslash: UInt8 { 0x5C }
  static var comma: UInt8 { 0x2C }
  static var percent: UInt8 { 0x25 }
  static var space: UInt8 { 0x20 }
  static var tab: UInt8 { 0x09 }
  static var dot: UInt8 { 0x2E }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  private static func endsKey(_ byte: UInt8) -> Bool {
    byte == space || byte == tab || byte == semicolon || byte == equals || byte == quote
  }

  private static func startsComment(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    text[index] == hash && index > 0 && isBlank(text[index - 1])
  }

  static func slice(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text[start..<max(start, end)])
  }

  static func trimmed(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    var (start, end) = (start, end)
    while start < end, isBlank(text[start]) { start += 1 }
    while end > start, isBlank(text[end - 1]) { end -= 1 }
    return slice(text, start, end)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
