import CHDF5
import Schema

/// Small values attached to groups and datasets.
enum HDF5Attribute {
  static let largest = 100_000

  static func write(
    _ texts: [String], shape: [Int], _ name: String, on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) {
    let type = try HDF5Handle.text()
    let attribute = try make(name, type: type.id, shape: shape, on: object, error())
    guard !texts.isEmpty else { return }
    let status = HDF5Text.withPointers(texts) { H5Awrite(attribute.id, type.id, $0) }
    guard status >= 0 else { throw error() }
  }

  static func write(
    _ value: Int, _ name: String, on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) {
    let attribute = try make(name, type: plumbline_h5t_std_i64le(), shape: [], on: object, error())
    let status = withUnsafePointer(to: Int64(value)) {
      H5Awrite(attribute.id, plumbline_h5t_native_int64(), $0)
    }
    guard status >= 0 else { throw error() }
  }

  private static func make(
    _ name: String, type: hid_t, shape: [Int], on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) -> HDF5Handle {
    let space = try HDF5Handle.space(shape)
    return try HDF5Handle(H5Acreate2(object.id, name, type, space.id, 0, 0), H5Aclose, orThrow: error())
  }

  /// Opens an attribute and says its type class and number of values; nil when it is absent.
  private static func open(
    _ name: String, on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) -> (attribute: HDF5Handle, type: HDF5Handle, count: Int)? {
    guard H5Aexists(object.id, name) > 0 else { return nil }
    let attribute = try HDF5Handle(H5Aopen(object.id, name, 0), H5Aclose, orThrow: error())
    let type = try HDF5Handle(H5Aget_type(attribute.id), H5Tclose, orThrow: error())
    let space = try HDF5Handle(H5Aget_space(attribute.id), H5Sclose, orThrow: error())
    let count = Int(H5Sget_simple_extent_npoints(space.id))
    guard (0...largest).contains(count) else { throw error() }
    return (attribute, type, count)
  }

  static func texts(
    _ name: String, on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) -> [String]? {
    guard let (attribute, type, count) = try open(name, on: object, error()) else { return nil }
    if count == 0 { return [] }
    guard H5Tget_class(type.id) == H5T_STRING else { return nil }
    let space = try HDF5Handle(H5Aget_space(attribute.id), H5Sclose, orThrow: error())
    let texts = try HDF5Text.read(type: type, space: space, count: count, error()) { H5Aread(attribute.id, $0, $1) }
    return texts
  }

  static func integers(
    _ name: String, on object: HDF5Handle, _ error: @autoclosure () -> OmicsError
  ) throws(OmicsError) -> [Int]? {
    guard let (attribute, type, count) = try open(name, on: object, error()) else { return nil }
    guard H5Tget_class(type.id) == H5T_INTEGER else { return nil }
    var values = [Int64](repeating: 0, count: count)
    guard count == 0 || H5Aread(attribute.id, plumbline_h5t_native_int64(), &values) >= 0 else { throw error() }
    return values.map { Int($0) }
  }
}
