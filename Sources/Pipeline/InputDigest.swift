internal import OmicsIO
internal import Schema

/// The digest by which an input is known: of its bytes, or of the names and bytes in a canonical folder.
enum InputDigest {
  static func of(_ path: String) throws(OmicsError) -> String {
    guard FolderListing.isFolder(path) else { return try SHA256Digest.hex(ofFile: path) }
    var lines = ""
    for name in FolderListing.names(path) where FolderListing.isFile("\(path)/\(name)") {
      lines += "\(try SHA256Digest.hex(ofFile: "\(path)/\(name)"))  \(name)\n"
    }
    return SHA256Digest.hex(of: Array(lines.utf8))
  }
}
