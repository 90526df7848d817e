internal import Schema

/// What the columns of a table of any shape mean, as the user says it: `subject=COLUMN`, `object=COLUMN`,
/// `object_namespace=NS`, `reference.ensembl=COLUMN`, …
///
/// A column is named by its header, or by its number from 1 when `header=none` says that there is no header.
struct ColumnSpec {
  private static let roles: [(word: String, role: MappingTable.Role, namespace: String)] = [
    ("id", .id, "namespace"), ("symbol", .symbol, "symbol_namespace"), ("subject", .subject, "subject_namespace"),
    ("object", .object, "object_namespace"), ("alias", .alias, "symbol_namespace"),
    ("previous", .previous, "symbol_namespace"), ("status", .status, ""), ("successors", .successors, "namespace"),
    ("taxon", .taxon, ""), ("confidence", .confidence, ""),
  ]

  private let words: [String: String]

  /// A spec.
  ///
  /// - Throws: `usage` for a part that a table does not have.
  init(_ words: [String: String]) throws(OmicsError) {
    self.words = words
    let known = Self.roles.flatMap { [$0.word, $0.namespace] } + ["header", "separator"]
    for key in words.keys.sorted() where !known.contains(key) && !key.hasPrefix("reference.") {
      throw OmicsError(
        .usage, "a table has no part \"\(key)\"",
        hint: "Parts: \(Self.roles.map(\.word).joined(separator: ", ")), reference.NAMESPACE, separator, header.")
    }
    if let header = words["header"], header != "none" {
      throw OmicsError(.usage, "header is none, or not given, found \"\(header)\"")
    }
  }

  /// The shape of a table with a first line.
  ///
  /// - Throws: `missing` for a column that is not there.
  func shape(first: [String], delimiter: UInt8, file: String) throws(OmicsError) -> TableStream.Shape {
    let hasHeader = words["header"] == nil
    let names = hasHeader ? first : first.indices.map { "\($0 + 1)" }
    var columns = names.map { MappingTable.Column(name: $0) }
    func place(_ name: String) throws(OmicsError) -> Int {
      if let place = names.firstIndex(of: name) { return place }
      throw OmicsError(
        .missing, "the table has no column \"\(name)\"", at: SourceLocation(file: file, line: 1),
        hint: hasHeader ? "It has: \(names.joined(separator: ", "))." : "It has \(names.count) columns.")
    }
    for (word, role, namespace) in Self.roles {
      guard let name = words[word] else { continue }
      let column = try place(name)
      columns[column].role = role
      columns[column].namespace = Namespace(rawValue: words[namespace] ?? "")
      if role == .alias || role == .previous { columns[column].separator = words["separator"] ?? "|" }
    }
    for (key, name) in words.sorted(by: { $0.key < $1.key }) where key.hasPrefix("reference.") {
      let column = try place(name)
      columns[column].role = .reference
      columns[column].namespace = Namespace(rawValue: String(key.dropFirst("reference.".utf8.count)))
      columns[column].separator = words["separator"] ?? ""
    }
    return TableStream.Shape(kind: "table", columns: columns, delimiter: delimiter, hasHeader: hasHeader)
  }
}
