/// What a cell of a numeric column holds.
public enum NumberCell: Sendable, Equatable {
  /// A finite number.
  case number(Double)
  /// One of the declared missing spellings, by its index.
  case missing(Int)
  /// A spelling of "not a number" that is not declared as missing.
  case notANumber
  /// A spelling of infinity.
  case infinite(Double)
  /// A number beyond the range of Double.
  case overflow
  /// Anything else.
  case text
}

/// The character between the whole part and the fraction, the same for a whole column.
public enum DecimalMark: String, Sendable, CaseIterable {
  /// `1.5`
  case point
  /// `1,5`
  case comma

  /// The byte of the mark.
  var byte: UInt8 { self == .point ? 0x2E : 0x2C }
}

/// The spellings that mean "no value" in a format: a fixed list, compared byte by byte and with case.
public struct MissingSpellings: Sendable, Hashable {
  /// The spellings in the order of their indices.
  public let spellings: [String]
  private let encoded: [[UInt8]]
  private let emptyIndex: Int?
  /// One bit for each first byte that a spelling has.
  private let firstBytes: SIMD4<UInt64>

  /// No spelling means missing.
  public static let none = MissingSpellings([])
  /// The empty cell and `NA`.
  public static let standard = MissingSpellings(["", "NA"])

  /// A list of spellings; `""` is the empty cell.
  public init(_ spellings: [String]) {
    self.spellings = spellings
    encoded = spellings.map { Array($0.utf8) }
    emptyIndex = spellings.firstIndex(of: "")
    var bits = SIMD4<UInt64>.zero
    for spelling in encoded {
      if let first = spelling.first { bits[Int(first >> 6)] |= 1 << UInt64(first & 63) }
    }
    firstBytes = bits
  }

  /// The index of the spelling that these bytes are; nil when they are none.
  public func index(of bytes: UnsafeRawBufferPointer) -> Int? {
    guard let first = bytes.first else { return emptyIndex }
    if firstBytes[Int(first >> 6)] >> UInt64(first & 63) & 1 == 0 { return nil }
    return encoded.firstIndex { $0.count == bytes.count && $0.elementsEqual(bytes) }
  }
}
