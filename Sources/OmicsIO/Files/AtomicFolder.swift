internal import Glibc
public import Schema

/// A file inside an `AtomicFolder` that is being written.
public final class FolderFile: FileSink {
  /// Ends the file: written out, synced, closed. It becomes visible when the folder is committed.
  public func close() throws(OmicsError) { try finish() }
}

/// A folder that is complete or absent: built beside the target under a temporary name and renamed as a whole.
///
/// Without `commit()` nothing is left behind.
public final class AtomicFolder {
  /// The final path, as the user wrote it.
  public let path: String
  /// Where the folder is being built.
  public let temporaryPath: String
  private let force: Bool
  private let markers: [String]
  private let parent: String
  private var slots: [Int?] = []
  private var known: Set<String> = []
  private var isOpen = false

  /// Makes the temporary folder beside the target.
  ///
  /// - Parameters:
  ///   - force: replaces a folder that is there with other content, but only one that holds one of the `markers`: a
  ///     folder this program did not write is never removed.
  ///   - markers: files that show what kind of folder it is.
  /// - Throws: `.exists` for a symbolic link or file at the path, `.unwritable`.
  public init(
    _ path: String, force: Bool = false, markers: [String] = ["dataset.json", "run.json"]
  ) throws(OmicsError) {
    if path.isEmpty || path.utf8.contains(0) {
      throw OmicsError(.usage, "an output path is empty or holds a NUL character", at: SourceLocation(file: path))
    }
    let parts = FileCall.split(path)
    if ["", ".", ".."].contains(parts.name) {
      throw OmicsError(
        .usage, "the output must be a folder with a name", at: SourceLocation(file: path),
        hint: "name a new folder inside it")
    }
    self.path = path
    self.force = force
    self.markers = markers
    parent = parts.folder
    temporaryPath = parts.folder + "/" + FileCall.temporaryName(parts.name)
    try checkTarget()
    let mask = FileCall.creationMask
    let slot = PendingOutputs.table.add(temporaryPath)
    let temporary = temporaryPath
    if FileCall.retrying({ mkdir(temporary, 0o755 & ~mask) }) != 0 {
      let code = errno
      PendingOutputs.table.remove(slot)
      throw FileCall.unwritable(path, code)
    }
    slots.append(slot)
    isOpen = true
  }

  deinit { abort() }

  private func checkTarget() throws(OmicsError) {
    switch FileCall.kind(path) {
    case nil, S_IFDIR: return
    case S_IFLNK:
      throw OmicsError(
        .exists, "the output is a symbolic link", at: SourceLocation(file: path),
        hint: "write to the folder it points to")
    default:
      throw OmicsError(
        .exists, "the output is there already and is not a folder", at: SourceLocation(file: path),
        hint: "choose another name")
    }
  }

  /// Starts a file; missing sub-folders are made. A program may be run by whoever may read it.
  public func file(
    _ relative: String, compression: Compression = .none, isProgram: Bool = false
  ) throws(OmicsError) -> FolderFile {
    let place = try self.path(relative)
    let mode: mode_t = isProgram ? 0o755 : 0o644
    let descriptor = FileCall.retrying {
      open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode & ~FileCall.creationMask)
    }
    if descriptor < 0 { throw FileCall.unwritable(path + "/" + relative, errno) }
    return try FolderFile(descriptor: descriptor, name: path + "/" + relative, compression: compression)
  }

  /// Reserves the path of a file that another library writes; missing sub-folders are made.
  ///
  /// - Throws: `.fault` for a path that is absolute, leaves the folder or was given out before; `.unwritable`.
  public func path(_ relative: String) throws(OmicsError) -> String {
    let parts = relative.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." } && !relative.utf8.contains(0)
    guard isOpen, isPlain, !known.contains(relative) else {
      throw OmicsError(.fault, "\"\(relative)\" is not a new file of this output", at: SourceLocation(file: path))
    }
    var folder = ""
    for part in parts.dropLast() {
      folder += (folder.isEmpty ? "" : "/") + part
      if known.contains(folder + "/") { continue }
      let place = temporaryPath + "/" + folder
      slots.append(PendingOutputs.table.add(place))
      if FileCall.retrying({ mkdir(place, 0o755 & ~FileCall.creationMask) }) != 0 {
        throw FileCall.unwritable(path + "/" + folder, errno)
      }
      known.insert(folder + "/")
    }
    known.insert(relative)
    let place = temporaryPath + "/" + relative
    slots.append(PendingOutputs.table.add(place))
    return place
  }

  /// Makes the folder final: every file and folder synced, renamed as a whole.
  ///
  /// - Throws: `.exists` when another content is there and may not be replaced; `.unwritable`. Nothing is left then.
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
    for entry in FolderTree.entries(temporaryPath) ?? [] {
      try FileCall.sync(path: temporaryPath + "/" + entry.path, name: path + "/" + entry.path)
    }
    try FileCall.sync(path: temporaryPath, name: path)
    try checkTarget()
    let present = FolderTree.entries(path) ?? []
    var aside: String?
    if FileCall.kind(path) == S_IFDIR && !present.isEmpty {
      if FolderTree.sameContent(temporaryPath, path) {
        abort()
        return .identical
      }
      if !force { throw AtomicTarget.alreadyThere(path) }
      guard present.contains(where: { markers.contains($0.path) }) else {
        throw OmicsError(
          .exists, "the output folder holds other files and none of \(markers.joined(separator: ", "))",
          at: SourceLocation(file: path), hint: "it is not replaced even with --force: choose another name")
      }
      let old = parent + "/" + FileCall.temporaryName(FileCall.split(path).name)
      if FileCall.retrying({ rename(path, old) }) != 0 { throw FileCall.unwritable(path, errno) }
      aside = old
    }
    if FileCall.retrying({ rename(temporaryPath, path) }) != 0 {
      let code = errno
      if let aside { _ = rename(aside, path) }
      if code == ENOTEMPTY || code == EEXIST || code == ENOTDIR { throw AtomicTarget.alreadyThere(path) }
      throw FileCall.unwritable(path, code)
    }
    do {
      try FileCall.sync(path: parent, name: path)
    } catch {
      // A name that may not survive a power cut is not an output: the state before comes back.
      _ = rename(path, temporaryPath)
      if let aside { _ = rename(aside, path) }
      throw error
    }
    isOpen = false
    forget()
    if let aside { FolderTree.remove(aside) }
    return .written
  }

  /// Gives the folder up and removes the temporary. Nothing happens after `commit()`.
  public func abort() {
    guard isOpen else { return }
    isOpen = false
    FolderTree.remove(temporaryPath)
    forget()
  }

  private func forget() {
    for slot in slots.reversed() { PendingOutputs.table.remove(slot) }
    slots = []
  }
}
