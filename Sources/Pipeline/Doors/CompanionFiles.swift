internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Files that belong together: what stands beside an input, and which file of a folder is the input.
enum CompanionFiles {
  /// The matrix of a folder as 10x Genomics writes it; nil for other folders.
  static func matrix(in folder: String) -> String? {
    guard FolderListing.isFolder(folder), !FolderListing.isFile("\(folder)/dataset.json") else { return nil }
    return ["matrix.mtx", "matrix.mtx.gz"].map { "\(folder)/\($0)" }.first(where: FolderListing.isFile)
  }

  /// Opens files in the folder of a path.
  static func opening(beside path: String) -> DatasetReading.CompanionOpening {
    let folder = RelativePath.folder(of: path)
    return { (role: String, name: String) throws(OmicsError) -> Companion? in
      let candidate = "\(folder)/\(name)"
      guard FolderListing.isFile(candidate) else { return nil }
      var source = try ByteSource.file(candidate)
      var bytes: [UInt8] = []
      while let chunk = try source.nextChunk() { bytes.append(contentsOf: chunk) }
      let digest = try source.rawDigest()
      return Companion(role: role, name: name, bytes: bytes, sha256: digest, fileBytes: source.rawByteCount)
    }
  }
}
