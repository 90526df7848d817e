/// The accession pattern of decoys a file declares (`MS:1001283`), as far as it needs no backtracking.
///
/// Read are alternatives of literal text with `^`, `$`, `.*` at the ends, escaped characters and one pair of
/// parentheses around all; any other pattern is not read, so that no input can make matching slow.
struct DecoyPattern: Equatable {
  private struct Alternative: Equatable {
    var text: [UInt8]
    var isAtStart: Bool
    var isAtEnd: Bool
  }

  /// The pattern as declared.
  let source: String
  private var alternatives: [Alternative] = []

  /// Reads a pattern; nil when it is empty or uses more than the above.
  init?(_ pattern: String) {
    source = pattern
    var bytes = Array(pattern.utf8)
    let isAnchored = bytes.starts(with: "^(".utf8)
    if isAnchored { bytes.removeFirst() }
    if bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") {
      bytes = Array(bytes.dropFirst().dropLast())
      if bytes.starts(with: "?:".utf8) { bytes.removeFirst(2) }
    } else if isAnchored {
      return nil
    }
    for part in bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
      guard var alternative = Self.alternative(part) else { return nil }
      if isAnchored { alternative.isAtStart = true }
      alternatives.append(alternative)
    }
  }

  private static func alternative(_ part: ArraySlice<UInt8>) -> Alternative? {
    var rest = part
    var isAtStart = false
    var isAtEnd = false
    if rest.first == UInt8(ascii: "^") {
      isAtStart = true
      rest.removeFirst()
    }
    if rest.starts(with: ".*".utf8) {
      isAtStart = false
      rest.removeFirst(2)
    }
    if rest.last == UInt8(ascii: "$"), rest.dropLast().last != UInt8(ascii: "\\") {
      isAtEnd = true
      rest.removeLast()
    }
    if rest.suffix(2).elementsEqual(".*".utf8), rest.dropLast(2).last != UInt8(ascii: "\\") {
      isAtEnd = false
      rest.removeLast(2)
    }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\") {
        guard let next = rest.popFirst(), !isLetterOrDigit(next) else { return nil }
        text.append(next)
      } else if "^$.*+?()[]{}".utf8.contains(byte) {
        return nil
      } else {
        text.append(byte)
      }
    }
    return text.isEmpty ? nil : Alternative(text: text, isAtStart: isAtStart, isAtEnd: isAtEnd)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Whether an accession is one of a decoy.
  func matches(_ accession: String) -> Bool {
    let bytes = Array(accession.utf8)
    return alternatives.contains { Self.matches($0, bytes) }
  }

  private static func matches(_ alternative: Alternative, _ bytes: [UInt8]) -> Bool {
    let text = alternative.text
    guard bytes.count >= text.count else { return false }
    switch (alternative.isAtStart, alternative.isAtEnd) {
    case (true, true): return bytes == text
    case (true, false): return bytes.starts(with: text)
    case (false, true): return bytes.suffix(text.count).elementsEqual(text)
    case (false, false):
      return (0...bytes.count - text.count).contains { bytes[$0...].starts(with: text) }
    }
  }
}
