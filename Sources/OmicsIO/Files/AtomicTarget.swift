internal import Glibc
public import Schema

/// How a finished output came to its place.
public enum CommitOutcome: String, Sendable, CaseIterable {
  /// The output was written.
  case written
  /// The same content was there already; it was left untouched.
  case identical
}

/// A path that becomes complete in one step: written under a temporary name in the same folder, synced, renamed.
///
/// For libraries that write by path: write to `temporaryPath`, which exists as an empty file, then `commit()`. Without
/// `commit()` the temporary is removed when the object goes.
public final class AtomicTarget {
  /// The final path, as the user wrote it.
  public let path: String
  /// Where to write.
  public let temporaryPath: String
  private let force: Bool
  private let folder: String
  private var slot: Int?
  private var isOpen = true

  /// Reserves a temporary file beside the target.
  ///
  /// - Throws: `.unwritable` when the folder is absent or not writable or the target is a folder or a special file,
  ///   `.exists` when it is a symbolic link and `force` is off.
  public init(_ path: String, force: Bool = false) throws(OmicsError) {
    self.path = path
    self.force = force
    let parts = FileCall.split(path)
    folder = parts.folder
    temporaryPath = parts.folder + "/" + FileCall.temporaryName(parts.name)
    try Self.checkTarget(path, force: force)
    let mask = FileCall.creationMask
    slot = PendingOutputs.table.add(temporaryPath)
    let temporary = temporaryPath
    let descriptor = FileCall.retrying {
      open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    if descriptor < 0 {
      let code = errno
      PendingOutputs.table.remove(slot)
      slot = nil
      isOpen = false
      throw FileCall.unwritable(path, code)
    }
    self.descriptor = descriptor
    mode = 0o644 & ~mask
  }

  private let mode: mode_t
  /// The temporary, open for writing; -1 once taken.
  private var descriptor: Int32 = -1

  deinit { abort() }

  /// Hands the open descriptor over to a writer that closes it.
  func takeDescriptor() -> Int32 {
    let taken = descriptor
    descriptor = -1
    return taken
  }

  static func checkTarget(_ path: String, force: Bool) throws(OmicsError) {
    if path.isEmpty || path.utf8.contains(0) {
      throw OmicsError(.usage, "an output path is empty or holds a NUL character", at: SourceLocation(file: path))
    }
    switch FileCall.kind(path) {
    case nil, S_IFREG: break
    case S_IFLNK:
      if force { break }
      throw OmicsError(
        .exists, "the output is a symbolic link", at: SourceLocation(file: path),
        hint: "write to the file it points to, or pass --force to replace the link")
    case S_IFDIR: throw FileCall.unwritable(path, EISDIR)
    default:
      throw OmicsError(
        .unwritable, "the output is a special file, which cannot be replaced in one step",
        at: SourceLocation(file: path), hint: "write to - (standard output) and redirect it")
    }
  }

  /// Makes the content final: sync, rename, sync of the folder.
  ///
  /// - Throws: `.exists` when other content is there and `force` is off; `.unwritable`. The temporary is gone then.
  @discardableResult
  public func commit() throws(OmicsError) -> CommitOutcome {
    guard isOpen else { throw OmicsError(.fault, "an output is committed twice", at: SourceLocation(file: path)) }
    do {
      let outcome = try settle()
      return outcome
    } catch {
      abort()
      throw error
    }
  }

  private func settle() throws(OmicsError) -> CommitOutcome {
    if descriptor >= 0 {
      try FileCall.close(takeDescriptor(), name: path)
    }
    if FileCall.retrying({ chmod(temporaryPath, mode) }) != 0 { throw FileCall.unwritable(path, errno) }
    try FileCall.sync(path: temporaryPath, name: path)
    try Self.checkTarget(path, force: force)
    let isNew = FileCall.kind(path) == nil
    if FileCall.kind(path) == S_IFREG {
      if FileCall.sameContent(temporaryPath, path) {
        abort()
        return .identical
      }
      if !force { throw Self.alreadyThere(path) }
    }
    try FileCall.rename(temporaryPath, to: path, replace: force)
    isOpen = false
    PendingOutputs.table.remove(slot)
    slot = nil
    do {
      try FileCall.sync(path: folder, name: path)
    } catch {
      // A name that may not survive a power cut is not an output: what was not there before goes again.
      if isNew { _ = unlink(path) }
      throw error
    }
    return .written
  }

  static func alreadyThere(_ path: String) -> OmicsError {
    OmicsError(
      .exists, "the output is there already with other content", at: SourceLocation(file: path),
      hint: "choose another name, or pass --force to replace it")
  }

  /// Removes the temporary. Nothing happens after `commit()`.
  public func abort() {
    if descriptor >= 0 { _ = close(takeDescriptor()) }
    guard isOpen else { return }
    isOpen = false
    _ = unlink(temporaryPath)
    PendingOutputs.table.remove(slot)
    slot = nil
  }
}
