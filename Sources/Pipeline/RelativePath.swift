internal import Glibc

/// Paths relative to a folder, by their text alone.
public enum RelativePath {
  /// `path` as seen from `folder`, both first made absolute against the working folder.
  public static func from(_ folder: String, to path: String) -> String {
    let (a, b) = (components(folder), components(path))
    var common = 0
    while common < a.count, common < b.count, a[common] == b[common] { common += 1 }
    let up = [String](repeating: "..", count: a.count - common)
    let parts = up + b[common...]
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// `path` relative to `folder` unless it is absolute.
  public static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") ? path : folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  /// A path without `.` and `..` between its parts: relative to the working folder unless it is absolute.
  static func short(_ path: String) -> String { path.hasPrefix("/") ? absolute(path) : from(".", to: path) }

  /// The folder of a path; `.` when it has none.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return String(trimmed) }
    return String(trimmed[trimmed.index(after: slash)...])
  }

  /// The last part of a path up to its first dot.
  static func stem(of path: String) -> String {
    let name = name(of: path)
    return name.firstIndex(of: ".").flatMap { $0 == name.startIndex ? nil : String(name[..<$0]) } ?? name
  }

  /// The path made absolute against the working folder, without `.` and `..`.
  static func absolute(_ path: String) -> String { "/" + components(path).joined(separator: "/") }

  private static func components(_ path: String) -> [String] {
    var absolute = path
    if !path.hasPrefix("/"), let working = getcwd(nil, 0) {
      absolute = String(cString: working) + "/" + path
      free(working)
    }
    var parts: [String] = []
    for part in absolute.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(String(part))
      }
    }
    return parts
  }
}
