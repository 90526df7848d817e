internal import Mapping
internal import OmicsIO
public import Schema
internal import Workspace

/// The verb `tables import`.
public enum TableImportDoor {
  /// What is imported, and what is said of it.
  public struct Request {
    /// The table, as its source publishes it.
    public var file: String
    /// Overrules recognition.
    public var kind: String?
    /// What the columns of a table of any shape mean.
    public var columns: [String]
    /// Facts that are kept with the table, as `key=value`.
    public var facts: [String]
    /// Where an SSSOM set states what all its mappings share.
    public var sssom: String

    /// A request.
    public init(file: String, kind: String?, columns: [String], facts: [String], sssom: String) {
      self.file = file
      self.kind = kind
      self.columns = columns
      self.facts = facts
      self.sssom = sssom
    }
  }

  /// Imports a table: canonical text row by row, SSSOM when the output ends so, or a lookup, which is searched on disk; and
  /// catalogues it in the workspace as `name@release`: the facts `name` and `release`, else its kind and the head of its
  /// digest.
  ///
  /// - Parameters:
  ///   - output: the file to write; nil keeps it in the workspace, a table of more than a million pairs as a lookup.
  ///   - workspace: the workspace that was named; nil takes the standard one.
  /// - Returns: what was imported, in a sentence.
  public static func run(
    _ request: Request, to output: String?, workspace: String?, catalog: TableCatalog, force: Bool
  ) throws(OmicsError) -> String {
    guard let form = SssomForm(rawValue: request.sssom) else {
      let words = SssomForm.allCases.map(\.rawValue).joined(separator: ", ")
      throw OmicsError(.usage, "there is no form of SSSOM \"\(request.sssom)\"", hint: "Forms: \(words).")
    }
    let from = try MappingTableDoor.place(of: request.file, catalog: catalog)
    var source = try ByteSource.file(from.path)
    let stream: TableStream
    if try AnnotationPackage.isDatabase(&source) {
      stream = TableStream(whole: try AnnotationPackage.read(from.path))
    } else {
      stream = try MappingTableReader.open(
        &source, kind: request.kind, columns: try InputOptions.parse(request.columns))
    }
    var head = stream.head
    for (key, value) in try InputOptions.parse(request.facts).sorted(by: { $0.key < $1.key }) {
      head.facts.removeAll { $0.key == key }
      head.facts.append((key, value))
    }
    if !from.licence.isEmpty, !head.facts.contains(where: { $0.key == "licence" }) {
      head.facts.append(("licence", from.licence))
    }
    var kept = Kept(output: output, force: force, place: try WorkspaceDoor.catalog(given: workspace, makes: true))
    if stream.isWhole || output?.hasSuffix(".sssom.tsv") == true {
      var table = try stream.table(&source)
      table.facts = head.facts
      table = form.applied(to: table)
      head = table
      (kept.digest, kept.rows) = (MappingTableWriter.contentDigest(of: table), table.rows.count)
      try MappingTableDoor.write(table, to: try kept.path(head), force: kept.force)
    } else {
      let taken = try TableImport(stream, &source, facts: head.facts, registry: try catalog.registry())
      kept.isLookup = output?.hasSuffix(".lookup.tsv") ?? (taken.count > TableImport.manyRows && taken.isPairTable)
      (kept.digest, kept.rows) = (try taken.digest(), taken.count)
      try OutputFile.write(to: try kept.path(head), force: kept.force) { [kept] (sink) throws(OmicsError) in
        _ = try taken.write(to: sink, asLookup: kept.isLookup)
      }
    }
    let name = try kept.catalogue(head)
    return "\(request.file): \(head.kind), \(kept.rows) rows, \(head.columns.count) columns -> \(name)"
  }

  /// Where a table is kept, and as what.
  private struct Kept {
    let output: String?
    let overwrites: Bool
    let place: WorkspaceCatalog?
    var digest = ""
    var rows = 0
    var isLookup = false

    init(output: String?, force: Bool, place: WorkspaceCatalog?) {
      self.output = output
      overwrites = force
      self.place = place
    }

    var force: Bool { overwrites || output == nil }

    private func fact(_ key: String, _ head: MappingTable) -> String {
      head.facts.first { $0.key == key }?.value ?? ""
    }

    private func name(_ head: MappingTable) -> String {
      let name = fact("name", head)
      return name.isEmpty ? head.kind : name
    }

    private func release(_ head: MappingTable) -> String {
      let release = fact("release", head)
      return release.isEmpty ? String(digest.prefix(12)) : release
    }

    func path(_ head: MappingTable) throws(OmicsError) -> String {
      if let output { return output }
      guard let place else {
        throw OmicsError(
          .usage, "there is no workspace to keep the table in",
          hint: "Name a file with -o, or a folder with --workspace.")
      }
      return "\(place.folder)/tables/\(name(head))/\(release(head))\(isLookup ? ".lookup" : "").tsv"
    }

    /// Catalogues what was written; gives the name that it has now.
    func catalogue(_ head: MappingTable) throws(OmicsError) -> String {
      if output == "-" { return "-" }
      let path = try path(head)
      try place?.add(
        CatalogedRelease(
          name: name(head), release: release(head), sha256: try SHA256Digest.hex(ofFile: path), canonicalDigest: digest,
          rows: rows, licence: fact("licence", head), path: RelativePath.absolute(path), kind: head.kind,
          date: fact("date", head), origin: fact("origin", head)))
      return output ?? "\(name(head))@\(release(head))"
    }
  }
}
