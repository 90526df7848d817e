/// How a column's values stand in the file.
public enum ParquetPhysicalType: Int, Sendable, Hashable {
  case boolean = 0, int32, int64, int96, float, double, byteArray, fixedBytes
}

/// What a column's values mean.
public enum ParquetMeaning: Sendable, Hashable {
  /// What the physical type says.
  case plain
  /// UTF-8 text.
  case text
  /// A whole number without sign.
  case unsigned
  /// A decimal number with this many digits after the point.
  case decimal(scale: Int)
  /// Days since 1970-01-01.
  case date
  /// Time of day, this many parts of a second.
  case time(perSecond: Int)
  /// Time since 1970-01-01T00:00:00, this many parts of a second.
  case timestamp(perSecond: Int, utc: Bool)
  /// 16-bit floating point.
  case half
  /// A list.
  case list
  /// A map: a list of keys and values.
  case map
}

/// A field of a Parquet schema: a column, or a group of fields.
public struct ParquetField: Sendable, Hashable {
  /// How often a field occurs in its parent.
  public enum Repetition: Int, Sendable, Hashable {
    case required = 0, optional, repeated
  }

  /// The name.
  public var name: String
  /// How often it occurs.
  public var repetition: Repetition
  /// What it means.
  public var meaning: ParquetMeaning
  /// The fields of a group; empty for a column.
  public var children: [ParquetField]
  /// The definition level from which the field is there.
  public var definition: Int
  /// The repetition level of the field.
  public var repetitionLevel: Int
  /// The columns under it: for a column itself, one.
  public var columns: Range<Int>
  /// Whether it is a column.
  public var isColumn: Bool
}

/// A column: a leaf of the schema.
public struct ParquetColumnDescriptor: Sendable, Hashable {
  /// The names from the top field down, joined by dots.
  public var path: String
  /// The physical type.
  public var type: ParquetPhysicalType
  /// The length of fixed-length values, else 0.
  public var length: Int
  /// What the values mean.
  public var meaning: ParquetMeaning
  /// The definition level of a value that is there.
  public var maximumDefinition: Int
  /// The greatest repetition level.
  public var maximumRepetition: Int
}
