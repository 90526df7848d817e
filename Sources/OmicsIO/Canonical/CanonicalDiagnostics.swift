import Schema

/// `diagnostics.jsonl`: one diagnostic a line, as JSON.
enum CanonicalDiagnostics {
  static func bytes(of diagnostics: [Diagnostic]) -> [UInt8] {
    var bytes: [UInt8] = []
    for diagnostic in diagnostics {
      bytes.append(contentsOf: JSONWriter().bytes(of: diagnostic.json))
      bytes.append(CanonicalCell.newline)
    }
    return bytes
  }

  static func read(_ bytes: [UInt8], file: String) throws(OmicsError) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    guard bytes.last == CanonicalCell.newline else {
      throw OmicsError(.truncated, "the last line has no line feed", at: SourceLocation(file: file))
    }
    for (index, line) in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let value = try JSONParser.parse(Array(line), file: file, firstLine: index + 1)
      guard let diagnostic = Diagnostic(json: value) else {
        throw OmicsError(
          .malformed, "expected severity, code, message, location and count",
          at: SourceLocation(file: file, line: index + 1))
      }
      diagnostics.append(diagnostic)
    }
    return diagnostics
  }
}
