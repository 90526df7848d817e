public import OmicsIO
public import Schema

/// Reads the part of YAML that manifests use: block maps and lists, flow maps and lists, plain and quoted texts, folded
/// (`>`) and literal (`|`) texts, texts continued on indented lines, comments.
///
/// Every scalar is a text. Anchors, tags, several documents and tabs for indentation are refused.
public struct ManifestText {
  private struct Line {
    var number: Int
    var indent: Int
    var text: String
    var isBlank: Bool { text.isEmpty }
  }

  private let file: String
  private var lines: [Line] = []
  private var position = 0

  /// Parses a document of keys and values, or a list.
  ///
  /// - Throws: `malformed` with the line.
  public static func parse(_ bytes: [UInt8], file: String) throws(OmicsError) -> JSONValue {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OmicsError(.encoding, "the text is not UTF-8", at: SourceLocation(file: file))
    }
    var parser = ManifestText(file: file)
    try parser.split(text)
    parser.skipBlank()
    guard parser.position < parser.lines.count else { return .object([]) }
    let value = try parser.block(indent: parser.lines[parser.position].indent)
    parser.skipBlank()
    guard parser.position == parser.lines.count else { throw parser.error("unexpected indentation") }
    return value
  }

  private init(file: String) { self.file = file }

  private func error(_ message: String) -> OmicsError {
    let number = lines.isEmpty ? 1 : lines[min(position, lines.count - 1)].number
    return OmicsError(.malformed, message, at: SourceLocation(file: file, line: number))
  }

  private mutating func split(_ text: String) throws(OmicsError) {
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let indent = raw.prefix { $0 == " " }.count
      let body = raw.dropFirst(indent)
      guard body.first != "\t" else {
        throw OmicsError(.malformed, "a tab as indentation", at: SourceLocation(file: file, line: index + 1))
      }
      if index == 0, body == "---" { continue }
      var trimmed = String(body)
      while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
      lines.append(Line(number: index + 1, indent: indent, text: trimmed))
    }
  }

  private mutating func skipBlank() {
    while position < lines.count, lines[position].isBlank || lines[position].text.hasPrefix("#") { position += 1 }
  }

  private mutating func block(indent: Int) throws(OmicsError) -> JSONValue {
    let text = lines[position].text
    if text == "-" || text.hasPrefix("- ") { return try list(indent: indent) }
    return try map(indent: indent)
  }

  private mutating func list(indent: Int) throws(OmicsError) -> JSONValue {
    var elements: [JSONValue] = []
    while true {
      skipBlank()
      guard position < lines.count, lines[position].indent == indent else { break }
      let text = lines[position].text
      guard text == "-" || text.hasPrefix("- ") else { break }
      let rest = text.dropFirst().drop { $0 == " " }
      let inner = indent + text.count - rest.count
      if rest.isEmpty || rest.hasPrefix("#") {
        position += 1
        elements.append(try nested(below: indent))
      } else if Self.keyEnd(rest) != nil || rest.hasPrefix("- ") {
        lines[position].indent = inner
        lines[position].text = String(rest)
        elements.append(try block(indent: inner))
      } else {
        elements.append(try value(String(rest), below: indent))
      }
    }
    return .array(elements)
  }

  private mutating func map(indent: Int) throws(OmicsError) -> JSONValue {
    var members: [JSONValue.Member] = []
    while true {
      skipBlank()
      guard position < lines.count, lines[position].indent == indent else { break }
      let text = lines[position].text[...]
      guard !text.hasPrefix("- "), let end = Self.keyEnd(text) else { throw error("expected a key and a colon") }
      let key = Self.unquoted(String(text[..<end]))
      guard !members.contains(where: { $0.key == key }) else { throw error("the key \"\(key)\" occurs twice") }
      let rest = text[text.index(after: end)...].drop { $0 == " " }
      if rest.isEmpty || rest.hasPrefix("#") {
        position += 1
        members.append(.init(key, try nested(below: indent, sameLevelLists: true)))
      } else {
        members.append(.init(key, try value(String(rest), below: indent)))
      }
    }
    if position < lines.count, lines[position].indent > indent { throw error("unexpected indentation") }
    return .object(members)
  }

  /// What stands on the following, deeper lines; an empty text when nothing does.
  private mutating func nested(below indent: Int, sameLevelLists: Bool = false) throws(OmicsError) -> JSONValue {
    skipBlank()
    guard position < lines.count else { return .string("") }
    let line = lines[position]
    let isList = line.text == "-" || line.text.hasPrefix("- ")
    guard line.indent > indent || (sameLevelLists && isList && line.indent == indent) else { return .string("") }
    if !isList, Self.keyEnd(line.text[...]) == nil { return try value(line.text, below: indent) }
    return try block(indent: line.indent)
  }

  /// A value that begins on the current line; moves behind it.
  private mutating func value(_ first: String, below indent: Int) throws(OmicsError) -> JSONValue {
    if first.hasPrefix(">") || first.hasPrefix("|") { return .string(blockText(first, below: indent)) }
    guard let mark = first.first, !"&*!%@`".contains(mark) else { throw error("this part of YAML is not read") }
    var text = first
    position += 1
    while !Self.isComplete(text), position < lines.count {
      text += " " + lines[position].text
      position += 1
    }
    if mark != "[", mark != "{", mark != "\"", mark != "'" {
      while position < lines.count, lines[position].indent > indent, !lines[position].isBlank {
        if lines[position].text.hasPrefix("#") { break }
        guard Self.keyEnd(lines[position].text[...]) == nil else { throw error("a key inside a text") }
        text = Self.withoutComment(text) + " " + lines[position].text
        position += 1
      }
      return .string(Self.withoutComment(text))
    }
    var flow = ManifestFlow(text)
    guard let value = flow.document() else {
      position -= 1
      throw error("brackets or quotes that do not match")
    }
    return value
  }

  private mutating func blockText(_ first: String, below indent: Int) -> String {
    let isFolded = first.hasPrefix(">")
    position += 1
    var texts: [String] = []
    while position < lines.count, lines[position].isBlank || lines[position].indent > indent {
      texts.append(lines[position].text)
      position += 1
    }
    while texts.last?.isEmpty == true { texts.removeLast() }
    return texts.joined(separator: isFolded ? " " : "\n")
  }

  private static func isComplete(_ text: String) -> Bool {
    guard let mark = text.first, mark == "[" || mark == "{" || mark == "\"" || mark == "'" else { return true }
    var flow = ManifestFlow(text)
    return flow.document() != nil
  }

  /// The colon that ends a key at the start of a text.
  private static func keyEnd(_ text: Substring) -> Substring.Index? {
    if text.hasPrefix("[") || text.hasPrefix("{") { return nil }
    var index = text.startIndex
    if let quote = text.first, quote == "\"" || quote == "'" {
      guard let end = text.dropFirst().firstIndex(of: quote) else { return nil }
      index = text.index(after: end)
      return index < text.endIndex && text[index] == ":" ? index : nil
    }
    while let colon = text[index...].firstIndex(of: ":") {
      let after = text.index(after: colon)
      if after == text.endIndex || text[after] == " " { return text[..<colon].contains(" ") ? nil : colon }
      index = after
    }
    return nil
  }

  private static func withoutComment(_ text: String) -> String {
    guard let range = text.firstRange(of: " #") else { return text }
    var kept = String(text[..<range.lowerBound])
    while kept.last == " " { kept.removeLast() }
    return kept
  }

  private static func unquoted(_ text: String) -> String {
    guard let quote = text.first, quote == "\"" || quote == "'", text.last == quote, text.count > 1 else { return text }
    return String(text.dropFirst().dropLast())
  }
}
