internal import Mapping
internal import OmicsIO
public import Schema

/// The verbs `tables cardinality` and `tables conflicts`.
public enum TableReportDoor {
  /// How many partners the sides of pairs have.
  public struct Cardinality: Sendable {
    private let cardinality: PairCardinality
    private let words: String

    init(_ cardinality: PairCardinality, words: String) {
      self.cardinality = cardinality
      self.words = words
    }

    /// TSV: `class pairs`, then the greatest fan-out and fan-in with their ids.
    public var table: String {
      var text = "class\tpairs\n"
      for kind in PairCardinality.Kind.allCases { text += "\(kind.rawValue)\t\(cardinality.counts[kind] ?? 0)\n" }
      text += "total\t\(cardinality.total)\n"
      for (id, count) in cardinality.fanOut { text += "fan-out \(id)\t\(count)\n" }
      for (id, count) in cardinality.fanIn { text += "fan-in \(id)\t\(count)\n" }
      return text
    }

    /// The same as JSON.
    public var jsonText: String {
      func list(_ ids: [(id: String, count: Int)]) -> JSONValue {
        .array(ids.map { .members(["id": .string($0.id), "count": .integer($0.count)]) })
      }
      return JSONWriter(isIndented: true).text(
        of: .object(
          [.init("total", .integer(cardinality.total))]
            + PairCardinality.Kind.allCases.map { .init($0.rawValue, .integer(cardinality.counts[$0] ?? 0)) }
            + [.init("fan_out", list(cardinality.fanOut)), .init("fan_in", list(cardinality.fanIn))]))
    }

    /// What was counted.
    public var summary: String { words }
  }

  /// Counts the pairs of tables between two namespaces.
  ///
  /// - Throws: `usage` when no table joins the two directly.
  public static func cardinality(
    _ tables: [String], from: String, to: String, catalog: TableCatalog
  ) throws(OmicsError) -> Cardinality {
    let (_, _, joined) = try opened(tables, catalog)
    let (source, target) = sides(joined, from, to)
    guard let cardinality = PairCardinality(joined, from: source, to: target) else {
      throw noWay(joined, source, target)
    }
    return Cardinality(
      cardinality, words: "\(source.rawValue) to \(target.rawValue) by \(joined.tableNames.joined(separator: ", "))")
  }

  /// Where tables contradict each other.
  public struct Conflicts: Sendable {
    private let comparison: SourceComparison
    private let own: [(table: String, support: SourceSupport)]

    init(_ comparison: SourceComparison, own: [(table: String, support: SourceSupport)]) {
      self.comparison = comparison
      self.own = own
    }

    /// A line a finding: `kind id first first_partners second second_partners`.
    public var table: String {
      var table = TableText(["kind", "id", "first", "first_partners", "second", "second_partners"])
      for line in comparison.lines {
        table.append([
          .text(line.kind.rawValue), .text(line.id), .text(line.first),
          .text(line.firstPartners.joined(separator: ";")), .text(line.second),
          .text(line.secondPartners.joined(separator: ";")),
        ])
      }
      return String(decoding: table.bytes, as: UTF8.self)
    }

    /// Support and counts by kind as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .object(
          SourceComparison.Kind.allCases.map { .init($0.rawValue, .integer(comparison.count($0))) } + [
            .init(
              "support",
              .array(
                comparison.support.map {
                  .members(["tables": .array($0.tables.map(JSONValue.string)), "pairs": .integer($0.pairs)])
                })),
            .init(
              "own_sources",
              .array(
                own.flatMap { known in
                  known.support.parts.map {
                    .members([
                      "table": .string(known.table), "sources": .array($0.sources.map(JSONValue.string)),
                      "rows": .integer($0.rows),
                    ])
                  }
                })),
          ]))
    }

    /// The account in lines.
    public var summary: String {
      comparison.support.map { "\($0.pairs) pairs by \($0.tables.joined(separator: " and "))" }.joined(separator: "\n")
        + own.flatMap { known in
          known.support.parts.map { "\n\($0.rows) rows of \(known.table) by \($0.sources.joined(separator: " and "))" }
        }.joined() + "\n"
        + SourceComparison.Kind.allCases.map { "\($0.rawValue) \(comparison.count($0))" }.joined(separator: ", ")
    }
  }

  /// Compares what tables say between two namespaces.
  ///
  /// - Throws: `usage` when no table joins the two directly.
  public static func conflicts(
    _ tables: [String], from: String, to: String, catalog: TableCatalog
  ) throws(OmicsError) -> Conflicts {
    let (sources, own, joined) = try opened(tables, catalog)
    let (source, target) = sides(joined, from, to)
    guard sources.contains(where: { $0.references.joins(source, target) }) else { throw noWay(joined, source, target) }
    return Conflicts(SourceComparison(sources, joined: joined, from: source, to: target), own: own)
  }

  private static func opened(
    _ tables: [String], _ catalog: TableCatalog
  ) throws(OmicsError) -> (
    [(name: String, references: CrossReferences)], [(table: String, support: SourceSupport)], CrossReferences
  ) {
    var own: [(table: String, support: SourceSupport)] = []
    let registry = try catalog.registry()
    var joined = CrossReferences(registry: registry, orthologs: .all)
    var sources: [(name: String, references: CrossReferences)] = []
    for table in tables {
      let opened = try MappingTableDoor.open(table, catalog: catalog)
      var alone = CrossReferences(registry: registry, orthologs: .all)
      alone.add(opened.table, name: opened.name)
      joined.add(opened.table, name: opened.name)
      sources.append((opened.name, alone))
      if let support = SourceSupport(opened.table) { own.append((opened.name, support)) }
    }
    return (sources, own, joined)
  }

  private static func sides(_ joined: CrossReferences, _ from: String, _ to: String) -> (Namespace, Namespace) {
    let (source, target) = (joined.namespace(from), joined.namespace(to))
    guard source == target, let sides = joined.species(source, []) else { return (source, target) }
    return sides
  }

  private static func noWay(_ joined: CrossReferences, _ from: Namespace, _ to: Namespace) -> OmicsError {
    OmicsError(
      .usage, "no table joins \(from.rawValue) and \(to.rawValue) directly",
      hint: "They know: \(joined.namespaces.map(\.rawValue).joined(separator: ", ")).")
  }
}
