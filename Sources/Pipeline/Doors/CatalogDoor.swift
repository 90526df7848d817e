internal import Mapping
public import Schema
internal import Workspace

/// The mapping-table catalogue as a command sees it: given folders, environment, the shipped folders, the workspace.
public enum CatalogDoor {
  /// Reads the manifests of all folders.
  public static func open(folders: [String]) throws(OmicsError) -> TableCatalog {
    try TableCatalog(folders: ShippedFolders.search("Mappings", given: folders, variable: "PLUMBLINE_TABLES"))
  }

  /// The same with the tables that were imported into a workspace and are still there.
  ///
  /// - Parameter workspace: the folder given; nil takes the environment's or the standard one.
  /// - Throws: what is wrong with a workspace that the user named; the standard one is opened when it is needed, and
  ///   passed over when it cannot be.
  public static func open(folders: [String], workspace: String?) throws(OmicsError) -> TableCatalog {
    let shipped = try open(folders: folders)
    guard WorkspaceDoor.isNamed(workspace) else {
      return TableCatalog(shipped, imported: ImportedTables { (try? imported(nil)) ?? [] })
    }
    let entries = try imported(workspace)
    return TableCatalog(shipped, imported: ImportedTables { entries })
  }

  private static func imported(_ workspace: String?) throws(OmicsError) -> [TableCatalog.Entry] {
    guard let catalog = try WorkspaceDoor.catalog(given: workspace, makes: false) else { return [] }
    return try catalog.releases().filter { FolderListing.isFile($0.path) }.map { known in
      TableCatalog.Entry(
        release: TableRelease(
          name: known.name, kind: known.kind, release: known.release, date: known.date, licence: known.licence,
          origin: known.origin, file: RelativePath.name(of: known.path), sha256: known.sha256,
          canonicalDigest: known.canonicalDigest, rows: known.rows), path: known.path, isImported: true)
    }
  }
}
