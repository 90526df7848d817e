import Schema

/// The columns that hold free attributes (key and value pairs) after the fixed columns of a canonical table.
///
/// One column a key, in order of first appearance. A key that equals a fixed column's name, is empty, or looks like a
/// mark of this scheme is written `attribute:<key>`; the n-th occurrence of a key within one row has the column
/// `attribute<n>:<key>`. `NA` means the row has no such attribute; an empty cell is an empty value. Only where a row's
/// own order differs from the order of columns a last column `attribute_order` lists its columns, from 1, joined by `;`.
struct AttributeColumns {
  static let orderColumn = "attribute_order"
  private static let mark = Array("attribute".utf8)

  typealias Slot = AttributeTable.Slot

  private(set) var slots: [Slot] = []
  private var index: [Slot: Int] = [:]
  private(set) var needsOrder = false

  /// The columns needed by these rows.
  init(_ rows: some Sequence<[Feature.Attribute]>) {
    for row in rows {
      if !Self.isInOrder(positions(of: row)) { needsOrder = true }
    }
  }

  /// The columns needed by the rows of a table; `whole` gives the attributes of rows that are kept outside it.
  init(_ table: AttributeTable, whole: (Int) -> [Feature.Attribute]?) {
    var seen = [Bool](repeating: false, count: table.texts.shapeCount)
    for row in 0..<table.count {
      let found: [Int]
      if let attributes = whole(row) {
        found = positions(of: attributes)
      } else {
        let shape = table.texts.shape(of: row)
        if seen[shape] { continue }
        seen[shape] = true
        found = table.texts.slots(ofShape: shape).map { position(of: table.slots[Int($0)]) }
      }
      if !Self.isInOrder(found) { needsOrder = true }
    }
    shapes = seen.indices.map { shape in
      guard seen[shape] else { return Shape() }
      let slots = table.texts.slots(ofShape: shape).map(Int.init)
      var found = Shape()
      found.positions = slots.map { index[table.slots[$0]] ?? 0 }
      found.slots = [Int](repeating: -1, count: self.slots.count)
      for (position, slot) in zip(found.positions, slots) { found.slots[position] = slot }
      return found
    }
  }

  /// Where the attributes of rows of one shape stand.
  private struct Shape {
    /// The column of each attribute, in the row's order.
    var positions: [Int] = []
    /// The slot in the table of each column; -1 where the row has none.
    var slots: [Int] = []
  }

  private var shapes: [Shape] = []

  private static func isInOrder(_ positions: [Int]) -> Bool {
    zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
  }

  private mutating func position(of slot: Slot) -> Int {
    if let position = index[slot] { return position }
    index[slot] = slots.count
    slots.append(slot)
    return slots.count - 1
  }

  private mutating func positions(of row: [Feature.Attribute]) -> [Int] {
    var seen: [String: Int] = [:]
    var found: [Int] = []
    found.reserveCapacity(row.count)
    for attribute in row {
      let occurrence = seen[attribute.key, default: 0] + 1
      seen[attribute.key] = occurrence
      found.append(position(of: Slot(key: attribute.key, occurrence: occurrence)))
    }
    return found
  }

  /// The column names, the order column included when it is needed.
  func names(reserved: [String]) -> [String] {
    var names = slots.map { Self.name(of: $0, reserved: reserved) }
    if needsOrder { names.append(Self.orderColumn) }
    return names
  }

  /// Appends the cells of a row.
  mutating func append(_ row: [Feature.Attribute], to table: inout CanonicalTableWriter) {
    let found = positions(of: row)
    var values = [String?](repeating: nil, count: slots.count)
    for (attribute, position) in zip(row, found) { values[position] = attribute.value }
    for value in values { table.optionalText(value) }
    if needsOrder { table.list(Self.isInOrder(found) ? [] : found.map { "\($0 + 1)" }) }
  }

  /// Appends the cells of a row of the table that the columns were made for.
  func append(_ row: Int, of attributes: AttributeTable, to table: inout CanonicalTableWriter) {
    let shape = shapes[attributes.texts.shape(of: row)]
    for slot in shape.slots {
      if slot < 0 {
        table.missing()
      } else {
        table.scratch.removeAll(keepingCapacity: true)
        attributes.texts.append(row, slot, to: &table.scratch)
        table.text()
      }
    }
    if needsOrder { table.list(Self.isInOrder(shape.positions) ? [] : shape.positions.map { "\($0 + 1)" }) }
  }

  static func name(of slot: Slot, reserved: [String]) -> String {
    if slot.occurrence > 1 { return "attribute\(slot.occurrence):\(slot.key)" }
    let isPlain = !slot.key.isEmpty && slot.key != orderColumn && !reserved.contains(slot.key)
    return isPlain && marked(slot.key) == nil ? slot.key : "attribute:\(slot.key)"
  }

  /// The key a column name stands for.
  static func key(of name: String) -> String { marked(name) ?? name }

  private static func marked(_ name: String) -> String? {
    let bytes = Array(name.utf8)
    guard bytes.starts(with: mark) else { return nil }
    let rest = bytes[mark.count...].drop { (0x30...0x39).contains($0) }
    guard rest.first == UInt8(ascii: ":") else { return nil }
    return String(decoding: rest.dropFirst(), as: UTF8.self)
  }

  /// The attributes of a row of a table whose attribute columns start at `first`.
  static func attributes(
    of row: CanonicalTableReader, keys: [String], from first: Int, hasOrder: Bool
  ) throws(OmicsError) -> [Feature.Attribute] {
    var values: [String?] = []
    values.reserveCapacity(keys.count)
    for offset in keys.indices { values.append(try row.optionalText(first + offset)) }
    if hasOrder {
      let order = try row.list(first + keys.count)
      if !order.isEmpty { return try ordered(order, keys: keys, values: values, row: row, column: first + keys.count) }
    }
    var attributes: [Feature.Attribute] = []
    for (key, value) in zip(keys, values) {
      if let value { attributes.append(.init(key, value)) }
    }
    return attributes
  }

  private static func ordered(
    _ order: [String], keys: [String], values: [String?], row: CanonicalTableReader, column: Int
  ) throws(OmicsError) -> [Feature.Attribute] {
    var attributes: [Feature.Attribute] = []
    var used: Set<Int> = []
    for word in order {
      guard
        let number = Int(word), keys.indices.contains(number - 1), let value = values[number - 1],
        used.insert(number).inserted
      else {
        throw row.error(.dangling, "attribute column \"\(word)\" has no value in this row", column: column)
      }
      attributes.append(.init(keys[number - 1], value))
    }
    guard attributes.count == values.count(where: { $0 != nil }) else {
      throw row.error(.missing, "not every attribute of this row is listed", column: column)
    }
    return attributes
  }
}
