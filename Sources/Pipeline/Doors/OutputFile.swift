internal import OmicsIO
internal import Schema

/// One output file: standard output for `-`, an atomic file otherwise, compressed when its name ends `.gz`.
enum OutputFile {
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws(OmicsError) {
    if path == "-" {
      let sink = DescriptorSink(descriptor: 1, name: "-")
      try sink.append(bytes)
      try sink.flush()
      return
    }
    try FolderListing.makeParents(of: path)
    let file = try AtomicFile(path, force: force, compression: path.hasSuffix(".gz") ? .gzip : .none)
    try file.append(bytes)
    try file.commit()
  }
}
