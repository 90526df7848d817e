internal import OmicsIO
public import Schema

/// What `plugins new` makes: the folder of a plugin that passes the conformance kit.
public struct NewPlugin: Sendable {
  /// The kinds there are skeletons of.
  public static let kinds = ["delimited", "engine", "executable", "swift"]

  /// Where it stands.
  public let folder: String
  /// What to do next, a sentence each.
  public let nextSteps: [String]
  /// The files written, sorted.
  public let files: [String]

  /// Writes the skeleton of a kind.
  ///
  /// - Parameters:
  ///   - name: the plugin's name, like a type's.
  ///   - folder: where to write; the name below the working folder otherwise.
  ///   - force: replaces another plugin that stands there.
  /// - Throws: `usage` for an impossible name or kind; `exists` when something else stands there.
  public init(_ name: String, kind: String, folder: String? = nil, force: Bool = false) throws(OmicsError) {
    let skeleton = try PluginSkeleton(name)
    let files = try skeleton.files(kind: kind)
    self.folder = folder ?? name
    try FolderListing.makeParents(of: self.folder)
    let target = try AtomicFolder(self.folder, force: force, markers: ["plugin.yaml"])
    do throws(OmicsError) {
      for file in files {
        let sink = try target.file(file.path, isProgram: file.isProgram)
        try sink.append(Array(file.text.utf8))
        try sink.close()
      }
      try target.commit()
    } catch {
      target.abort()
      throw error
    }
    self.files = files.map(\.path).sorted()
    if kind != "swift" {
      let test = try PluginTest(self.folder, recording: true)
      guard test.passed else {
        throw OmicsError(.fault, "the skeleton fails its own kit: \(test.failures.first ?? "")")
      }
    }
    nextSteps = skeleton.nextSteps(kind: kind, folder: self.folder)
  }

  /// The same as JSON: `{folder, files, next_steps}`.
  public var jsonText: String {
    JSONWriter(isIndented: true).text(
      of: .members([
        "folder": .string(folder), "files": .array(files.map(JSONValue.string)),
        "next_steps": .array(nextSteps.map(JSONValue.string)),
      ]))
  }
}
