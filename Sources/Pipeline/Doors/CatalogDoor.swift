internal import Glibc
public import Schema

/// The mapping-table catalogue as a command sees it: given folders, environment, the installed share folder.
public enum CatalogDoor {
  /// Reads the manifests of all folders.
  public static func open(folders: [String]) throws(OmicsError) -> TableCatalog {
    try TableCatalog(
      folders: TableCatalog.searchFolders(
        given: folders, environment: getenv("PLUMBLINE_TABLES").map { String(cString: $0) }, executable: executable()))
  }

  private static func executable() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
