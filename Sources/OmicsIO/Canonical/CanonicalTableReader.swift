import Schema

/// Reads one canonical table row by row, with the line and column of every error.
struct CanonicalTableReader {
  /// The file's display name.
  let file: String
  /// The stamp's `key=value` facts, in order.
  private(set) var facts: [Feature.Attribute] = []
  /// The header.
  private(set) var columns: [String] = []
  /// How many rows were read.
  private(set) var rows = 0
  /// The line of the current row, from 1.
  private(set) var line = 0

  private let bytes: [UInt8]
  private var position = 0
  private var cells: [Range<Int>] = []

  /// Reads stamp and header.
  ///
  /// - Throws: `malformed` for another stamp, `unsupported` for another version, `duplicate` for a repeated column.
  init(_ bytes: [UInt8], name: String, file: String) throws(OmicsError) {
    self.bytes = bytes
    self.file = file
    guard try nextLine() else { throw error(.truncated, "the table is empty") }
    try readStamp(name: name)
    guard try nextLine() else { throw error(.truncated, "the table has no header line") }
    var seen: Set<String> = []
    for index in cells.indices {
      let column = try text(index)
      // Beside the first column of an abundance table stand sample names, which may be any word.
      let isFree = index == 0 && name.hasPrefix("abundance.")
      guard isFree || seen.insert(column).inserted else {
        throw error(.duplicate, "the column \"\(column)\" occurs twice")
      }
      columns.append(column)
    }
  }

  private mutating func readStamp(name: String) throws(OmicsError) {
    let words = bytes[0..<(cells.last?.upperBound ?? 0)].split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count >= 3, words[0].elementsEqual("#table".utf8) else {
      throw error(.malformed, "expected a stamp line: #table \(name) \(CanonicalText.version)")
    }
    guard let found = CanonicalCell.unescaped(words[1]), found == name else {
      throw error(.malformed, "the stamp does not name the table \"\(name)\"")
    }
    guard words[2].elementsEqual("\(CanonicalText.version)".utf8) else {
      throw error(
        .unsupported,
        "table version \(String(decoding: words[2], as: UTF8.self)); this program reads version "
          + "\(CanonicalText.version)")
    }
    for word in words[3...] {
      guard
        let equals = word.firstIndex(of: UInt8(ascii: "=")),
        let key = CanonicalCell.unescaped(word[..<equals]), let value = CanonicalCell.unescaped(word[(equals + 1)...])
      else { throw error(.malformed, "expected key=value in the stamp line") }
      facts.append(.init(key, value))
    }
  }

  /// The value of a fact of the stamp.
  func fact(_ key: String) throws(OmicsError) -> String {
    if let fact = facts.first(where: { $0.key == key }) { return fact.value }
    throw OmicsError(.missing, "the stamp line does not say \(key)=", at: SourceLocation(file: file, line: 1))
  }

  /// Requires the header to begin with these columns (and to end there, unless more are allowed).
  func require(_ fixed: [String], more: Bool = false) throws(OmicsError) {
    let header = SourceLocation(file: file, line: 2)
    for (index, column) in fixed.enumerated() {
      guard index < columns.count, columns[index] == column else {
        throw OmicsError(.missing, "expected column \(index + 1) to be \"\(column)\"", at: header)
      }
    }
    guard more || columns.count == fixed.count else {
      throw OmicsError(.malformed, "unknown column \"\(columns[fixed.count])\"", at: header)
    }
  }

  /// Moves to the next row; false at the end.
  mutating func next() throws(OmicsError) -> Bool {
    guard try nextLine() else { return false }
    guard cells.count == columns.count else {
      throw error(.malformed, "\(cells.count) cells where the header has \(columns.count)")
    }
    rows += 1
    return true
  }

  private mutating func nextLine() throws(OmicsError) -> Bool {
    guard position < bytes.count else { return false }
    line += 1
    cells.removeAll(keepingCapacity: true)
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == CanonicalCell.newline {
        cells.append(start..<position)
        position += 1
        return true
      }
      if byte == CanonicalCell.tab {
        cells.append(start..<position)
        start = position + 1
      } else if byte < 0x20 || byte == 0x7F {
        throw OmicsError(
          .malformed, byte == 0x0D ? "a carriage return" : "a control character",
          at: SourceLocation(file: file, line: line, byte: position),
          hint: "Canonical text has LF line ends, and control characters are escaped.")
      }
      position += 1
    }
    throw OmicsError(
      .truncated, "the last line has no line feed", at: SourceLocation(file: file, line: line),
      hint: "The file seems cut off.")
  }

  /// An error at the current line.
  func error(_ code: OmicsError.Code, _ message: String, column: Int? = nil, hint: String? = nil) -> OmicsError {
    let name = column.flatMap { columns.indices.contains($0) ? columns[$0] : nil }
    return OmicsError(code, message, at: SourceLocation(file: file, line: max(line, 1), column: name), hint: hint)
  }

  private func slice(_ column: Int) -> ArraySlice<UInt8> { bytes[cells[column]] }

  private func expected(_ what: String, _ column: Int) -> OmicsError {
    let found = String(decoding: slice(column), as: UTF8.self)
    return error(.value, "expected \(what), found \"\(found)\"", column: column)
  }

  private func unescaped(_ slice: ArraySlice<UInt8>, _ column: Int) throws(OmicsError) -> String {
    if let text = CanonicalCell.unescaped(slice) { return text }
    guard String(validating: slice, as: UTF8.self) != nil else {
      throw error(.encoding, "the cell is not UTF-8", column: column)
    }
    throw error(.value, "unknown escape in \"\(String(decoding: slice, as: UTF8.self))\"", column: column)
  }

  func text(_ column: Int) throws(OmicsError) -> String { try unescaped(slice(column), column) }

  /// The text of a cell; nil for `NA`.
  func optionalText(_ column: Int) throws(OmicsError) -> String? {
    let cell = slice(column)
    return CanonicalCell.isMissing(cell) ? nil : try unescaped(cell, column)
  }

  /// The text of a cell; empty for `NA`.
  func statedText(_ column: Int) throws(OmicsError) -> String { try optionalText(column) ?? "" }

  /// The text of a cell that must hold one.
  func name(_ column: Int) throws(OmicsError) -> String {
    guard let text = try optionalText(column), !text.isEmpty else {
      throw error(.missing, "a name is missing", column: column)
    }
    return text
  }

  /// The whole number of a cell; nil for `NA`.
  func optionalInteger(_ column: Int) throws(OmicsError) -> Int? {
    let cell = slice(column)
    if CanonicalCell.isMissing(cell) { return nil }
    guard cell.first != UInt8(ascii: "+"), let value = Int(String(decoding: cell, as: UTF8.self)) else {
      throw expected("a whole number", column)
    }
    return value
  }

  /// The whole number of a cell; `missing` for `NA`.
  func integer(_ column: Int, missing: Int) throws(OmicsError) -> Int { try optionalInteger(column) ?? missing }

  /// The whole number of a cell that must hold one.
  func integer(_ column: Int) throws(OmicsError) -> Int {
    guard let value = try optionalInteger(column) else { throw expected("a whole number", column) }
    return value
  }

  func number(_ column: Int) throws(OmicsError) -> Double {
    guard let value = CanonicalCell.number(slice(column)) else { throw expected("a number", column) }
    return value
  }

  func flag(_ column: Int) throws(OmicsError) -> Bool? {
    let cell = slice(column)
    if CanonicalCell.isMissing(cell) { return nil }
    if cell.elementsEqual("true".utf8) { return true }
    if cell.elementsEqual("false".utf8) { return false }
    throw expected("true, false or NA", column)
  }

  /// A word of a closed list.
  func word<Word: RawRepresentable>(_ column: Int, _: Word.Type) throws(OmicsError) -> Word
  where Word.RawValue == String {
    guard let word = Word(rawValue: try text(column)) else { throw expected("a known word", column) }
    return word
  }

  /// The items of a list; none for `NA` and for an empty cell.
  func list(_ column: Int) throws(OmicsError) -> [String] {
    var items: [String] = []
    for part in parts(column) { items.append(try unescaped(part, column)) }
    return items
  }

  private func parts(_ column: Int) -> [ArraySlice<UInt8>] {
    let cell = slice(column)
    if cell.isEmpty || CanonicalCell.isMissing(cell) { return [] }
    return CanonicalCell.split(cell, at: UInt8(ascii: ";"))
  }

  /// The `key=value` items of a cell.
  func attributes(_ column: Int) throws(OmicsError) -> [Feature.Attribute] {
    var items: [Feature.Attribute] = []
    for part in parts(column) {
      let halves = CanonicalCell.split(part, at: UInt8(ascii: "="))
      guard halves.count >= 2 else { throw expected("key=value items", column) }
      items.append(.init(try unescaped(halves[0], column), try unescaped(part[halves[1].startIndex...], column)))
    }
    return items
  }

  /// The scores of a cell.
  func scores(_ column: Int) throws(OmicsError) -> [Score] {
    var scores: [Score] = []
    for part in parts(column) {
      let fields = CanonicalCell.split(part, at: UInt8(ascii: "|"))
      guard
        fields.count == 4 || fields.count == 5,
        let direction = Score.Direction(rawValue: String(decoding: fields[3], as: UTF8.self)),
        let value = fields.count == 5 ? CanonicalCell.number(fields[4]) : .some(.nan)
      else { throw expected("accession|name|text|direction items", column) }
      let text = try unescaped(fields[2], column)
      scores.append(
        Score(
          accession: try unescaped(fields[0], column), name: try unescaped(fields[1], column), text: text,
          value: fields.count == 5 ? value : Self.value(ofScore: text), direction: direction))
    }
    return scores
  }

  /// The number a score's text gives: a plain decimal number, otherwise nan.
  static func value(ofScore text: String) -> Double { CanonicalCell.number(Array(text.utf8)[...]) ?? .nan }
}
