internal import Schema

/// Reads the schema of a Parquet footer: a flat list of elements that describes a tree.
struct ParquetSchemaReader {
  private struct Element {
    var type: ParquetPhysicalType?
    var length = 0
    var repetition = ParquetField.Repetition.required
    var name = ""
    var children = 0
    var converted: Int?
    var scale = 0
    var logical: ParquetMeaning?
  }

  private static let deepest = 32

  private let elements: [Element]
  private let place: ParquetPlace
  private var next = 1
  private(set) var columns: [ParquetColumnDescriptor] = []

  /// Reads the list of elements at the present place of the footer.
  init(_ input: inout ThriftCompact, place: ParquetPlace, columnLimit: Int) throws(OmicsError) {
    self.place = place
    let count = try input.list(of: .structure).count
    guard count <= 2 * columnLimit + 1 else {
      throw place.error(.limit, "the schema has \(count) fields, more than allowed", at: input.position)
    }
    var list: [Element] = []
    for _ in 0..<count { list.append(try Self.element(&input)) }
    elements = list
  }

  /// The tree's top fields.
  mutating func fields() throws(OmicsError) -> [ParquetField] {
    guard let root = elements.first, root.children > 0 else { throw place.malformed("the schema has no columns") }
    var top: [ParquetField] = []
    for _ in 0..<root.children { top.append(try field(path: "", definition: 0, repetition: 0, depth: 0)) }
    guard next == elements.count else { throw place.malformed("the schema has fields that belong to no group") }
    var seen: Set<String> = []
    for field in top where !seen.insert(field.name).inserted {
      throw place.error(.duplicate, "column \"\(field.name)\" occurs twice in the schema")
    }
    return top
  }

  private mutating func field(
    path: String, definition: Int, repetition: Int, depth: Int
  ) throws(OmicsError) -> ParquetField {
    guard depth < Self.deepest else { throw place.error(.limit, "the schema is nested too deeply") }
    guard next < elements.count else { throw place.malformed("the schema has fewer fields than its groups say") }
    let element = elements[next]
    next += 1
    let own = path.isEmpty ? element.name : "\(path).\(element.name)"
    let level = definition + (element.repetition == .required ? 0 : 1)
    let repeated = repetition + (element.repetition == .repeated ? 1 : 0)
    let first = columns.count
    var field = ParquetField(
      name: element.name, repetition: element.repetition, meaning: Self.meaning(element), children: [],
      definition: level, repetitionLevel: repeated, columns: first..<(first + 1), isColumn: element.children == 0)
    guard element.children == 0 else {
      for _ in 0..<element.children {
        field.children.append(try self.field(path: own, definition: level, repetition: repeated, depth: depth + 1))
      }
      field.columns = first..<columns.count
      return field
    }
    guard let type = element.type else { throw place.malformed("column \"\(own)\" has no type") }
    guard type != .fixedBytes || element.length > 0 else {
      throw place.malformed("column \"\(own)\" has values of length \(element.length)")
    }
    columns.append(
      ParquetColumnDescriptor(
        path: own, type: type, length: type == .int96 ? 12 : type == .fixedBytes ? element.length : 0,
        meaning: field.meaning, maximumDefinition: level, maximumRepetition: repeated))
    return field
  }

  private static func element(_ input: inout ThriftCompact) throws(OmicsError) -> Element {
    var element = Element()
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32):
        let raw = try input.integer()
        guard let type = ParquetPhysicalType(rawValue: raw) else { throw input.malformed("unknown column type \(raw)") }
        element.type = type
      case (2, .int32): element.length = try input.size("the length of a column's values")
      case (3, .int32):
        let raw = try input.integer()
        guard let repetition = ParquetField.Repetition(rawValue: raw) else {
          throw input.malformed("unknown repetition \(raw)")
        }
        element.repetition = repetition
      case (4, .binary): element.name = try input.text()
      case (5, .int32): element.children = try input.size("the number of a group's fields")
      case (6, .int32): element.converted = try input.integer()
      case (7, .int32): element.scale = try input.size("the scale of a decimal column")
      case (10, .structure): element.logical = try logical(&input)
      default: try input.skip(field.kind)
      }
    }
    return element
  }

  private static func logical(_ input: inout ThriftCompact) throws(OmicsError) -> ParquetMeaning? {
    var meaning: ParquetMeaning?
    var last = 0
    while let field = try input.field(after: &last) {
      guard field.kind == .structure else {
        try input.skip(field.kind)
        continue
      }
      switch field.id {
      case 5: meaning = .decimal(scale: try members(&input).scale)
      case 7: meaning = .time(perSecond: try members(&input).perSecond)
      case 8:
        let own = try members(&input)
        meaning = .timestamp(perSecond: own.perSecond, utc: own.flag)
      case 10: meaning = try members(&input).isSigned ? .plain : .unsigned
      default:
        try input.skip(.structure)
        let known: [Int: ParquetMeaning] = [
          1: .text, 2: .map, 3: .list, 4: .text, 6: .date, 12: .text, 15: .half,
        ]
        meaning = known[field.id]
      }
    }
    return meaning
  }

  /// The members of a parametrised logical type: scale or flag (1), time unit or sign (2).
  private static func members(
    _ input: inout ThriftCompact
  ) throws(OmicsError) -> (scale: Int, flag: Bool, isSigned: Bool, perSecond: Int) {
    var found = (scale: 0, flag: false, isSigned: true, perSecond: 1000)
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32): found.scale = try input.size("the scale of a decimal column")
      case (1, .isTrue): found.flag = true
      case (2, .isFalse): found.isSigned = false
      case (2, .structure):
        var unit = 0
        while let member = try input.field(after: &unit) {
          found.perSecond = [2: 1_000_000, 3: 1_000_000_000][member.id] ?? 1000
          try input.skip(member.kind)
        }
      default: try input.skip(field.kind)
      }
    }
    return found
  }

  private static func meaning(_ element: Element) -> ParquetMeaning {
    if let logical = element.logical { return logical }
    switch element.converted {
    case 0, 4, 19: return .text
    case 1, 2: return .map
    case 3: return .list
    case 5: return .decimal(scale: element.scale)
    case 6: return .date
    case 7: return .time(perSecond: 1000)
    case 8: return .time(perSecond: 1_000_000)
    case 9: return .timestamp(perSecond: 1000, utc: true)
    case 10: return .timestamp(perSecond: 1_000_000, utc: true)
    case 11, 12, 13, 14: return .unsigned
    default: return .plain
    }
  }
}
