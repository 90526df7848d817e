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

  struct Slot: Hashable {
    var key: String
    var occurrence: Int
  }

  private(set) var slots: [Slot] = []
  private var index: [Slot: Int] = [:]
  private(set) var needsOrder = false

  /// The columns needed by these rows.
  init(_ rows: some Sequence<[Feature.Attribute]>) {
    for row in rows {
      var last = -1
      for position in positions(of: row, adding: true) {
        if position < last { needsOrder = true }
        last = position
      }
    }
  }

  private mutating func positions(of row: [Feature.Attribute], adding: Bool) -> [Int] {
    var seen: [String: Int] = [:]
    var found: [Int] = []
    found.reserveCapacity(row.count)
    for attribute in row {
      let occurrence = seen[attribute.key, default: 0] + 1
      seen[attribute.key] = occurrence
      let slot = Slot(key: attribute.key, occurrence: occurrence)
      if let position = index[slot] {
        found.append(position)
      } else {
        index[slot] = slots.count
        found.append(slots.count)
        slots.append(slot)
      }
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
    let found = positions(of: row, adding: false)
    var values = [String?](repeating: nil, count: slots.count)
    for (attribute, position) in zip(row, found) { values[position] = attribute.value }
    for value in values { table.optionalText(value) }
    guard needsOrder else { return }
    let isInOrder = zip(found, found.dropFirst()).allSatisfy { $0 < $1 }
    table.list(isInOrder ? [] : found.map { "\($0 + 1)" })
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
