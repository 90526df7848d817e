import Foundation

/// The largest input among the cases of a plugin that are read without an error.
enum LargestCase {
  static func path(below folder: String) throws -> String {
    var best = (path: "", bytes: 0)
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
      guard !name.contains("expected/"), name.split(separator: "/").last?.hasPrefix("input") == true else { continue }
      let expected = "\(folder)/\(name.split(separator: "/").dropLast().joined(separator: "/"))/expected/dataset.json"
      guard FileManager.default.fileExists(atPath: expected) else { continue }
      let bytes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size] as? Int ?? 0
      if bytes > best.bytes { best = ("\(folder)/\(name)", bytes) }
    }
    guard best.bytes > 0 else { throw BenchError("\(folder): no case with an input") }
    return best.path
  }
}
