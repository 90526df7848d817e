internal import Schema

/// The header of a page.
struct ParquetPageHeader {
  /// What a page holds.
  enum Kind: Int {
    case data = 0, index, dictionary, dataV2
  }

  /// How values are written.
  enum Encoding: Int {
    case plain = 0
    case plainDictionary = 2
    case runs, bitPacked, deltaPacked, deltaLength, deltaBytes, dictionary, streamSplit
  }

  var kind = Kind.index
  var expandedSize = 0
  var size = 0
  var checksum: UInt32?
  var values = 0
  var encoding = Encoding.plain
  /// How levels of a page of the first version are written.
  var levels = Encoding.runs
  /// Bytes of the levels in a page of the second version, which stand before the values and are never compressed.
  var definitionSize = 0
  var repetitionSize = 0
  var isCompressed = true

  init(_ input: inout ThriftCompact) throws(OmicsError) {
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32):
        let raw = try input.integer()
        guard let kind = Kind(rawValue: raw) else { throw input.malformed("unknown kind of page, \(raw)") }
        self.kind = kind
      case (2, .int32): expandedSize = try input.size("the uncompressed size of a page")
      case (3, .int32): size = try input.size("the size of a page")
      case (4, .int32): checksum = UInt32(truncatingIfNeeded: try input.integer())
      case (5, .structure), (7, .structure): try readValues(&input, isDictionary: field.id == 7)
      case (8, .structure): try readSecond(&input)
      default: try input.skip(field.kind)
      }
    }
  }

  private mutating func readValues(_ input: inout ThriftCompact, isDictionary: Bool) throws(OmicsError) {
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32): values = try input.size("the number of a page's values")
      case (2, .int32): encoding = try Self.encoding(&input)
      case (3, .int32) where !isDictionary, (4, .int32) where !isDictionary:
        let own = try Self.encoding(&input)
        if own != .runs { levels = own }
      default: try input.skip(field.kind)
      }
    }
  }

  private mutating func readSecond(_ input: inout ThriftCompact) throws(OmicsError) {
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32): values = try input.size("the number of a page's values")
      case (4, .int32): encoding = try Self.encoding(&input)
      case (5, .int32): definitionSize = try input.size("the size of a page's definition levels")
      case (6, .int32): repetitionSize = try input.size("the size of a page's repetition levels")
      case (7, .isTrue): isCompressed = true
      case (7, .isFalse): isCompressed = false
      default: try input.skip(field.kind)
      }
    }
  }

  private static func encoding(_ input: inout ThriftCompact) throws(OmicsError) -> Encoding {
    let raw = try input.integer()
    guard let encoding = Encoding(rawValue: raw) else { throw input.malformed("unknown encoding \(raw)") }
    return encoding
  }
}
