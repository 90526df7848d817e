internal import Schema

/// The values of one page, decoded piece by piece.
struct ParquetPageValues {
  private enum Form {
    case plain(at: Int)
    case booleans(HybridRuns)
    case dictionary(HybridRuns)
    case differences(DeltaPacked)
    case lengths(DeltaPacked, at: Int)
    case prefixes(DeltaPacked, DeltaPacked, at: Int)
    case streams(count: Int, next: Int)
  }

  private let bytes: [UInt8]
  private let place: ParquetPlace
  private let column: ParquetColumnDescriptor
  /// The most bytes one batch of a column may hold.
  private let room: Int
  private var form: Form
  private let start: Int
  private var before: ArraySlice<UInt8> = []
  private var scratch: [Int64] = []
  private var more: [Int64] = []
  private var indices: [Int32] = []

  /// - Parameter start: where the values start in the page, after the levels.
  init(
    _ bytes: [UInt8], from start: Int, encoding: ParquetPageHeader.Encoding, column: ParquetColumnDescriptor,
    hasDictionary: Bool, room: Int, place: ParquetPlace
  ) throws(OmicsError) {
    self.bytes = bytes
    self.place = place
    self.column = column
    self.room = room
    self.start = start
    let isBytes = column.type == .byteArray
    switch encoding {
    case .plain: form = .plain(at: start)
    case .dictionary, .plainDictionary:
      guard hasDictionary else { throw place.malformed("the page refers to a dictionary that is not there") }
      // A page without values has no bytes.
      let width = start < bytes.count ? Int(bytes[start]) : 0
      form = .dictionary(try HybridRuns(bytes, min(start + 1, bytes.count)..<bytes.count, width: width, place: place))
    case .runs where column.type == .boolean:
      guard bytes.count - start >= 4 else { throw place.error(.truncated, "the page ends too early") }
      let size = Self.word(bytes, start)
      guard size <= bytes.count - start - 4 else { throw place.error(.truncated, "the page ends too early") }
      form = .booleans(try HybridRuns(bytes, (start + 4)..<(start + 4 + size), width: 1, place: place))
    case .deltaPacked where column.type == .int32 || column.type == .int64:
      form = .differences(try DeltaPacked(bytes, from: start, to: bytes.count, place: place))
    case .deltaLength where isBytes:
      let lengths = try DeltaPacked(bytes, from: start, to: bytes.count, place: place)
      form = .lengths(lengths, at: try lengths.endPosition())
    case .deltaBytes where isBytes || column.type == .fixedBytes:
      let prefixes = try DeltaPacked(bytes, from: start, to: bytes.count, place: place)
      let suffixes = try DeltaPacked(bytes, from: try prefixes.endPosition(), to: bytes.count, place: place)
      form = .prefixes(prefixes, suffixes, at: try suffixes.endPosition())
    case .streamSplit where !isBytes && column.type != .boolean && column.type != .int96:
      let width = Self.width(column)
      guard (bytes.count - start) % width == 0 else { throw place.malformed("the split streams have unequal lengths") }
      form = .streams(count: (bytes.count - start) / width, next: 0)
    default:
      throw place.malformed("values of this type cannot be encoded as the page says")
    }
  }

  /// Appends the next `count` values.
  ///
  /// - Throws: `truncated` when there are fewer; `limit` when they need more memory than a batch may.
  mutating func take(
    _ count: Int, dictionary: ParquetValues, into values: inout ParquetValues
  ) throws(OmicsError) {
    if count == 0 { return }
    switch form {
    case .plain(var position):
      if column.type == .boolean {
        try takeBits(count, &position, &values)
      } else if column.type == .byteArray {
        try takeBytes(count, &position, &values)
      } else {
        let width = Self.width(column)
        guard count <= (bytes.count - position) / width else { throw short() }
        for _ in 0..<count {
          append(at: position, stride: 1, width, &values)
          position += width
        }
      }
      form = .plain(at: position)
    case .booleans(var runs):
      indices.removeAll(keepingCapacity: true)
      try runs.take(count, into: &indices)
      for bit in indices { values.booleans.append(bit != 0) }
      form = .booleans(runs)
    case .dictionary(var runs):
      indices.removeAll(keepingCapacity: true)
      try runs.take(count, into: &indices)
      try look(up: dictionary, &values)
      form = .dictionary(runs)
    case .differences(var numbers):
      scratch.removeAll(keepingCapacity: true)
      try numbers.take(count, into: &scratch)
      if column.type == .int32 {
        for number in scratch { values.int32s.append(Int32(truncatingIfNeeded: number)) }
      } else {
        values.int64s.append(contentsOf: scratch)
      }
      form = .differences(numbers)
    case .lengths(var lengths, var position):
      scratch.removeAll(keepingCapacity: true)
      try lengths.take(count, into: &scratch)
      for length in scratch { try takeOne(length, prefix: 0, &position, &values) }
      form = .lengths(lengths, at: position)
    case .prefixes(var prefixes, var suffixes, var position):
      scratch.removeAll(keepingCapacity: true)
      more.removeAll(keepingCapacity: true)
      try prefixes.take(count, into: &scratch)
      try suffixes.take(count, into: &more)
      for index in 0..<count { try takeOne(more[index], prefix: scratch[index], &position, &values) }
      form = .prefixes(prefixes, suffixes, at: position)
    case .streams(let total, var next):
      guard count <= total - next else { throw short() }
      let width = Self.width(column)
      for _ in 0..<count {
        append(at: start + next, stride: total, width, &values)
        next += 1
      }
      form = .streams(count: total, next: next)
    }
  }

  private func takeBits(_ count: Int, _ position: inout Int, _ values: inout ParquetValues) throws(OmicsError) {
    // The position counts bits from the start here.
    var bit = (position - start)
    guard count <= (bytes.count - start) * 8 - bit else { throw short() }
    for _ in 0..<count {
      values.booleans.append(bytes[start + bit >> 3] >> UInt8(bit & 7) & 1 == 1)
      bit += 1
    }
    position = start + bit
  }

  private func takeBytes(_ count: Int, _ position: inout Int, _ values: inout ParquetValues) throws(OmicsError) {
    for _ in 0..<count {
      guard bytes.count - position >= 4 else { throw short() }
      let length = Self.word(bytes, position)
      position += 4
      guard length <= bytes.count - position else { throw short() }
      try checkRoom(values, length)
      values.bytes.append(contentsOf: bytes[position..<(position + length)])
      values.ends.append(values.bytes.count)
      position += length
    }
  }

  /// One byte value: `prefix` bytes of the value before, then `length` bytes of its own.
  private mutating func takeOne(
    _ length: Int64, prefix: Int64, _ position: inout Int, _ values: inout ParquetValues
  ) throws(OmicsError) {
    guard length >= 0, length <= bytes.count - position else { throw short() }
    guard prefix >= 0, prefix <= before.count else {
      throw place.malformed("a value repeats more of the value before than there is")
    }
    let suffix = bytes[position..<(position + Int(length))]
    position += Int(length)
    try checkRoom(values, Int(prefix + length))
    let begin = values.bytes.count
    values.bytes.append(contentsOf: before.prefix(Int(prefix)))
    values.bytes.append(contentsOf: suffix)
    if case .prefixes = form {
      guard column.type != .fixedBytes || values.bytes.count - begin == column.length else {
        throw place.malformed("a value has not the length of its column")
      }
      before = ArraySlice(Array(values.bytes[begin...]))
    }
    values.ends.append(values.bytes.count)
  }

  private func look(up dictionary: ParquetValues, _ values: inout ParquetValues) throws(OmicsError) {
    let size = dictionary.count(column.type)
    for index in indices where index < 0 || Int(index) >= size {
      throw place.malformed("entry \(index) of a dictionary of \(size) is asked for")
    }
    switch column.type {
    case .int32: for index in indices { values.int32s.append(dictionary.int32s[Int(index)]) }
    case .int64: for index in indices { values.int64s.append(dictionary.int64s[Int(index)]) }
    case .float: for index in indices { values.floats.append(dictionary.floats[Int(index)]) }
    case .double: for index in indices { values.doubles.append(dictionary.doubles[Int(index)]) }
    case .boolean: for index in indices { values.booleans.append(dictionary.booleans[Int(index)]) }
    case .byteArray, .fixedBytes, .int96:
      for index in indices {
        let text = dictionary.text(Int(index))
        try checkRoom(values, text.count)
        values.bytes.append(contentsOf: text)
        values.ends.append(values.bytes.count)
      }
    }
  }

  private func checkRoom(_ values: ParquetValues, _ length: Int) throws(OmicsError) {
    guard values.bytes.count + length <= room else {
      throw place.error(.limit, "a batch of rows of this column holds more than \(room) bytes")
    }
  }

  /// A value of fixed width whose bytes stand `stride` apart.
  private func append(at position: Int, stride: Int, _ width: Int, _ values: inout ParquetValues) {
    switch column.type {
    case .int32, .float:
      var word: UInt32 = 0
      for index in 0..<4 { word |= UInt32(bytes[position + index * stride]) << UInt32(8 * index) }
      if column.type == .int32 {
        values.int32s.append(Int32(bitPattern: word))
      } else {
        values.floats.append(Float(bitPattern: word))
      }
    case .int64, .double:
      var word: UInt64 = 0
      for index in 0..<8 { word |= UInt64(bytes[position + index * stride]) << UInt64(8 * index) }
      if column.type == .int64 {
        values.int64s.append(Int64(bitPattern: word))
      } else {
        values.doubles.append(Double(bitPattern: word))
      }
    case .int96, .fixedBytes:
      for index in 0..<width { values.bytes.append(bytes[position + index * stride]) }
      values.ends.append(values.bytes.count)
    case .boolean, .byteArray: break
    }
  }

  private static func width(_ column: ParquetColumnDescriptor) -> Int {
    switch column.type {
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96, .fixedBytes: column.length
    case .boolean, .byteArray: 1
    }
  }

  /// Four bytes as a size.
  static func word(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(bytes[at]) | Int(bytes[at + 1]) << 8 | Int(bytes[at + 2]) << 16 | Int(bytes[at + 3]) << 24
  }

  private func short() -> OmicsError { place.error(.truncated, "the page has fewer values than it says") }
}
