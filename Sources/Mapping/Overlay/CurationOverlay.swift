public import Schema

/// A small set of own mappings on top of a release: rows that add or override a target, and rows that deny one (`Not`),
/// each with its author and reason. It is SSSOM; the release it was written for stands in `object_source_version`.
public struct CurationOverlay: Sendable {
  /// One own mapping.
  public struct Row: Sendable, Hashable {
    /// The namespace of the id that is curated.
    public var namespace: Namespace
    /// That id.
    public var subject: String
    /// The namespace of the target.
    public var targetNamespace: Namespace
    /// The target, without prefix.
    public var target: String
    /// Whether the pair is denied.
    public var isDenied: Bool
    /// Who decided.
    public var author: String
    /// Why.
    public var reason: String
    /// Trust from 0 to 1.
    public var confidence: Double
    /// The line in the file.
    public var line: Int
  }

  /// The rows, in file order.
  public let rows: [Row]
  /// The table it is for, as `object_source` says; empty when it does not say.
  public let source: String
  /// The release it was written for, as `object_source_version` says; empty when it does not say.
  public let release: String

  /// Reads an overlay from an SSSOM table.
  ///
  /// - Throws: `refused` for another kind, `missing` for a row without author or reason, `value` for an id without prefix,
  ///   `duplicate` for an id with two targets.
  public init(_ table: MappingTable, registry: NamespaceRegistry = NamespaceRegistry()) throws(OmicsError) {
    guard table.kind == "sssom", let subject = table.column(.subject), let object = table.column(.object) else {
      throw OmicsError(
        .refused, "an overlay is a set of SSSOM, this is a table of kind \(table.kind)",
        at: SourceLocation(file: table.file))
    }
    let references = CrossReferences(registry: registry)
    let modifier = table.column(named: "predicate_modifier")
    let authors = ["author_label", "author_id", "creator_label", "reviewer_label"].compactMap(table.column(named:))
    let reasons = ["comment", "other"].compactMap(table.column(named:))
    let trust = table.column(.confidence)
    var rows: [Row] = []
    var targets: [String: String] = [:]
    for (index, cells) in table.rows.enumerated() {
      let at = SourceLocation(file: table.file, line: table.lines[index])
      guard let left = references.parts(cells[subject]), let right = references.parts(cells[object]) else {
        throw OmicsError(.value, "subject and object of an overlay carry a prefix, as hgnc.symbol:DEC1", at: at)
      }
      guard let author = authors.map({ cells[$0] }).first(where: { !$0.isEmpty }) else {
        throw OmicsError(.missing, "a row of an overlay names its author (author_label)", at: at)
      }
      guard let reason = reasons.map({ cells[$0] }).first(where: { !$0.isEmpty }) else {
        throw OmicsError(.missing, "a row of an overlay says why (comment)", at: at)
      }
      let isDenied = modifier.map { cells[$0] == "Not" } ?? false
      if !isDenied {
        let key = "\(left.namespace.rawValue):\(left.id)"
        if let other = targets.updateValue(right.id, forKey: key), other != right.id {
          throw OmicsError(.duplicate, "\(key) has two targets: \(other) and \(right.id)", at: at)
        }
      }
      rows.append(
        Row(
          namespace: left.namespace, subject: left.id, targetNamespace: right.namespace, target: right.id,
          isDenied: isDenied, author: author, reason: reason,
          confidence: trust.flatMap { Double(cells[$0]) } ?? 1, line: table.lines[index]))
    }
    self.rows = rows
    source = SssomBlock(table).value("object_source")
    release = SssomBlock(table).value("object_source_version")
  }

  /// The target of a row as its namespace writes it.
  static func written(_ row: Row) -> String {
    CrossReferences().written(row.target, row.targetNamespace)
  }
}
