/// The first start tag of an XML text: after the declaration, comments, processing instructions and any DOCTYPE.
struct RootTag {
  /// The tag's name with its prefix.
  let name: String
  /// The attributes in order, entities unresolved.
  let attributes: [(name: String, value: String)]
  /// The line of the tag.
  let line: Int
  /// Whether the text ends inside the tag.
  let isCut: Bool

  /// The name without prefix.
  var localName: String { String(name.split(separator: ":").last ?? "") }

  /// The namespace its own declarations give it.
  var namespace: String? {
    guard let colon = name.firstIndex(of: ":") else { return attribute("xmlns") }
    return attribute("xmlns:\(name[..<colon])")
  }

  /// The value of an attribute.
  func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// Finds the tag; nil when the text is no XML or ends before the tag's name does.
  init?(_ text: String) {
    let all = Array(text.utf8)
    var rest = all[...]
    // A second byte-order mark is an error of the reader's, not another format.
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    func lineNumber(_ index: Int) -> Int { all[..<index].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 } }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    func skip(past end: StaticString) -> Bool {
      let mark = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
      while !rest.isEmpty {
        if rest.starts(with: mark) {
          rest = rest.dropFirst(mark.count)
          return true
        }
        rest = rest.dropFirst()
      }
      return false
    }
    while true {
      rest = rest.drop(while: isBlank)
      if rest.starts(with: "<?".utf8) {
        guard skip(past: "?>") else { return nil }
      } else if rest.starts(with: "<!--".utf8) {
        guard skip(past: "-->") else { return nil }
      } else if rest.starts(with: "<!DOCTYPE".utf8) {
        let head = rest.prefix { $0 != UInt8(ascii: ">") }
        guard head.contains(UInt8(ascii: "[")) ? skip(past: "]>") : skip(past: ">") else { return nil }
      } else {
        break
      }
    }
    guard rest.first == UInt8(ascii: "<") else { return nil }
    rest = rest.dropFirst()
    let tag = rest.prefix { !isBlank($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    guard !tag.isEmpty else { return nil }
    rest = rest[tag.endIndex...]
    line = lineNumber(tag.startIndex)
    var found: [(name: String, value: String)] = []
    var isOpen = true
    while isOpen {
      rest = rest.drop(while: isBlank)
      guard let first = rest.first else { break }
      if first == UInt8(ascii: ">") || first == UInt8(ascii: "/") {
        isOpen = false
        break
      }
      let key = rest.prefix { !isBlank($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }
      rest = rest[key.endIndex...].drop(while: isBlank)
      guard rest.first == UInt8(ascii: "=") else { break }
      rest = rest.dropFirst().drop(while: isBlank)
      guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { break }
      rest = rest.dropFirst()
      let value = rest.prefix { $0 != quote }
      guard value.endIndex < rest.endIndex else { break }
      rest = rest[value.endIndex...].dropFirst()
      found.append((String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
    name = String(decoding: tag, as: UTF8.self)
    attributes = found
    isCut = isOpen
  }
}
