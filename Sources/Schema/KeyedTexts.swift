/// Texts under keys, row after row, by key: what rows carry beside their fixed fields.
///
/// A key is known here by a small number, its slot; whoever owns the table knows its name. The slots of a row, in their
/// order, are its shape: most rows have one of a few shapes, so that a row costs one number beside its texts.
public struct KeyedTexts: Sendable {
  private struct Column: Sendable {
    var texts = TextColumn()
    /// The row of the first text; rows without the key are filled up with empty texts when a later row has it.
    var first: Int
  }

  private var columns: [Column] = []
  private var shapes: [[Int32]] = [[]]
  private var shapeIndex: [[Int32]: Int32] = [[]: 0]
  private var rows: [Int32] = []
  /// The slots of the row under construction.
  private var pending: [Int32] = []
  private var lastShape: Int32 = 0

  /// A table without rows.
  public init() {}

  /// How many rows there are.
  public var count: Int { rows.count }

  /// Adds a text to the row under construction; a slot occurs once in a row.
  public mutating func add(_ slot: Int, _ text: UnsafeRawBufferPointer) {
    prepare(slot)
    columns[slot].texts.append(text)
  }

  /// Adds a text to the row under construction.
  public mutating func add(_ slot: Int, _ text: String) {
    var text = text
    text.withUTF8 { add(slot, UnsafeRawBufferPointer($0)) }
  }

  private mutating func prepare(_ slot: Int) {
    while columns.count <= slot { columns.append(Column(first: rows.count)) }
    if columns[slot].texts.count == 0 { columns[slot].first = rows.count }
    while columns[slot].first + columns[slot].texts.count < rows.count { columns[slot].texts.append("") }
    pending.append(Int32(slot))
  }

  /// Ends the row under construction.
  public mutating func endRow() {
    if pending != shapes[Int(lastShape)] {
      if let known = shapeIndex[pending] {
        lastShape = known
      } else {
        lastShape = Int32(shapes.count)
        shapes.append(pending)
        shapeIndex[pending] = lastShape
      }
    }
    rows.append(lastShape)
    pending.removeAll(keepingCapacity: true)
  }

  /// Takes the last row away.
  mutating func removeLast() {
    guard let shape = rows.popLast() else { return }
    for slot in shapes[Int(shape)] { columns[Int(slot)].texts.removeLast() }
  }

  /// The shape of a row: equal for rows with the same slots in the same order.
  public func shape(of row: Int) -> Int { Int(rows[row]) }

  /// How many shapes there are.
  public var shapeCount: Int { shapes.count }

  /// The slots of a shape, in order.
  public func slots(ofShape shape: Int) -> [Int32] { shapes[shape] }

  /// The slots of the last row that was ended, in order.
  var lastSlots: [Int32] { shapes[Int(lastShape)] }

  /// The text of a slot that the row's shape has.
  public func text(_ row: Int, _ slot: Int) -> String { columns[slot].texts[row - columns[slot].first] }

  /// Appends the bytes of a slot that the row's shape has.
  public func append(_ row: Int, _ slot: Int, to target: inout [UInt8]) {
    columns[slot].texts.append(row - columns[slot].first, to: &target)
  }
}
