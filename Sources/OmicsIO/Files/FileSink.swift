internal import Glibc
public import Schema

/// A buffered writer to an open descriptor that it owns, compressed on the way if asked for.
public class FileSink: ByteSink {
  private var descriptor: Int32
  private var deflater: GzipDeflater?

  init(descriptor: Int32, name: String, compression: Compression) throws(OmicsError) {
    self.descriptor = descriptor
    super.init(name: name)
    if compression == .gzip { deflater = try GzipDeflater() }
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  override func accept(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) { try pass(bytes, finishing: false) }

  private func pass(_ bytes: UnsafeRawBufferPointer, finishing: Bool) throws(OmicsError) {
    let (descriptor, name) = (descriptor, name)
    if descriptor < 0 { throw OmicsError(.fault, "a file is written after its end", at: SourceLocation(file: name)) }
    if deflater == nil { return try FileCall.write(bytes, to: descriptor, name: name) }
    try deflater?.compress(bytes, finishing: finishing) { (part) throws(OmicsError) in
      try FileCall.write(part, to: descriptor, name: name)
    }
  }

  /// Writes out everything, syncs and closes the descriptor.
  final func finish() throws(OmicsError) {
    if descriptor < 0 { return }
    try flush()
    if deflater != nil { try pass(UnsafeRawBufferPointer(start: nil, count: 0), finishing: true) }
    try FileCall.sync(descriptor, name: name)
    let closing = descriptor
    descriptor = -1
    try FileCall.close(closing, name: name)
  }

  /// Closes the descriptor and forgets what is buffered.
  final func drop() {
    discard()
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }
}

/// A file that is complete or absent: written under a temporary name in its folder, synced, renamed by `commit()`.
///
/// A character device or pipe at the path is written to directly. Without `commit()` nothing is left behind.
public final class AtomicFile: FileSink {
  private let target: AtomicTarget?

  /// Starts the file.
  ///
  /// - Throws: as `AtomicTarget.init`, and `.unwritable` for a device that cannot be opened.
  public init(_ path: String, force: Bool = false, compression: Compression = .none) throws(OmicsError) {
    switch FileCall.kind(path) {
    case S_IFCHR, S_IFIFO:
      let descriptor = FileCall.retrying { open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY) }
      if descriptor < 0 { throw FileCall.unwritable(path, errno) }
      target = nil
      try super.init(descriptor: descriptor, name: path, compression: compression)
    default:
      let target = try AtomicTarget(path, force: force)
      self.target = target
      try super.init(descriptor: target.takeDescriptor(), name: path, compression: compression)
    }
  }

  /// Makes the file final.
  ///
  /// - Throws: `.exists` when other content is there and `force` is off; `.unwritable`. No temporary is left.
  @discardableResult
  public func commit() throws(OmicsError) -> CommitOutcome {
    do {
      try finish()
    } catch {
      abort()
      throw error
    }
    guard let target else { return .written }
    return try target.commit()
  }

  /// Gives the file up and removes the temporary. Nothing happens after `commit()`.
  public func abort() {
    drop()
    target?.abort()
  }
}
