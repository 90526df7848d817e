import Glibc
import Schema

/// The first 512 bytes of a MuData file, which name the format before the HDF5 data begins.
enum MuDataUserBlock {
  static let size = 512
  static let text = "MuData (format-version=0.1.0;creator=plumbline;creator-version=1)"

  static func write(to path: String) throws(OmicsError) {
    var block = [UInt8](repeating: 0, count: size)
    for (index, byte) in text.utf8.enumerated() { block[index] = byte }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    let written = pwrite(descriptor, block, size, 0)
    let closed = close(descriptor)
    guard written == size, closed == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> OmicsError {
    OmicsError(
      .unwritable, "writing failed: \(String(cString: strerror(errno)))", at: SourceLocation(file: path))
  }
}
