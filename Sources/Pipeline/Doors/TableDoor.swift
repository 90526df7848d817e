public import Mapping
internal import OmicsIO
public import Schema

/// The mapping tables of a user: what is there, and ids resolved with them.
public enum TableDoor {
  /// A table opened for resolving.
  public struct Opened: Sendable {
    /// What is known of it.
    public var release: TableRelease
    /// Its lookups.
    public var index: GeneIndex
  }

  /// Opens a table by reference (`hgnc`, `hgnc@2022-02`) or path; nil takes the newest HGNC release.
  public static func open(_ reference: String?, catalog: TableCatalog) throws(OmicsError) -> Opened {
    if let reference, FolderListing.isFile(reference) {
      let digest = try SHA256Digest.hex(ofFile: reference)
      let table = try read(reference)
      let known = catalog.release(sha256: digest)
      let release =
        known
        ?? TableRelease(
          name: "hgnc", kind: "hgnc", release: RelativePath.name(of: reference), date: "", licence: "", origin: "",
          file: RelativePath.name(of: reference), sha256: digest, canonicalDigest: "", rows: table.rows.count)
      return Opened(release: release, index: GeneIndex(table))
    }
    guard let entry = catalog.entry(reference ?? "hgnc") else {
      let known = catalog.entries.map { "\($0.release.name)@\($0.release.release)" }
      throw OmicsError(
        .usage, "there is no table \"\(reference ?? "hgnc")\"",
        hint: known.isEmpty
          ? "No table is found; name the folder with --tables." : "Known: \(known.joined(separator: ", ")).")
    }
    return Opened(release: entry.release, index: GeneIndex(try read(entry.path)))
  }

  /// The catalogue's entry of a reference, or one made for a file: `name` and `release` are its facts, else kind and digest.
  ///
  /// - Throws: `usage` for what is neither a file nor catalogued.
  static func entry(_ reference: String, catalog: TableCatalog) throws(OmicsError) -> TableCatalog.Entry {
    if !FolderListing.isFile(reference) {
      if let entry = catalog.entry(reference) { return entry }
      throw OmicsError(
        .usage, "there is no table \"\(reference)\"",
        hint: "Known: \(catalog.entries.map { "\($0.release.name)@\($0.release.release)" }.joined(separator: ", ")).")
    }
    let digest = try SHA256Digest.hex(ofFile: reference)
    if let known = catalog.release(sha256: digest) { return TableCatalog.Entry(release: known, path: reference) }
    var source = try ByteSource.file(reference)
    let lookup = try LookupFile.isLookup(&source) ? LookupFile(&source) : nil
    let table = try lookup == nil ? MappingTableReader.read(&source) : MappingTableDoor.head(reference)
    func fact(_ key: String, else value: String) -> String { table.facts.first { $0.key == key }?.value ?? value }
    return TableCatalog.Entry(
      release: TableRelease(
        name: fact("name", else: table.kind), kind: table.kind,
        release: fact("release", else: RelativePath.name(of: reference)), date: fact("date", else: ""),
        licence: fact("licence", else: ""), origin: fact("origin", else: ""), file: RelativePath.name(of: reference),
        sha256: digest, canonicalDigest: lookup?.digest ?? MappingTableWriter.contentDigest(of: table),
        rows: lookup?.rows ?? table.rows.count),
      path: reference)
  }

  /// Reads an HGNC table file.
  static func read(_ path: String) throws(OmicsError) -> HgncTable {
    var source = try ByteSource.file(path)
    if String(decoding: try source.head(16), as: UTF8.self).hasPrefix("#table mapping") {
      return try HgncTable(try MappingTableReader.read(&source))
    }
    return try HgncTableReader.read(&source)
  }

  /// How ids are resolved with a table of genes.
  ///
  /// - Parameter from: a namespace, or nil to detect the column's.
  static func way(
    _ ids: TextColumn, from: Namespace?, to: Namespace, table: Opened
  ) throws(OmicsError) -> ResolveDoor.Way {
    let resolver = try Resolver(table.index, target: to)
    var (namespace, evidence) = (from, "named by the user")
    if let from {
      guard Resolver.namespaces.contains(from) || from == .refseq else {
        throw OmicsError(
          .usage, "ids of \"\(from.rawValue)\" cannot be resolved with this table",
          hint: "Namespaces: \(Resolver.namespaces.map(\.rawValue).joined(separator: ", ")), auto.")
      }
    } else {
      let detection = NamespaceDetection(ids.texts, index: table.index)
      (namespace, evidence) = (detection.namespace, detection.evidence)
    }
    return ResolveDoor.Way(
      namespace: namespace, evidence: evidence, release: table.release.id,
      outcome: { [namespace] id, claimed in resolver.resolve(id, from: namespace, beside: claimed) })
  }

  /// The ids of a file or of standard input (`-`), one a line; empty lines count as ids that are invalid.
  static func ids(_ path: String) throws(OmicsError) -> TextColumn {
    var source = path == "-" ? ByteSource.standardInput() : try ByteSource.file(path)
    var scanner = LineScanner()
    var ids = TextColumn()
    while let line = try scanner.next(&source) { ids.append(line.bytes) }
    return ids
  }
}
