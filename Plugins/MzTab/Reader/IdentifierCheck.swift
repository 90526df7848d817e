internal import ReaderKit
internal import Schema

/// Says when an identifier holds letters that only look like those of an accession, or cannot be seen at all.
enum IdentifierCheck {
  /// Warns with the code points; the identifier is kept as written.
  static func warn(_ id: UnsafeRawBufferPointer, column: String, line: Int, into builder: inout DatasetBuilder) {
    guard id.contains(where: { $0 >= 0x80 }) else { return }
    warn(String(decoding: id, as: UTF8.self), column: column, line: line, into: &builder)
  }

  /// Warns with the code points; the identifier is kept as written.
  static func warn(_ id: String, column: String, line: Int, into builder: inout DatasetBuilder) {
    guard !id.utf8.allSatisfy({ $0 < 0x80 }) else { return }
    let points = id.unicodeScalars.filter { !$0.isASCII }.map { scalar in
      "U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
        + String(scalar.value, radix: 16, uppercase: true)
    }
    builder.warn(
      "non-ascii-identifier",
      "the identifier \"\(id)\" holds \(points.joined(separator: ", ")), which no table will know",
      line: line, column: column)
  }
}
