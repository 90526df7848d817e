internal import Glibc
public import Schema
internal import Workspace

/// Opens the workspace: `--workspace`, else `PLUMBLINE_WORKSPACE`, else the XDG data folder.
public enum WorkspaceDoor {
  /// The stage cache of the workspace.
  ///
  /// A workspace the user named must open; the standard one is passed over when it cannot, as in a home that is
  /// read-only.
  ///
  /// - Parameters:
  ///   - isOff: keeps nothing beyond this process.
  ///   - megabytes: the size cap; the standard one when nil.
  public static func open(given: String?, isOff: Bool, megabytes: Int?) throws(OmicsError) -> StageCache {
    guard !isOff, let place = location(given) else { return StageCache() }
    let cap = megabytes.map { $0 * 1_000_000 } ?? StageStore.standardByteCap
    do throws(OmicsError) {
      return StageCache(try WorkspaceCatalog(folder: place.folder), byteCap: cap)
    } catch {
      guard isNamed(given) else { return StageCache() }
      throw error
    }
  }

  /// The catalogue of the workspace; nil when there is none, or the standard one does not open.
  ///
  /// - Parameter makes: whether one is made where there is none.
  static func catalog(given: String?, makes: Bool) throws(OmicsError) -> WorkspaceCatalog? {
    guard let place = location(given) else { return nil }
    guard makes || FolderListing.isFile("\(place.folder)/\(WorkspaceCatalog.fileName)") else { return nil }
    do throws(OmicsError) {
      return try WorkspaceCatalog(folder: place.folder)
    } catch {
      guard isNamed(given) else { return nil }
      throw error
    }
  }

  /// Whether the user named a workspace, by option or environment: it must open then.
  static func isNamed(_ given: String?) -> Bool {
    location(given).map { $0.origin == .option || $0.origin == .environment } ?? false
  }

  private static func location(_ given: String?) -> WorkspaceLocation? {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return WorkspaceLocation(
      given: given, environment: variable("PLUMBLINE_WORKSPACE"), dataHome: variable("XDG_DATA_HOME"),
      home: variable("HOME"))
  }
}
