internal import OmicsIO
internal import Schema

/// Whole small text files: study files, manifests, JSON records. Compressed ones are unpacked.
enum FileText {
  /// The largest file taken whole.
  static let maximumBytes = 64 << 20

  /// The bytes of a file.
  static func bytes(_ path: String) throws(OmicsError) -> [UInt8] {
    var source = try ByteSource.file(path)
    var all: [UInt8] = []
    while let chunk = try source.nextChunk() {
      all.append(contentsOf: chunk)
      guard all.count <= maximumBytes else {
        throw OmicsError(.limit, "the file is larger than \(maximumBytes >> 20) MiB", at: SourceLocation(file: path))
      }
    }
    return all
  }

  /// The text of a UTF-8 file.
  ///
  /// - Throws: `encoding` when it is not UTF-8.
  static func read(_ path: String) throws(OmicsError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw OmicsError(.encoding, "the file is not UTF-8 text", at: SourceLocation(file: path))
    }
    return text
  }
}
