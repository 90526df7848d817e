/// Texts in order of rows, in little memory: blocks of rows that keep once what their texts share.
///
/// Rows are appended from bytes, without a String a cell. The bytes must be UTF-8, as a checked input is.
public struct TextColumn: Sendable {
  private static let blockRows = 512

  private var blocks: [TextBlock] = []
  // The rows since the last full block: their bytes, and where each lies; equal neighbours share their bytes.
  private var arena: [UInt8] = []
  private var rows: [TextRange] = []

  /// An empty column.
  public init() {}

  /// How many rows there are.
  public var count: Int { blocks.count * Self.blockRows + rows.count }

  /// Adds a row.
  public mutating func append(_ text: UnsafeRawBufferPointer) {
    if rows.count == Self.blockRows { seal() }
    if let last = rows.last, last.count == text.count {
      let isSame = arena.withUnsafeBytes {
        sameBytes(UnsafeRawBufferPointer(rebasing: $0[last.start..<last.end]), text)
      }
      if isSame { return rows.append(last) }
    }
    let start = arena.count
    arena.append(contentsOf: text)
    rows.append(TextRange(start: start, end: arena.count))
  }

  /// Adds a row.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Takes the last row away.
  mutating func removeLast() {
    if rows.isEmpty { reopen() }
    guard let last = rows.popLast() else { return }
    // Bytes that an earlier row shares stay.
    if rows.last.map({ $0.end <= last.start }) ?? true { arena.removeLast(arena.count - last.start) }
  }

  /// The text of a row.
  public subscript(row: Int) -> String {
    var bytes: [UInt8] = []
    append(row, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// All texts.
  public var texts: [String] { (0..<count).map { self[$0] } }

  /// Appends the bytes of a row's text.
  public func append(_ row: Int, to target: inout [UInt8]) {
    let block = row / Self.blockRows
    if block < blocks.count { return blocks[block].append(row % Self.blockRows, to: &target) }
    let range = rows[row - blocks.count * Self.blockRows]
    target.append(contentsOf: arena[range.start..<range.end])
  }

  /// Whether a row has this text.
  public func equals(_ row: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let block = row / Self.blockRows
    if block < blocks.count { return blocks[block].equals(row % Self.blockRows, text) }
    let range = rows[row - blocks.count * Self.blockRows]
    return arena.withUnsafeBytes { sameBytes(UnsafeRawBufferPointer(rebasing: $0[range.start..<range.end]), text) }
  }

  /// Makes the last full block the open one again.
  private mutating func reopen() {
    guard let block = blocks.popLast() else { return }
    for row in 0..<Self.blockRows {
      var text: [UInt8] = []
      block.append(row, to: &text)
      text.withUnsafeBytes { append($0) }
    }
  }

  private mutating func seal() {
    blocks.append(TextBlock(arena, rows))
    arena.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}
