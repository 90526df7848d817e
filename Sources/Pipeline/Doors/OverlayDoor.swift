internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables overlay`: what became of own mappings when their table was updated.
public enum OverlayDoor {
  /// The answer.
  public struct Review: Sendable {
    private let review: OverlayReview
    private let base: String
    private let new: String

    init(_ review: OverlayReview, base: String, new: String) {
      self.review = review
      self.base = base
      self.new = new
    }

    /// Whether a row is contested.
    public var isContested: Bool { review.count(.contested) > 0 }

    /// A line a row: `state subject target before now author reason line`.
    public var table: String {
      var table = TableText(["state", "subject", "modifier", "target", "before", "now", "author", "reason", "line"])
      for line in review.lines {
        table.append([
          .text(line.state.rawValue), .text("\(line.row.namespace.rawValue):\(line.row.subject)"),
          .text(line.row.isDenied ? "Not" : ""), .text("\(line.row.targetNamespace.rawValue):\(line.row.target)"),
          .text(Self.words(line.before)), .text(Self.words(line.now)), .text(line.row.author),
          .text(line.row.reason), .text("\(line.row.line)"),
        ])
      }
      return String(decoding: table.bytes, as: UTF8.self)
    }

    /// Counts and rows as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .object(
          [.init("base", .string(base)), .init("new", .string(new))]
            + OverlayReview.State.allCases.map { .init($0.rawValue, .integer(review.count($0))) }
            + [
              .init(
                "rows",
                .array(
                  review.lines.map { line in
                    .members([
                      "state": .string(line.state.rawValue),
                      "subject": .string("\(line.row.namespace.rawValue):\(line.row.subject)"),
                      "denied": .bool(line.row.isDenied),
                      "target": .string("\(line.row.targetNamespace.rawValue):\(line.row.target)"),
                      "before": .string(Self.words(line.before)), "now": .string(Self.words(line.now)),
                      "author": .string(line.row.author), "reason": .string(line.row.reason),
                      "line": .integer(line.row.line),
                    ])
                  }))
            ]))
    }

    /// The account in a sentence.
    public var summary: String {
      let counts = OverlayReview.State.allCases.map { "\($0.rawValue) \(review.count($0))" }
      return "\(base) to \(new): \(counts.joined(separator: ", "))"
    }

    private static func words(_ outcome: MappingOutcome) -> String {
      let targets = outcome.target ?? outcome.candidates.joined(separator: ";")
      return targets.isEmpty ? outcome.status.rawValue : "\(outcome.status.rawValue) \(targets)"
    }
  }

  /// Compares an overlay with the release it was written for and a new one.
  ///
  /// - Parameter base: nil takes `object_source` and `object_source_version` of the overlay.
  /// - Throws: `usage` when the overlay does not say for which release it was written and no base is given.
  public static func review(
    _ overlay: String, base: String?, new: String, catalog: TableCatalog
  ) throws(OmicsError) -> Review {
    let registry = try catalog.registry()
    let rows = try self.overlay(overlay, catalog: catalog)
    guard let pinned = base ?? (rows.release.isEmpty ? nil : "\(rows.source)@\(rows.release)") else {
      throw OmicsError(
        .usage, "the overlay does not say for which release it was written (object_source, object_source_version)",
        at: SourceLocation(file: overlay), hint: "Name it with --base.")
    }
    let (one, other) = (
      try MappingTableDoor.open(pinned, catalog: catalog), try MappingTableDoor.open(new, catalog: catalog)
    )
    return Review(
      try OverlayReview(
        rows, base: try TableLookup(one.table, name: one.name, registry: registry),
        new: try TableLookup(other.table, name: other.name, registry: registry)), base: one.name, new: other.name)
  }

  /// Reads an overlay.
  static func overlay(_ path: String, catalog: TableCatalog) throws(OmicsError) -> CurationOverlay {
    try CurationOverlay(
      try MappingTableDoor.open(path, catalog: catalog, kind: "sssom").table, registry: try catalog.registry())
  }

  /// An overlay that a run pins. Its prefixes stand for themselves: which registry is found changes no result.
  static func pinned(_ table: RunPlan.Table) throws(OmicsError) -> CurationOverlay {
    var source = try ByteSource.file(table.file.path)
    return try CurationOverlay(try MappingTableReader.read(&source, kind: "sssom"))
  }

  /// Overlays made ready for a table.
  static func applications(
    _ paths: [String], to: Namespace, lookup: TableLookup, catalog: TableCatalog
  ) throws(OmicsError) -> [OverlayApplication] {
    var list: [OverlayApplication] = []
    for path in paths {
      list.append(try OverlayApplication(try overlay(path, catalog: catalog), to: to, lookup: lookup))
    }
    return list
  }
}
