internal import Schema

/// Writes what a stage gives as bytes for the stage cache: whole numbers and doubles as little-endian words, texts and
/// lists with their length before them.
struct StageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: Int) { put(word: UInt64(bitPattern: Int64(value))) }
  mutating func put(_ value: Double) { put(word: value.bitPattern) }

  mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(_ texts: [String]) {
    put(texts.count)
    for text in texts { put(text) }
  }

  mutating func put(_ values: [Int]) {
    put(values.count)
    for value in values { put(value) }
  }

  mutating func put(_ values: [Double]) {
    put(values.count)
    bytes.reserveCapacity(bytes.count + values.count * 8)
    for value in values { put(word: value.bitPattern) }
  }

  mutating func put(_ diagnostics: [Diagnostic]) {
    put(diagnostics.count)
    for item in diagnostics {
      put([item.severity.rawValue, item.code, item.message])
      put(item.count)
      put(item.location.map { [$0.file, $0.column ?? "", $0.column == nil ? "" : "column"] } ?? [])
      put([item.location?.line ?? -1, item.location?.byte ?? -1])
    }
  }

  private mutating func put(word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads what `StageWriter` wrote; everything is nil from the first thing that does not fit.
struct StageReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes were taken.
  var isAtEnd: Bool { place == bytes.count }

  mutating func int() -> Int? { word().map { Int(Int64(bitPattern: $0)) } }
  mutating func double() -> Double? { word().map { Double(bitPattern: $0) } }

  mutating func text() -> String? {
    guard let count = count(1) else { return nil }
    defer { place += count }
    return String(validating: bytes[place..<(place + count)], as: UTF8.self)
  }

  mutating func texts() -> [String]? { list(8) { $0.text() } }
  mutating func ints() -> [Int]? { list(8) { $0.int() } }

  mutating func doubles() -> [Double]? {
    guard let count = count(8) else { return nil }
    defer { place += count * 8 }
    let start = place
    return bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: start + $0 * 8, as: UInt64.self)))
      }
    }
  }

  mutating func diagnostics() -> [Diagnostic]? {
    list(8) { reader in
      guard let words = reader.texts(), words.count == 3, let severity = Severity(rawValue: words[0]),
        let count = reader.int(), let place = reader.texts(), let numbers = reader.ints(), numbers.count == 2
      else { return nil }
      var location: SourceLocation?
      if place.count == 3 {
        location = SourceLocation(
          file: place[0], line: numbers[0] < 0 ? nil : numbers[0], column: place[2].isEmpty ? nil : place[1],
          byte: numbers[1] < 0 ? nil : numbers[1])
      }
      return Diagnostic(severity, words[1], words[2], at: location, count: count)
    }
  }

  /// A list whose elements take at least `width` bytes each.
  private mutating func list<Element>(_ width: Int, _ element: (inout StageReader) -> Element?) -> [Element]? {
    guard let count = count(width) else { return nil }
    var list: [Element] = []
    for _ in 0..<count {
      guard let next = element(&self) else { return nil }
      list.append(next)
    }
    return list
  }

  /// A length that the rest can hold.
  private mutating func count(_ width: Int) -> Int? {
    guard let count = int(), count >= 0, count <= (bytes.count - place) / width else { return nil }
    return count
  }

  private mutating func word() -> UInt64? {
    guard bytes.count - place >= 8 else { return nil }
    defer { place += 8 }
    return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
  }
}
