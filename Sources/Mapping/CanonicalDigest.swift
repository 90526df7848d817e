public import OmicsIO
public import Schema

/// The digest of a text table's content: the same whatever the row order, line ends and compression.
///
/// SHA-256 over the header line and then all other lines sorted bytewise, each ended by one LF, carriage returns removed.
public enum CanonicalDigest {
  /// Reads the source to its end and gives the digest and the number of data rows.
  public static func of(_ source: inout ByteSource) throws(OmicsError) -> (digest: String, rows: Int) {
    var scanner = LineScanner()
    var header: [UInt8]?
    var lines: [[UInt8]] = []
    while let line = try scanner.next(&source) {
      let bytes = Array(line.bytes)
      if header == nil { header = bytes } else { lines.append(bytes) }
    }
    lines.sort { $0.lexicographicallyPrecedes($1) }
    var digest = SHA256Digest()
    if let header { lines.insert(header, at: 0) }
    for line in lines {
      line.withUnsafeBytes { digest.update($0) }
      [UInt8(0x0A)].withUnsafeBytes { digest.update($0) }
    }
    return (digest.finalize(), header == nil ? 0 : lines.count - 1)
  }
}
