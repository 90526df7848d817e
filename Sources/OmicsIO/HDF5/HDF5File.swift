import CHDF5
import Glibc
import Schema

/// An HDF5 file, read or newly written, without clock times in it.
///
/// Use only inside `HDF5Library.alone`.
final class HDF5File {
  /// The display name in errors.
  let name: String
  private let handle: HDF5Handle

  /// Makes a file at a path; an existing one is emptied. `userBlock` bytes (0, or a power of two from 512) stay free
  /// before the HDF5 data.
  ///
  /// - Throws: `unwritable`.
  init(creating path: String, userBlock: Int = 0) throws(OmicsError) {
    name = path
    let creation = try HDF5Handle.properties(plumbline_h5p_file_create())
    _ = H5Pset_obj_track_times(creation.id, false)
    _ = H5Pset_userblock(creation.id, hsize_t(userBlock))
    // Closing the file closes what is open in it, so that the last write is done and checked then.
    let access = try HDF5Handle.properties(plumbline_h5p_file_access())
    _ = H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG)
    handle = try HDF5Handle(
      H5Fcreate(path, plumbline_h5f_acc_trunc(), creation.id, access.id), H5Fclose,
      orThrow: OmicsError(.unwritable, "the HDF5 file cannot be made", at: SourceLocation(file: path)))
  }

  /// Opens a file for reading.
  ///
  /// - Throws: `unreadable` when it cannot be opened, `malformed` when it is no complete HDF5 file.
  init(reading path: String) throws(OmicsError) {
    name = path
    guard access(path, R_OK) == 0 else {
      throw OmicsError(
        .unreadable, "the file cannot be opened: \(String(cString: strerror(errno)))", at: SourceLocation(file: path))
    }
    handle = try HDF5Handle(
      H5Fopen(path, plumbline_h5f_acc_rdonly(), 0), H5Fclose,
      orThrow: OmicsError(
        .malformed, "this is not a complete HDF5 file", at: SourceLocation(file: path), hint: "It may be cut off."))
  }

  /// The root group.
  func root() throws(OmicsError) -> HDF5Group {
    HDF5Group(
      handle: try HDF5Handle(
        H5Gopen2(handle.id, "/", 0), H5Gclose,
        orThrow: OmicsError(.malformed, "the file has no root group", at: SourceLocation(file: name))),
      file: name, path: "")
  }

  /// Writes all that is held in memory and closes the file; nothing of it can be used afterwards.
  func finish() throws(OmicsError) {
    guard H5Fflush(handle.id, H5F_SCOPE_GLOBAL) >= 0, handle.closeNow() else {
      throw OmicsError(.unwritable, "writing the HDF5 file failed", at: SourceLocation(file: name))
    }
  }
}
