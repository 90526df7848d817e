import CHDF5
import Schema

/// A group of an HDF5 file: its members by name, and its attributes.
struct HDF5Group {
  /// What a member is.
  enum Member { case group, dataset }

  let handle: HDF5Handle
  /// The file's display name.
  let file: String
  /// The path inside the file, without a slash at its end.
  let path: String

  func error(_ code: OmicsError.Code, _ message: String, _ member: String? = nil, hint: String? = nil) -> OmicsError {
    let place = member.map { "\(path)/\($0)" } ?? (path.isEmpty ? "/" : path)
    return OmicsError(code, "\(place): \(message)", at: SourceLocation(file: file), hint: hint)
  }

  /// What stands under a name; nil when nothing does.
  ///
  /// - Throws: `unsafe` for a link that leads elsewhere, `malformed` for any other object.
  func member(_ name: String) throws(OmicsError) -> Member? {
    guard !name.isEmpty, !name.contains("/"), H5Lexists(handle.id, name, 0) > 0 else { return nil }
    var link = H5L_info_t()
    guard H5Lget_info(handle.id, name, &link, 0) >= 0 else { throw error(.malformed, "unreadable link", name) }
    guard link.type == H5L_TYPE_HARD else { throw error(.unsafe, "a link to another place is not followed", name) }
    let object = try HDF5Handle(
      H5Oopen(handle.id, name, 0), H5Oclose, orThrow: error(.malformed, "unreadable object", name))
    switch H5Iget_type(object.id) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    default: throw error(.malformed, "neither a group nor a dataset", name)
    }
  }

  /// The names of the members, in order of their bytes.
  func names() throws(OmicsError) -> [String] {
    var info = H5G_info_t()
    guard H5Gget_info(handle.id, &info) >= 0, info.nlinks < 1_000_000 else {
      throw error(.malformed, "unreadable group")
    }
    var names: [String] = []
    for index in 0..<info.nlinks {
      let length = H5Lget_name_by_idx(handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, 0)
      guard length > 0, length < 65_536 else { throw error(.malformed, "unreadable link name") }
      var buffer = [CChar](repeating: 0, count: length + 1)
      _ = H5Lget_name_by_idx(handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &buffer, length + 1, 0)
      guard let name = String(validating: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) else {
        throw error(.encoding, "a link name is not UTF-8")
      }
      names.append(name)
    }
    return names
  }

  /// The group under a name; nil when nothing stands there.
  func group(ifPresent name: String) throws(OmicsError) -> HDF5Group? {
    guard let member = try member(name) else { return nil }
    guard member == .group else { throw error(.malformed, "expected a group", name) }
    return HDF5Group(
      handle: try HDF5Handle(
        H5Gopen2(handle.id, name, 0), H5Gclose, orThrow: error(.malformed, "unreadable group", name)),
      file: file, path: "\(path)/\(name)")
  }

  /// The group under a name.
  func group(_ name: String) throws(OmicsError) -> HDF5Group {
    guard let group = try group(ifPresent: name) else { throw error(.missing, "there is no such group", name) }
    return group
  }

  /// The dataset under a name.
  func dataset(_ name: String) throws(OmicsError) -> HDF5Dataset {
    guard let member = try member(name) else { throw error(.missing, "there is no such dataset", name) }
    guard member == .dataset else { throw error(.malformed, "expected a dataset", name) }
    let handle = try HDF5Handle(
      H5Dopen2(handle.id, name, 0), H5Dclose, orThrow: error(.malformed, "unreadable dataset", name))
    return try HDF5Dataset(handle: handle, file: file, path: "\(path)/\(name)")
  }

  /// Makes a group.
  func makeGroup(_ name: String) throws(OmicsError) -> HDF5Group {
    let creation = try HDF5Handle.properties(plumbline_h5p_group_create())
    _ = H5Pset_obj_track_times(creation.id, false)
    guard !name.isEmpty, !name.contains("/"), name != "." else {
      throw error(.value, "not a name for a group", name, hint: "Names in HDF5 files hold no slash.")
    }
    return HDF5Group(
      handle: try HDF5Handle(
        H5Gcreate2(handle.id, name, 0, creation.id, 0), H5Gclose,
        orThrow: error(.unwritable, "the group cannot be made", name)),
      file: file, path: "\(path)/\(name)")
  }

  // MARK: Attributes

  /// Sets a text attribute.
  func set(_ attribute: String, _ text: String) throws(OmicsError) {
    try HDF5Attribute.write([text], shape: [], attribute, on: handle, error(.unwritable, "attribute \(attribute)"))
  }

  /// Sets a list of texts.
  func set(_ attribute: String, _ texts: [String]) throws(OmicsError) {
    try HDF5Attribute.write(
      texts, shape: [texts.count], attribute, on: handle, error(.unwritable, "attribute \(attribute)"))
  }

  /// Sets a whole number.
  func set(_ attribute: String, _ value: Int) throws(OmicsError) {
    try HDF5Attribute.write(value, attribute, on: handle, error(.unwritable, "attribute \(attribute)"))
  }

  /// Sets the two attributes that say how anndata encodes this element.
  func setEncoding(_ type: String, _ version: String) throws(OmicsError) {
    try set("encoding-type", type)
    try set("encoding-version", version)
  }

  /// A text attribute; nil when it is absent or no text.
  func text(_ attribute: String) throws(OmicsError) -> String? {
    try HDF5Attribute.texts(attribute, on: handle, error(.malformed, "attribute \(attribute)"))?.first
  }

  /// A list of texts; nil when it is absent or holds no texts.
  func texts(_ attribute: String) throws(OmicsError) -> [String]? {
    try HDF5Attribute.texts(attribute, on: handle, error(.malformed, "attribute \(attribute)"))
  }

  /// Whole numbers; nil when the attribute is absent.
  func integers(_ attribute: String) throws(OmicsError) -> [Int]? {
    try HDF5Attribute.integers(attribute, on: handle, error(.malformed, "attribute \(attribute)"))
  }
}
