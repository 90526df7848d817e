internal import CZlib
internal import Schema

/// Streaming gzip compression with fixed bytes for fixed content: level 6, no time, no name.
struct GzipDeflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawPointer
  private static let outputSize = 256 * 1024

  init() throws(OmicsError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: Self.outputSize, alignment: 64)
    if plumbline_deflate_init(stream, 6, 31) != Z_OK { throw OmicsError(.fault, "zlib cannot start") }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Compresses bytes and hands what comes out to `write`; `finishing` ends the member.
  mutating func compress(
    _ bytes: UnsafeRawBufferPointer, finishing: Bool,
    write: (UnsafeRawBufferPointer) throws(OmicsError) -> Void
  ) throws(OmicsError) {
    var rest = bytes
    repeat {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
      stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(piece.count)
      let flush = finishing && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH
      var code: Int32
      repeat {
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(Self.outputSize)
        code = deflate(stream, flush)
        if code == Z_STREAM_ERROR { throw OmicsError(.fault, "zlib cannot compress") }
        let length = Self.outputSize - Int(stream.pointee.avail_out)
        if length > 0 { try write(UnsafeRawBufferPointer(start: output, count: length)) }
      } while stream.pointee.avail_out == 0 || (flush == Z_FINISH && code != Z_STREAM_END)
    } while !rest.isEmpty
  }
}
