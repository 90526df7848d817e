import CHDF5
import Schema

/// Writing arrays: little-endian, no clock times, deflated from 16 KiB on; the same values give the same bytes.
extension HDF5Group {
  private static let deflatedFrom = 16_384

  /// Texts as an anndata `string-array`, or `string` when `isSingle`.
  func write(_ texts: [String], as name: String, isSingle: Bool = false) throws(OmicsError) {
    let type = try HDF5Handle.text()
    let array = try make(name, type: type.id, width: 16, shape: isSingle ? [] : [texts.count], deflates: false)
    try setEncoding(of: array, isSingle ? "string" : "string-array", name)
    guard !texts.isEmpty else { return }
    try check(HDF5Text.withPointers(texts) { H5Dwrite(array.id, type.id, 0, 0, 0, $0) }, array, name)
  }

  /// Doubles, row after row, with further text attributes.
  func write(
    _ values: [Double], shape: [Int], as name: String, attributes: [Feature.Attribute] = []
  ) throws(OmicsError) {
    let array = try make(name, type: plumbline_h5t_ieee_f64le(), width: 8, shape: shape, deflates: true)
    try setEncoding(of: array, "array", name)
    for attribute in attributes {
      try HDF5Attribute.write(
        [attribute.value], shape: [], attribute.key, on: array, error(.unwritable, "attribute", name))
    }
    guard !values.isEmpty else { return }
    try check(H5Dwrite(array.id, plumbline_h5t_native_double(), 0, 0, 0, values), array, name)
  }

  /// Whole numbers.
  func write(_ values: [Int], as name: String) throws(OmicsError) {
    let array = try make(name, type: plumbline_h5t_std_i64le(), width: 8, shape: [values.count], deflates: true)
    try setEncoding(of: array, "array", name)
    guard !values.isEmpty else { return }
    try check(H5Dwrite(array.id, plumbline_h5t_native_int64(), 0, 0, 0, values.map { Int64($0) }), array, name)
  }

  /// Flags.
  func write(_ values: [Bool], as name: String) throws(OmicsError) {
    let type = try HDF5Handle.flag()
    let array = try make(name, type: type.id, width: 1, shape: [values.count], deflates: true)
    try setEncoding(of: array, "array", name)
    guard !values.isEmpty else { return }
    try check(H5Dwrite(array.id, type.id, 0, 0, 0, values.map { Int8($0 ? 1 : 0) }), array, name)
  }

  /// Bytes.
  func write(_ bytes: [UInt8], as name: String) throws(OmicsError) {
    let array = try make(name, type: plumbline_h5t_native_uint8(), width: 1, shape: [bytes.count], deflates: true)
    try setEncoding(of: array, "array", name)
    guard !bytes.isEmpty else { return }
    try check(H5Dwrite(array.id, plumbline_h5t_native_uint8(), 0, 0, 0, bytes), array, name)
  }

  private func make(
    _ name: String, type: hid_t, width: Int, shape: [Int], deflates: Bool
  ) throws(OmicsError) -> HDF5Handle {
    guard !name.isEmpty, !name.contains("/"), name != "." else {
      throw error(.value, "not a name for an array", name, hint: "Names in HDF5 files hold no slash.")
    }
    let space = try HDF5Handle.space(shape)
    let creation = try HDF5Handle.properties(plumbline_h5p_dataset_create())
    _ = H5Pset_obj_track_times(creation.id, false)
    if deflates, shape.reduce(width, *) >= Self.deflatedFrom {
      let chunk =
        shape.count == 2
        ? [hsize_t(min(shape[0], 64)), hsize_t(min(shape[1], 4096))] : [hsize_t(min(shape[0], 262_144 / width))]
      _ = H5Pset_chunk(creation.id, Int32(chunk.count), chunk)
      if width > 1 { _ = H5Pset_shuffle(creation.id) }
      _ = H5Pset_deflate(creation.id, 1)
    }
    return try HDF5Handle(
      H5Dcreate2(handle.id, name, type, space.id, 0, creation.id, 0), H5Dclose,
      orThrow: error(.unwritable, "the array cannot be made", name))
  }

  private func setEncoding(of array: HDF5Handle, _ type: String, _ name: String) throws(OmicsError) {
    for (key, value) in [("encoding-type", type), ("encoding-version", "0.2.0")] {
      try HDF5Attribute.write([value], shape: [], key, on: array, error(.unwritable, "attribute \(key)", name))
    }
  }

  /// Values of a compressed array are written out when it is closed, so that both must be well.
  private func check(_ status: herr_t, _ array: HDF5Handle, _ name: String) throws(OmicsError) {
    guard status >= 0, array.closeNow() else {
      throw error(.unwritable, "writing failed", name, hint: "The disk may be full.")
    }
  }
}
