internal import OmicsIO
internal import Schema

/// One output file: standard output for `-`, an atomic file otherwise, compressed when its name ends `.gz`.
enum OutputFile {
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws(OmicsError) {
    try write(to: path, force: force) { (sink) throws(OmicsError) in try sink.append(bytes) }
  }

  /// Writes what a body puts into a sink.
  static func write<Answer>(
    to path: String, force: Bool, _ body: (ByteSink) throws(OmicsError) -> Answer
  ) throws(OmicsError) -> Answer {
    if path == "-" {
      let sink = DescriptorSink(descriptor: 1, name: "-")
      let answer = try body(sink)
      try sink.flush()
      return answer
    }
    try FolderListing.makeParents(of: path)
    let file = try AtomicFile(path, force: force, compression: path.hasSuffix(".gz") ? .gzip : .none)
    let answer = try body(file)
    try file.commit()
    return answer
  }
}
