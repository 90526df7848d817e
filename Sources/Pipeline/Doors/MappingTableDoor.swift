internal import Glibc
internal import Mapping
internal import OmicsIO
public import Schema

/// The verbs that keep mapping tables: `tables import`, `diff`, `merge`, `lint`, `lock`, `coverage`.
public enum MappingTableDoor {
  /// A table opened by path or by a catalogued id, with what is known of it.
  struct Opened {
    var table: MappingTable
    var path: String
    var licence: String
    var name: String
  }

  /// Opens a table and loads it.
  ///
  /// - Throws: `usage` for a name that is neither a file nor catalogued; `refused` for a lookup of more than `mostRows`.
  static func open(
    _ reference: String, catalog: TableCatalog, kind: String? = nil, columns: [String: String] = [:],
    mostRows: Int = TableImport.manyRows
  ) throws(OmicsError) -> Opened {
    let place = try place(of: reference, catalog: catalog)
    var source = try ByteSource.file(place.path)
    if try AnnotationPackage.isDatabase(&source) {
      return Opened(
        table: try AnnotationPackage.read(place.path), path: place.path, licence: place.licence, name: place.name)
    }
    if try LookupFile.isLookup(&source) {
      let rows = try LookupFile(&source).rows
      guard rows <= mostRows else {
        throw OmicsError(
          .refused, "\(place.name) has \(rows) rows, too many to be loaded whole; the limit is \(mostRows)",
          hint:
            "tables resolve, coverage and impact search it on disk. For the rest import the rows in question alone, "
            + "such as those of one species.")
      }
      source = try ByteSource.file(place.path)
    }
    return Opened(
      table: try MappingTableReader.read(&source, kind: kind, columns: columns), path: place.path,
      licence: place.licence, name: place.name)
  }

  /// Where a table stands: a file, or what the catalogue knows by the name.
  static func place(
    of reference: String, catalog: TableCatalog
  ) throws(OmicsError) -> (path: String, licence: String, name: String) {
    if FolderListing.isFile(reference) { return (reference, "", RelativePath.name(of: reference)) }
    guard let entry = catalog.entry(reference) else {
      throw OmicsError(
        .unreadable, "there is no table \"\(reference)\", neither a file nor in the catalogue",
        hint: "\"plumbline tables list\" shows the catalogue.")
    }
    return (entry.path, entry.release.licence, entry.release.id)
  }

  /// A table as something that resolves ids: a lookup is searched on disk, others are loaded.
  static func lookup(
    _ reference: String, catalog: TableCatalog, registry: NamespaceRegistry
  ) throws(OmicsError) -> (name: String, lookup: TableLookup) {
    let place = try place(of: reference, catalog: catalog)
    var source = try ByteSource.file(place.path)
    guard try LookupFile.isLookup(&source) else {
      let opened = try open(reference, catalog: catalog)
      return (opened.name, try TableLookup(opened.table, name: opened.name, registry: registry))
    }
    var references = CrossReferences(registry: registry)
    references.add(try LookupFile(&source), name: place.name)
    return (place.name, .references(references))
  }

  /// What a table file is; its rows are read only where they have to be.
  static func head(_ path: String) throws(OmicsError) -> MappingTable {
    var source = try ByteSource.file(path)
    if try AnnotationPackage.isDatabase(&source) { return try AnnotationPackage.read(path) }
    return try MappingTableReader.open(&source).head
  }

  /// Adds a table to references: searched where it is a lookup, read row by row where it is one of pairs, else loaded.
  ///
  /// - Returns: its name and the digest of its bytes; of its content for a lookup, which is not read whole.
  static func add(
    _ reference: String, to references: inout CrossReferences, catalog: TableCatalog
  ) throws(OmicsError) -> String {
    let place = try place(of: reference, catalog: catalog)
    var source = try ByteSource.file(place.path)
    if try AnnotationPackage.isDatabase(&source) {
      references.add(try AnnotationPackage.read(place.path), name: place.name)
      return "\(place.name) \(try SHA256Digest.hex(ofFile: place.path))"
    }
    if try LookupFile.isLookup(&source) {
      let lookup = try LookupFile(&source)
      references.add(lookup, name: place.name)
      return "\(place.name) \(lookup.digest)"
    }
    var stream = try MappingTableReader.open(&source)
    if try !references.add(&stream, &source, name: place.name) {
      references.add(try stream.table(&source), name: place.name)
    }
    return "\(place.name) \(try source.rawDigest())"
  }

  /// Writes a table by the ending of its name.
  static func write(_ table: MappingTable, to output: String, force: Bool) throws(OmicsError) {
    let isSssom = table.kind == "sssom" || output.hasSuffix(".sssom.tsv")
    let bytes = isSssom ? try SssomText.bytes(of: table) : MappingTableWriter.bytes(of: table)
    try OutputFile.write(bytes, to: output, force: force)
  }

  // MARK: Diff

  /// What changed between two tables, as JSON counts and as TSV.
  public struct Difference: Sendable {
    private let difference: TableDifference

    init(_ difference: TableDifference) { self.difference = difference }

    /// Counts by kind of change.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .object(
          TableDifference.Change.allCases.map { JSONValue.Member($0.rawValue, .integer(difference.count($0))) }))
    }

    /// A row a kind: kind and count.
    public var rows: [[String]] { TableDifference.Change.allCases.map { [$0.rawValue, "\(difference.count($0))"] } }

    /// A line a change: `change key before after columns`.
    public var table: String {
      var text = "change\tkey\tbefore\tafter\tcolumns\n"
      func cell(_ word: String) -> String { word.isEmpty ? "NA" : word }
      for line in difference.lines {
        text += "\(line.change.rawValue)\t\(line.key)\t\(cell(line.before))\t\(cell(line.after))\t"
        text += cell(line.columns.joined(separator: ";")) + "\n"
      }
      return text
    }
  }

  /// Compares two tables; `columns` says what the columns of tables of any shape mean.
  public static func difference(
    _ old: String, _ new: String, columns: [String] = [], catalog: TableCatalog
  ) throws(OmicsError) -> Difference {
    let spec = try InputOptions.parse(columns)
    return Difference(
      try TableDifference(
        try open(old, catalog: catalog, columns: spec).table, try open(new, catalog: catalog, columns: spec).table))
  }

  // MARK: Merge

  /// Merges three tables and writes the result, and beside it the conflicts and what became of own changes.
  ///
  /// - Parameter resolved: a file of conflicts whose column `resolution` decides them.
  /// - Returns: the number of conflicts that are left.
  public static func merge(
    base: String, theirs: String, ours: String, prefer: String, resolved: String? = nil, to output: String,
    catalog: TableCatalog, force: Bool
  ) throws(OmicsError) -> Int {
    guard let preference = TableMerge.Preference(rawValue: prefer) else {
      throw OmicsError(.usage, "prefer is none, theirs or ours, found \"\(prefer)\"")
    }
    let (theirTable, ourTable) = (try open(theirs, catalog: catalog).table, try open(ours, catalog: catalog).table)
    let merge = try TableMerge(
      base: try open(base, catalog: catalog).table, theirs: theirTable, ours: ourTable, prefer: preference,
      decisions: try resolved.map { (path) throws(OmicsError) in try MergeFiles.decisions(path) } ?? [:])
    var merged = merge.table
    if merged.kind != "sssom" {
      let parents = [theirTable, ourTable].map { MappingTableWriter.contentDigest(of: $0) }
      merged.facts.removeAll { $0.key == "parents" }
      merged.facts.append(("parents", parents.joined(separator: ",")))
    }
    try write(merged, to: output, force: force)
    try OutputFile.write(MergeFiles.overrides(merge), to: "\(output).overrides.tsv", force: true)
    let path = "\(output).conflicts.tsv"
    guard !merge.conflicts.isEmpty else {
      if FolderListing.isFile(path) { unlink(path) }
      return 0
    }
    try OutputFile.write(MergeFiles.conflicts(merge), to: path, force: true)
    return merge.conflicts.count
  }

  // MARK: Lint

  /// The findings on a table.
  public struct Findings: Sendable {
    private let lint: TableLint

    init(_ lint: TableLint) { self.lint = lint }

    /// Whether one is an error.
    public var hasErrors: Bool { lint.hasErrors }

    /// A row a finding: severity, code, cases, first line, message.
    public var rows: [[String]] {
      lint.findings.map {
        [$0.severity.rawValue, $0.code, "\($0.count)", $0.line == 0 ? "NA" : "\($0.line)", $0.message]
      }
    }

    /// The same as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .array(
          lint.findings.map {
            .members([
              "severity": .string($0.severity.rawValue), "code": .string($0.code), "count": .integer($0.count),
              "line": $0.line == 0 ? .null : .integer($0.line), "message": .string($0.message),
            ])
          }))
    }
  }

  /// Checks a table; `columns` says what the columns of a table of any shape mean.
  public static func lint(
    _ reference: String, columns: [String] = [], catalog: TableCatalog
  ) throws(OmicsError) -> Findings {
    let opened = try open(reference, catalog: catalog, columns: try InputOptions.parse(columns))
    return Findings(TableLint(opened.table, licence: opened.licence, registry: try catalog.registry()))
  }

  // MARK: Lock

  /// Writes a lock of the given tables.
  public static func lock(
    _ references: [String], to output: String, catalog: TableCatalog, force: Bool
  ) throws(OmicsError) {
    var pins: [TableLock.Pin] = []
    for reference in references {
      let (path, name, release): (String, String, String)
      if FolderListing.isFile(reference) {
        let digest = try SHA256Digest.hex(ofFile: reference)
        let known = catalog.release(sha256: digest)
        let head = try head(reference)
        path = reference
        // An own set of mappings is known by its file: several can be pinned.
        name = known?.name ?? (head.kind == "sssom" ? RelativePath.stem(of: reference) : head.kind)
        release = known?.release ?? head.facts.first { $0.key == "release" }?.value ?? String(digest.prefix(12))
      } else {
        guard let entry = catalog.entry(reference) else {
          throw OmicsError(.unreadable, "there is no table \"\(reference)\", neither a file nor in the catalogue")
        }
        (path, name, release) = (entry.path, entry.release.name, entry.release.release)
      }
      pins.append(
        TableLock.Pin(
          name: name, release: release, path: RelativePath.from(RelativePath.folder(of: output), to: path),
          sha256: try SHA256Digest.hex(ofFile: path)))
    }
    try OutputFile.write(Array(TableLock.text(pins).utf8), to: output, force: force)
  }
}
