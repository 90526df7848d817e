internal import Glibc

/// Where a folder that comes with the product (`Mappings`, `Plugins`) may stand, in order of search.
enum ShippedFolders {
  /// The folders to search: those given, those of an environment variable (separated by `:`), the installed share
  /// folder beside the executable, the working folder's own, and the checkout whose `.build` holds the executable.
  ///
  /// Folders that are not there stay in the list: whoever reads them passes over them.
  static func search(_ name: String, given: [String], variable: String) -> [String] {
    search(name, given: given, environment: getenv(variable).map { String(cString: $0) }, executable: executable())
  }

  /// The same with all that the surroundings say as arguments.
  static func search(_ name: String, given: [String], environment: String?, executable: String) -> [String] {
    var folders = given
    if let environment { folders += environment.split(separator: ":").map(String.init) }
    if let slash = executable.lastIndex(of: "/") {
      folders.append("\(executable[..<slash])/../share/plumbline/\(name)")
    }
    folders.append(name)
    if let checkout = checkout(of: executable) { folders.append("\(checkout)/\(name)") }
    var seen: Set<String> = []
    return folders.filter { seen.insert(place(of: $0)).inserted }
  }

  /// Where a folder really is, so that one with two names is read once; its name where there is none.
  private static func place(of folder: String) -> String {
    guard let path = realpath(folder, nil) else { return folder }
    defer { free(path) }
    return String(cString: path)
  }

  /// The folder above the `.build` folder that holds an executable; nil when it stands elsewhere.
  private static func checkout(of executable: String) -> Substring? {
    let parts = executable.split(separator: "/", omittingEmptySubsequences: false)
    guard let build = parts.lastIndex(of: ".build"), build > 0 else { return nil }
    return executable[..<parts[build - 1].endIndex]
  }

  private static func executable() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
