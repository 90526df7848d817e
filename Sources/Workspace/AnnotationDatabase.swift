internal import GRDB
public import Schema

/// An annotation package of Bioconductor (`org.Hs.eg.sqlite` and its like): genes by a row number, and a table a property.
public struct AnnotationDatabase: Sendable {
  /// A property of genes: its name, and its values by row number, sorted.
  public struct Property: Sendable {
    /// The table's name, such as `ensembl`.
    public var name: String
    /// The values of each gene.
    public var values: [Int: [String]]
  }

  /// The gene ids by row number.
  public let genes: [(number: Int, id: String)]
  /// The properties that were asked for and are there.
  public let properties: [Property]
  /// The facts of the package, by name.
  public let metadata: [(name: String, value: String)]

  /// How a database file starts.
  public static let signature = Array("SQLite format 3\u{0}".utf8)

  /// Reads genes and the named properties; a property is a table, or `table.column`.
  ///
  /// - Throws: `unknownFormat` for a database without genes, `unreadable` for a file that is none.
  public init(path: String, properties names: [String]) throws(OmicsError) {
    let place = SourceLocation(file: path)
    var configuration = Configuration()
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let found = try queue.read { database in
        try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      }
      guard found.contains("genes") else {
        throw OmicsError(
          .unknownFormat, "the database has no table \"genes\"", at: place,
          hint: "It has: \(found.prefix(12).joined(separator: ", ")).")
      }
      (genes, properties, metadata) = try queue.read { database in
        let genes = try GRDB.Row.fetchAll(database, sql: "SELECT _id, gene_id FROM genes ORDER BY gene_id").map {
          (number: $0[0] as Int, id: $0[1] as String)
        }
        var properties: [Property] = []
        for name in names {
          let parts = name.split(separator: ".").map(String.init)
          guard let table = parts.first, found.contains(table) else { continue }
          let columns = try database.columns(in: table).map(\.name).filter { $0 != "_id" }
          guard let column = parts.count > 1 ? parts[1] : columns.first, columns.contains(column) else { continue }
          var values: [Int: [String]] = [:]
          let rows = try GRDB.Row.fetchCursor(
            database, sql: "SELECT DISTINCT _id, CAST(\(column) AS TEXT) FROM \(table) ORDER BY 1, 2")
          while let row = try rows.next() {
            guard let value = row[1] as String?, !value.isEmpty else { continue }
            values[row[0], default: []].append(value)
          }
          properties.append(Property(name: name, values: values))
        }
        var metadata: [(name: String, value: String)] = []
        if found.contains("metadata") {
          metadata = try GRDB.Row.fetchAll(database, sql: "SELECT name, value FROM metadata ORDER BY name").map {
            ($0[0] as String, ($0[1] as String?) ?? "")
          }
        }
        return (genes, properties, metadata)
      }
    } catch let error as OmicsError {
      throw error
    } catch {
      throw OmicsError(.unreadable, "the database cannot be read: \(error)", at: place)
    }
  }
}
