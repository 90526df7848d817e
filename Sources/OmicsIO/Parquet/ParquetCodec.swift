internal import CZlib
internal import CZstd
internal import Schema

/// How pages are compressed.
enum ParquetCodec: Int {
  case none = 0, snappy, gzip, lzo, brotli, lz4Hadoop, zstd, lz4

  /// The page's bytes, which must be `count`.
  ///
  /// - Throws: `malformed` when they are damaged or of another size; `unsupported` for LZO, Brotli and framed LZ4.
  func expand(_ bytes: ArraySlice<UInt8>, to count: Int, _ place: ParquetPlace) throws(OmicsError) -> [UInt8] {
    let expanded: [UInt8]?
    switch self {
    case .none: expanded = Array(bytes)
    case .snappy: expanded = SnappyBlock.expand(bytes, to: count)
    case .gzip: expanded = Self.inflate(bytes, to: count)
    case .zstd: expanded = Self.unpack(bytes, to: count)
    case .lz4: expanded = LZ4Block.expand(bytes, to: count)
    case .lzo, .brotli, .lz4Hadoop:
      throw place.error(
        .unsupported, "the column is compressed with \(name), which is not read",
        hint: "Write the file with snappy, zstd, gzip or LZ4_RAW.")
    }
    guard let expanded, expanded.count == count else {
      throw place.malformed("the \(name) data of the page are damaged, or do not make \(count) bytes")
    }
    return expanded
  }

  private var name: String {
    switch self {
    case .none: "uncompressed"
    case .snappy: "snappy"
    case .gzip: "gzip"
    case .lzo: "LZO"
    case .brotli: "Brotli"
    case .lz4Hadoop: "LZ4 in Hadoop's framing"
    case .zstd: "zstd"
    case .lz4: "LZ4"
    }
  }

  private static func unpack(_ bytes: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
    var isWrong = false
    let result = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      bytes.withUnsafeBytes { source in
        let made = ZSTD_decompress(buffer.baseAddress, count, source.baseAddress, source.count)
        if ZSTD_isError(made) != 0 { isWrong = true } else { filled = made }
      }
    }
    return isWrong ? nil : result
  }

  /// gzip, of any number of members.
  private static func inflate(_ bytes: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
    var stream = z_stream()
    guard plumbline_inflate_init(&stream, 47) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var isWrong = false
    let result = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      bytes.withUnsafeBytes { source in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(source.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(count)
        while true {
          let code = CZlib.inflate(&stream, Z_FINISH)
          guard code == Z_STREAM_END else {
            isWrong = true
            break
          }
          if stream.avail_in == 0 { break }
          guard inflateReset(&stream) == Z_OK else {
            isWrong = true
            break
          }
        }
        filled = count - Int(stream.avail_out)
      }
    }
    return isWrong ? nil : result
  }
}
