import CHDF5
import Schema
import Synchronization

/// The HDF5 library: one caller at a time, silent, no plugins loaded from disk.
enum HDF5Library {
  private static let gate = Mutex(false)

  /// Runs `body` alone in the library (Debian's build is not thread-safe).
  static func alone<Result: Sendable>(
    _ body: () throws(OmicsError) -> Result
  ) throws(OmicsError) -> Result {
    try gate.withLock { (isReady) throws(OmicsError) -> Result in
      if !isReady {
        // A file whose last write failed stays open inside the library, which would crash over it at exit.
        _ = H5dont_atexit()
        guard H5open() >= 0 else { throw OmicsError(.fault, "the HDF5 library cannot be started") }
        plumbline_h5_silence()
        _ = H5PLset_loading_state(0)
        isReady = true
      }
      return try body()
    }
  }
}

/// An open HDF5 object, closed when the last reference goes.
final class HDF5Handle {
  let id: hid_t
  private let close: (hid_t) -> herr_t
  private var isOpen = true

  /// Takes over an identifier.
  ///
  /// - Throws: the error, when the identifier is negative.
  init(
    _ id: hid_t, _ close: @escaping (hid_t) -> herr_t, orThrow error: @autoclosure () -> OmicsError
  ) throws(OmicsError) {
    guard id >= 0 else { throw error() }
    self.id = id
    self.close = close
  }

  /// Closes the object now; false when that fails.
  func closeNow() -> Bool {
    guard isOpen else { return true }
    isOpen = false
    return close(id) >= 0
  }

  deinit { _ = closeNow() }
}

extension HDF5Handle {
  static func copy(ofType type: hid_t) throws(OmicsError) -> HDF5Handle {
    try HDF5Handle(H5Tcopy(type), H5Tclose, orThrow: OmicsError(.fault, "HDF5 gives no type"))
  }

  /// The type of UTF-8 texts of any length.
  static func text() throws(OmicsError) -> HDF5Handle {
    let type = try copy(ofType: plumbline_h5t_c_s1())
    _ = H5Tset_size(type.id, plumbline_h5t_variable())
    _ = H5Tset_cset(type.id, H5T_CSET_UTF8)
    return type
  }

  /// The type of flags: an 8-bit enumeration FALSE, TRUE, as h5py and anndata write them.
  static func flag() throws(OmicsError) -> HDF5Handle {
    let type = try HDF5Handle(
      H5Tenum_create(plumbline_h5t_std_i8le()), H5Tclose, orThrow: OmicsError(.fault, "HDF5 gives no type"))
    for (name, value) in [("FALSE", Int8(0)), ("TRUE", Int8(1))] {
      withUnsafePointer(to: value) { _ = H5Tenum_insert(type.id, name, $0) }
    }
    return type
  }

  /// The space of an array; no dimensions: a single value.
  static func space(_ shape: [Int]) throws(OmicsError) -> HDF5Handle {
    let id =
      shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
    return try HDF5Handle(id, H5Sclose, orThrow: OmicsError(.fault, "HDF5 gives no space of \(shape)"))
  }

  static func properties(_ kind: hid_t) throws(OmicsError) -> HDF5Handle {
    try HDF5Handle(H5Pcreate(kind), H5Pclose, orThrow: OmicsError(.fault, "HDF5 gives no property list"))
  }
}
