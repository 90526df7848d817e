import Foundation

/// A folder that goes away with the value that holds it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/plumbline-workspace-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The files below `cas/`, sorted.
  var objects: [String] {
    let all = FileManager.default.subpaths(atPath: path + "/cas") ?? []
    return all.filter { $0.contains("/") }.sorted()
  }
}
