internal import Glibc
internal import OmicsIO
internal import Schema

/// Finished units on disk, so that a killed engine goes on where it stopped. A file holds the digest of study, settings
/// and seed, and one of its own content: what belongs to another request or is damaged is computed again.
struct CheckpointFolder: Sendable {
  private let folder: String
  private let key: String

  init(_ output: String, input: StudyInput, request: EngineRequest) throws(OmicsError) {
    folder = "\(output)/checkpoints"
    if mkdir(folder, 0o777) != 0 && errno != EEXIST {
      throw OmicsError(
        .unwritable, "cannot make the folder: \(String(cString: strerror(errno)))", at: SourceLocation(file: folder))
    }
    var digest = SHA256Digest()
    func add(_ text: String) {
      text.utf8.withContiguousStorageIfAvailable { digest.update(UnsafeRawBufferPointer($0)) }
    }
    add("units/1\n\(request.engine)\n\(request.seed)\n")
    for setting in request.given.keys.sorted() { add("\(setting)=\(request.given[setting] ?? "")\n") }
    for words in [input.targets, input.samples, input.batch, input.cohort, input.subject] {
      for word in words { add("\(word)\n") }
    }
    add(input.label.map { "\($0)" }.joined())
    for layer in input.layers {
      add(layer.name)
      layer.values.withUnsafeBytes { digest.update($0) }
    }
    for edge in input.network { add("\(edge.a) \(edge.b) \(edge.weight)\n") }
    for set in input.pathways { add("\(set.name) \(set.members)\n") }
    key = digest.finalize()
  }

  /// A finished unit; nil when there is none that can be used.
  func load(_ name: String) -> UnitResult? {
    let path = "\(folder)/\(name).json"
    guard access(path, R_OK) == 0, let bytes = try? Self.bytes(path),
      let value = try? JSONParser.parse(bytes, file: path), value["key"]?.text == key, let content = value["result"],
      value["sha256"]?.text == SHA256Digest.hex(of: JSONWriter().bytes(of: content))
    else { return nil }
    return UnitResult(content)
  }

  /// Keeps a finished unit.
  func save(_ result: UnitResult, _ name: String) throws(OmicsError) {
    let content = result.json
    let file = try AtomicFile("\(folder)/\(name).json", force: true)
    try file.append(
      JSONWriter().bytes(
        of: .members([
          "key": .string(key), "sha256": .string(SHA256Digest.hex(of: JSONWriter().bytes(of: content))),
          "result": content,
        ])))
    try file.commit()
  }

  private static func bytes(_ path: String) throws(OmicsError) -> [UInt8] {
    var source = try ByteSource.file(path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes += chunk }
    return bytes
  }
}
