public import Schema

/// The mapping-table catalogue as a command sees it: given folders, environment, the shipped folders.
public enum CatalogDoor {
  /// Reads the manifests of all folders.
  public static func open(folders: [String]) throws(OmicsError) -> TableCatalog {
    try TableCatalog(folders: ShippedFolders.search("Mappings", given: folders, variable: "PLUMBLINE_TABLES"))
  }
}
