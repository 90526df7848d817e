public import Schema

/// One value of a Parquet row, of any depth.
public indirect enum ParquetCell: Sendable, Hashable {
  /// Nothing is there.
  case missing
  case boolean(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case single(Float)
  case double(Double)
  /// Text, or the text form of a decimal number, a date or a time.
  case text(String)
  /// Bytes that are no text.
  case bytes([UInt8])
  /// A list; a map is a list of records of key and value.
  case list([ParquetCell])
  /// A group's fields in the order of the schema.
  case record([ParquetCell])
}

/// Puts the columns of a batch together to rows, lists and groups included.
public struct ParquetRows {
  private let columns: [ParquetColumn]
  private let first: Int
  private let place: ParquetPlace
  private var entry: [Int]
  private var value: [Int]

  /// Rows of all columns under a top field, which stand in `batch` from `at` on.
  ///
  /// - Parameter file: the file's display name, for errors.
  public init(_ field: ParquetField, _ batch: [ParquetColumn], at: Int, file: String) {
    columns = Array(batch[at..<(at + field.columns.count)])
    first = field.columns.lowerBound
    place = ParquetPlace(file: file, byte: 0, column: field.name)
    entry = [Int](repeating: 0, count: columns.count)
    value = entry
  }

  /// The field's value in the next row.
  ///
  /// - Throws: `malformed` when the columns of one field contradict each other.
  public mutating func next(_ field: ParquetField) throws(OmicsError) -> ParquetCell {
    let cell = try read(field)
    for column in columns.indices {
      guard entry[column] == columns[column].entries || repetition(column) == 0 else {
        throw place.malformed("the columns of this field disagree on the length of a list")
      }
    }
    return cell
  }

  private func repetition(_ column: Int) -> Int {
    let levels = columns[column].repetitions
    return levels.isEmpty ? 0 : Int(levels[entry[column]])
  }

  private func definition(_ column: Int) throws(OmicsError) -> Int {
    guard entry[column] < columns[column].entries else {
      throw place.malformed("the columns of this field disagree on the number of entries")
    }
    let levels = columns[column].definitions
    return levels.isEmpty ? 0 : Int(levels[entry[column]])
  }

  private mutating func step(over field: ParquetField) throws(OmicsError) {
    for column in field.columns {
      _ = try definition(column - first)
      entry[column - first] += 1
    }
  }

  private mutating func read(_ field: ParquetField) throws(OmicsError) -> ParquetCell {
    let leader = field.columns.lowerBound - first
    if field.repetition != .required, try definition(leader) < field.definition {
      try step(over: field)
      return field.repetition == .repeated ? .list([]) : .missing
    }
    guard field.repetition == .repeated else { return try content(field) }
    var items: [ParquetCell] = []
    repeat {
      items.append(try content(field))
    } while entry[leader] < columns[leader].entries
      && repetition(leader) == field.repetitionLevel
    return .list(items)
  }

  private mutating func content(_ field: ParquetField) throws(OmicsError) -> ParquetCell {
    if field.isColumn { return try leaf(field.columns.lowerBound - first) }
    if field.meaning == .list || field.meaning == .map, field.children.count == 1,
      let inner = field.children.first, inner.repetition == .repeated
    {
      return try items(inner, of: field)
    }
    var fields: [ParquetCell] = []
    for child in field.children { fields.append(try read(child)) }
    return .record(fields)
  }

  /// The elements of a list: the repeated group stands for its single field, except in two old spellings.
  private mutating func items(_ inner: ParquetField, of list: ParquetField) throws(OmicsError) -> ParquetCell {
    let cell = try read(inner)
    let isWrapper =
      !inner.isColumn && inner.children.count == 1 && inner.name != "array" && inner.name != "\(list.name)_tuple"
      && list.meaning == .list
    guard isWrapper, case .list(let wrapped) = cell else { return cell }
    return .list(
      wrapped.map {
        if case .record(let fields) = $0, fields.count == 1 { return fields[0] }
        return $0
      })
  }

  private mutating func leaf(_ index: Int) throws(OmicsError) -> ParquetCell {
    let column = columns[index]
    guard try definition(index) == column.descriptor.maximumDefinition,
      value[index] < column.values.count(column.descriptor.type)
    else { throw place.malformed("the columns of this field disagree on what is missing") }
    defer {
      entry[index] += 1
      value[index] += 1
    }
    return column.cell(value[index])
  }
}
