public import Mapping
internal import OmicsIO
public import Schema

/// The mapping-table releases that can be found: every `table.yaml` below the table folders, in order of search.
public struct TableCatalog: Sendable {
  /// A release and where its file stands.
  public struct Entry: Sendable, Hashable {
    /// What is known of it.
    public var release: TableRelease
    /// The path of the table file.
    public var path: String
    /// Whether it was imported into the workspace; shipped tables stand in a table folder.
    public var isImported = false
  }

  /// The releases of the table folders, by name, then release.
  let shipped: [Entry]
  private let imported: ImportedTables

  /// All releases, by name, then release: those of the table folders, and those of a workspace that no folder has.
  public var entries: [Entry] {
    let known = Set(shipped.map(\.release.id))
    return Self.sorted(shipped + imported.entries.filter { !known.contains($0.release.id) })
  }

  /// Reads all manifests below the folders; a folder that is not there is passed over.
  ///
  /// - Throws: a located error for a manifest that cannot be understood.
  public init(folders: [String]) throws(OmicsError) {
    var found: [Entry] = []
    var seen: Set<String> = []
    for folder in folders {
      for name in FolderListing.names(folder) {
        let manifest = "\(folder)/\(name)/table.yaml"
        guard FolderListing.isFile(manifest) else { continue }
        for entry in try Self.manifest(manifest, folder: "\(folder)/\(name)")
        where seen.insert(entry.release.id).inserted { found.append(entry) }
      }
    }
    shipped = Self.sorted(found)
    imported = ImportedTables { [] }
  }

  /// The releases of table folders, and those of a workspace, which is not asked before it is needed.
  init(_ folders: TableCatalog, imported: ImportedTables) {
    shipped = folders.shipped
    self.imported = imported
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    entries.sorted { ($0.release.name, $0.release.release) < ($1.release.name, $1.release.release) }
  }

  /// The last release that meets a condition; one of a table folder before any of a workspace.
  private func last(where isMeant: (Entry) -> Bool) -> Entry? {
    shipped.last(where: isMeant) ?? entries.last(where: isMeant)
  }

  /// The newest shipped release of a table, else the newest imported one: an import changes nobody's default.
  public func newest(_ name: String) -> Entry? { last { $0.release.name == name } }

  /// The release of a file with a digest; nil when none is known.
  func release(sha256: String) -> TableRelease? { last { $0.release.sha256 == sha256 }?.release }

  /// The entry of a reference: `hgnc`, `hgnc 2022-02`, `hgnc@2022-02`; nil when there is none.
  public func entry(_ reference: String) -> Entry? {
    let parts = reference.split { $0 == " " || $0 == "@" || $0 == "/" }.map(String.init)
    guard let name = parts.first else { return nil }
    return parts.count == 1 ? newest(name) : last { $0.release.name == name && $0.release.release == parts[1] }
  }

  /// The registry of namespaces; one that knows nothing when none is found.
  ///
  /// - Throws: a located error for a registry that cannot be understood.
  public func registry() throws(OmicsError) -> NamespaceRegistry {
    guard let entry = last(where: { $0.release.kind == "namespaces" }) else { return NamespaceRegistry() }
    var source = try ByteSource.file(entry.path)
    return try NamespaceRegistry(&source)
  }

  private static func manifest(_ path: String, folder: String) throws(OmicsError) -> [Entry] {
    let top = try YAMLMapping(text: try FileText.read(path), file: path)
    try top.checkKeys(
      ["name", "kind", "licence", "origin", "columns", "description", "releases"], in: "a table manifest")
    let name = try top.requiredString("name", in: "a table manifest")
    let kind = try top.requiredString("kind", in: "a table manifest")
    let (commonLicence, commonOrigin) = (try top.string("licence"), try top.string("origin"))
    var entries: [Entry] = []
    for item in try top.mappings("releases") {
      try item.checkKeys(
        ["release", "date", "file", "sha256", "canonical_digest", "rows", "columns", "origin", "licence", "note"],
        in: "a release")
      let rows = try item.requiredString("rows", in: "a release")
      guard let count = Int(rows) else {
        throw OmicsError(
          .value, "rows takes a whole number, found \"\(rows)\"",
          at: SourceLocation(file: path, line: item.line(of: "rows")))
      }
      let file = try item.requiredString("file", in: "a release")
      guard !file.contains("/"), !file.contains("..") else {
        throw OmicsError(
          .unsafe, "a table file stands beside its manifest, found \"\(file)\"",
          at: SourceLocation(file: path, line: item.line(of: "file")))
      }
      let (ownLicence, ownOrigin) = (try item.string("licence"), try item.string("origin"))
      let (licence, origin) = (ownLicence ?? commonLicence, ownOrigin ?? commonOrigin)
      entries.append(
        Entry(
          release: TableRelease(
            name: name, kind: kind, release: try item.requiredString("release", in: "a release"),
            date: try item.string("date") ?? "", licence: licence ?? "", origin: origin ?? "", file: file,
            sha256: try item.requiredString("sha256", in: "a release"),
            canonicalDigest: try item.requiredString("canonical_digest", in: "a release"), rows: count),
          path: "\(folder)/\(file)"))
    }
    return entries
  }
}
