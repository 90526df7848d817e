/// The values of a column that are there, one after the other: the list of the column's physical type is filled.
public struct ParquetValues: Sendable, Hashable {
  /// BOOLEAN.
  public var booleans: [Bool] = []
  /// INT32.
  public var int32s: [Int32] = []
  /// INT64.
  public var int64s: [Int64] = []
  /// FLOAT.
  public var floats: [Float] = []
  /// DOUBLE.
  public var doubles: [Double] = []
  /// BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY and INT96: all bytes together.
  public var bytes: [UInt8] = []
  /// Where each of the byte values ends in `bytes`.
  public var ends: [Int] = []

  /// No values.
  public init() {}

  /// The bytes of a byte value.
  public func text(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// Removes all values and keeps the memory.
  mutating func removeAll() {
    booleans.removeAll(keepingCapacity: true)
    int32s.removeAll(keepingCapacity: true)
    int64s.removeAll(keepingCapacity: true)
    floats.removeAll(keepingCapacity: true)
    doubles.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Appends the value `index` of other values of the same type.
  mutating func append(_ index: Int, of other: ParquetValues, _ type: ParquetPhysicalType) {
    switch type {
    case .boolean: booleans.append(other.booleans[index])
    case .int32: int32s.append(other.int32s[index])
    case .int64: int64s.append(other.int64s[index])
    case .float: floats.append(other.floats[index])
    case .double: doubles.append(other.doubles[index])
    case .byteArray, .fixedBytes, .int96:
      bytes.append(contentsOf: other.text(index))
      ends.append(bytes.count)
    }
  }

  /// How many values there are of a type.
  func count(_ type: ParquetPhysicalType) -> Int {
    switch type {
    case .boolean: booleans.count
    case .int32: int32s.count
    case .int64: int64s.count
    case .float: floats.count
    case .double: doubles.count
    case .byteArray, .fixedBytes, .int96: ends.count
    }
  }
}
