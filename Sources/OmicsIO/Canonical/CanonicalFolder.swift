import Glibc
public import Schema

/// Writes canonical folders.
public enum CanonicalWriter {
  /// Writes a dataset as a folder that is there whole or not at all.
  ///
  /// - Throws: `exists` when the folder is there, differs and `force` is false; `unwritable`; what
  ///   `CanonicalText.files(of:)` throws.
  @discardableResult
  public static func write(
    _ dataset: Dataset, to folder: String, force: Bool = false
  ) throws(OmicsError) -> CommitOutcome {
    let parts = try CanonicalText.parts(of: dataset)
    let target = try AtomicFolder(folder, force: force)
    do throws(OmicsError) {
      for part in parts {
        let sink = try target.file(part.name)
        try sink.append(part.rest(sink))
        try sink.close()
      }
    } catch {
      target.abort()
      throw error
    }
    return try target.commit()
  }
}

/// Reads canonical folders.
public enum CanonicalReader {
  /// Whether a path is a canonical folder.
  public static func isCanonical(_ folder: String) -> Bool { access(folder + "/dataset.json", F_OK) == 0 }

  /// Reads a folder.
  ///
  /// Tables may be compressed with gzip in place (same names). Files that are no `.json`, `.tsv` or `.jsonl` are ignored.
  /// - Throws: `unreadable`; what `CanonicalText.dataset(of:folder:)` throws.
  public static func read(_ folder: String) throws(OmicsError) -> Dataset {
    var files: [CanonicalText.File] = []
    for name in try names(in: folder) {
      files.append(.init(name: name, bytes: try bytes(of: "\(folder)/\(name)")))
    }
    return try CanonicalText.dataset(of: files, folder: folder)
  }

  private static func names(in folder: String) throws(OmicsError) -> [String] {
    guard let directory = opendir(folder) else {
      throw OmicsError(
        .unreadable, "the folder cannot be opened: \(String(cString: strerror(errno)))",
        at: SourceLocation(file: folder))
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name == "dataset.json" || name.hasSuffix(".tsv") || name.hasSuffix(".jsonl") { names.append(name) }
    }
    return names.sorted()
  }

  private static func bytes(of path: String) throws(OmicsError) -> [UInt8] {
    var source = try ByteSource.file(path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes.append(contentsOf: chunk) }
    return bytes
  }
}
