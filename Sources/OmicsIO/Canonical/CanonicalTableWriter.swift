import Schema

/// Builds the bytes of one canonical table: stamp line, header line, rows of tab-separated cells.
///
/// With a sink the bytes are passed on piece by piece, so that a large table never lies in memory as text.
struct CanonicalTableWriter {
  /// The name without `.tsv`.
  let name: String
  private static let pieceBytes = 256 * 1024

  private var bytes: [UInt8] = []
  private let sink: ByteSink?
  private var failure: OmicsError?
  private(set) var rows = 0
  private var isRowStart = true
  /// The bytes of the next cell, for `text()` and `statedText()`.
  var scratch: [UInt8] = []

  /// A table with its stamp (`#table <name> 1 key=value …`) and header.
  init(_ name: String, facts: [(String, String)] = [], columns: [String], to sink: ByteSink? = nil) {
    self.name = name
    self.sink = sink
    bytes.append(contentsOf: "#table \(name) \(CanonicalText.version)".utf8)
    for (key, value) in facts {
      bytes.append(contentsOf: " \(key)=".utf8)
      var escaped: [UInt8] = []
      CanonicalCell.appendEscaped(value, to: &escaped)
      for byte in escaped {
        if byte == 0x20 {
          bytes.append(contentsOf: "\\s".utf8)
        } else {
          bytes.append(byte)
        }
      }
    }
    bytes.append(CanonicalCell.newline)
    for column in columns { text(column) }
    endRow()
    rows = 0
  }

  private mutating func startCell() {
    if isRowStart { isRowStart = false } else { bytes.append(CanonicalCell.tab) }
  }

  /// A text that may be empty.
  mutating func text(_ text: String) {
    startCell()
    let start = bytes.count
    CanonicalCell.appendEscaped(text, to: &bytes)
    CanonicalCell.protectMissing(from: start, in: &bytes)
  }

  /// A text that may be empty: the scratch bytes.
  mutating func text() {
    startCell()
    let start = bytes.count
    scratch.withUnsafeBufferPointer { CanonicalCell.appendEscaped($0, to: &bytes) }
    CanonicalCell.protectMissing(from: start, in: &bytes)
  }

  /// A text, `NA` when empty: the scratch bytes.
  mutating func statedText() {
    text()
    if scratch.isEmpty { CanonicalCell.appendMissing(to: &bytes) }
  }

  /// The text of a row that may be empty.
  mutating func text(_ row: Int, of column: TextColumn) {
    scratch.removeAll(keepingCapacity: true)
    column.append(row, to: &scratch)
    text()
  }

  /// The text of a row, `NA` when empty.
  mutating func statedText(_ row: Int, of column: TextColumn) {
    scratch.removeAll(keepingCapacity: true)
    column.append(row, to: &scratch)
    statedText()
  }

  /// A text, `NA` when nil.
  mutating func optionalText(_ value: String?) {
    if let value { text(value) } else { missing() }
  }

  /// A text, `NA` when empty.
  mutating func statedText(_ value: String) {
    if value.isEmpty { missing() } else { text(value) }
  }

  mutating func missing() {
    startCell()
    CanonicalCell.appendMissing(to: &bytes)
  }

  mutating func integer(_ value: Int) {
    startCell()
    bytes.append(contentsOf: value.description.utf8)
  }

  /// A whole number, `NA` when nil.
  mutating func integer(optional value: Int?) {
    if let value { integer(value) } else { missing() }
  }

  /// A whole number, `NA` when it is the value that means "not stated".
  mutating func integer(_ value: Int, missing none: Int) {
    if value == none { missing() } else { integer(value) }
  }

  mutating func number(_ value: Double) {
    startCell()
    CanonicalCell.append(value, to: &bytes)
  }

  /// `true`, `false` or `NA`.
  mutating func flag(_ value: Bool?) {
    guard let value else { return missing() }
    startCell()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Items joined by `;`; `NA` for no items.
  mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return missing() }
    startCell()
    let start = bytes.count
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ";")) }
      if item.isEmpty {
        bytes.append(contentsOf: "\\e".utf8)
      } else {
        CanonicalCell.appendEscaped(item, separators: [UInt8(ascii: ";")], to: &bytes)
      }
    }
    CanonicalCell.protectMissing(from: start, in: &bytes)
  }

  /// `key=value` items joined by `;`; `NA` for none.
  mutating func attributes(_ items: [Feature.Attribute]) {
    guard !items.isEmpty else { return missing() }
    startCell()
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ";")) }
      CanonicalCell.appendEscaped(item.key, separators: [UInt8(ascii: ";"), UInt8(ascii: "=")], to: &bytes)
      bytes.append(UInt8(ascii: "="))
      CanonicalCell.appendEscaped(item.value, separators: [UInt8(ascii: ";")], to: &bytes)
    }
  }

  /// `accession|name|text|direction` items joined by `;`, with `|value` where the text does not give the value.
  mutating func scores(_ scores: [Score]) {
    guard !scores.isEmpty else { return missing() }
    startCell()
    let separators = [UInt8(ascii: ";"), UInt8(ascii: "|")]
    for (index, score) in scores.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ";")) }
      for field in [score.accession, score.name, score.text] {
        CanonicalCell.appendEscaped(field, separators: separators, to: &bytes)
        bytes.append(UInt8(ascii: "|"))
      }
      bytes.append(contentsOf: score.direction.rawValue.utf8)
      if !Self.sameNumber(CanonicalTableReader.value(ofScore: score.text), score.value) {
        bytes.append(UInt8(ascii: "|"))
        CanonicalCell.append(score.value, to: &bytes)
      }
    }
  }

  /// The items of a row of lists, joined by `;`; `NA` for none.
  mutating func list(_ row: Int, of lists: NameLists) {
    let count = lists.count(of: row)
    guard count > 0 else { return missing() }
    startCell()
    let start = bytes.count
    for place in 0..<count {
      if place > 0 { bytes.append(UInt8(ascii: ";")) }
      scratch.removeAll(keepingCapacity: true)
      lists.append(row, place, to: &scratch)
      if scratch.isEmpty { bytes.append(contentsOf: "\\e".utf8) }
      scratch.withUnsafeBufferPointer { CanonicalCell.appendEscaped($0, separators: [UInt8(ascii: ";")], to: &bytes) }
    }
    CanonicalCell.protectMissing(from: start, in: &bytes)
  }

  /// The scores of a row of a table, as `scores(_:)` writes them.
  mutating func scores(_ row: Int, of table: ScoreTable, _ words: ScoreWords) {
    let slots = table.texts.slots(ofShape: table.texts.shape(of: row))
    guard !slots.isEmpty else { return missing() }
    startCell()
    for (place, slot) in slots.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ";")) }
      bytes.append(contentsOf: words.heads[Int(slot)])
      scratch.removeAll(keepingCapacity: true)
      table.texts.append(row, Int(slot), to: &scratch)
      scratch.withUnsafeBufferPointer { CanonicalCell.appendEscaped($0, separators: ScoreWords.separators, to: &bytes) }
      bytes.append(contentsOf: words.tails[Int(slot)])
      guard !ScoreWords.isPlainNumber(scratch) else { continue }
      let text = String(decoding: scratch, as: UTF8.self)
      let value = ScoreTable.number(of: text)
      if !Self.sameNumber(CanonicalTableReader.value(ofScore: text), value) {
        bytes.append(UInt8(ascii: "|"))
        CanonicalCell.append(value, to: &bytes)
      }
    }
  }

  private static func sameNumber(_ left: Double, _ right: Double) -> Bool {
    left.isNaN ? right.isNaN : left.bitPattern == right.bitPattern
  }

  mutating func endRow() {
    bytes.append(CanonicalCell.newline)
    isRowStart = true
    rows += 1
    if bytes.count >= Self.pieceBytes, let sink { pass(to: sink) }
  }

  private mutating func pass(to sink: ByteSink) {
    // Rows do not fail: what the sink says is kept until the end.
    if failure == nil {
      do throws(OmicsError) { try sink.append(bytes) } catch { failure = error }
    }
    bytes.removeAll(keepingCapacity: true)
  }

  /// The bytes that were not passed on: all of them without a sink.
  ///
  /// - Throws: what the sink threw.
  consuming func finish() throws(OmicsError) -> [UInt8] {
    if let failure { throw failure }
    return bytes
  }
}
