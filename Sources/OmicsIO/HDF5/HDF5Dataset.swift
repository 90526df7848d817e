import CHDF5
import Schema

/// An array in an HDF5 file, opened for reading: shape and size are checked before anything is allocated.
struct HDF5Dataset {
  /// The most values that are read at once.
  static let mostValues = 1 << 31
  /// How many times its stored size an array may have: deflate cannot do more.
  private static let expansion = 1100

  let handle: HDF5Handle
  let shape: [Int]
  private let type: HDF5Handle
  private let space: HDF5Handle
  private let file: String
  private let path: String

  init(handle: HDF5Handle, file: String, path: String) throws(OmicsError) {
    func wrong(_ message: String) -> OmicsError {
      OmicsError(.malformed, "\(path): \(message)", at: SourceLocation(file: file))
    }
    self.handle = handle
    self.file = file
    self.path = path
    type = try HDF5Handle(H5Dget_type(handle.id), H5Tclose, orThrow: wrong("no type"))
    space = try HDF5Handle(H5Dget_space(handle.id), H5Sclose, orThrow: wrong("no shape"))
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard (0...2).contains(rank) else { throw wrong("an array of \(rank) dimensions") }
    var sizes = [hsize_t](repeating: 0, count: max(Int(rank), 1))
    guard H5Sget_simple_extent_dims(space.id, &sizes, nil) >= 0 else { throw wrong("no shape") }
    var shape: [Int] = []
    var count = 1
    for size in sizes.prefix(Int(rank)) {
      guard let length = Int(exactly: size), length <= Self.mostValues else { throw wrong("too large") }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= Self.mostValues else { throw wrong("too large") }
      count = product
      shape.append(length)
    }
    self.shape = shape
    let layout = try HDF5Handle(H5Dget_create_plist(handle.id), H5Pclose, orThrow: wrong("no layout"))
    guard H5Pget_external_count(layout.id) <= 0, H5Pget_layout(layout.id) != H5D_VIRTUAL else {
      throw OmicsError(.unsafe, "\(path): data in other files are not read", at: SourceLocation(file: file))
    }
    let stored = H5Dget_storage_size(handle.id)
    let width = UInt64(max(H5Tget_size(type.id), 1))
    guard UInt64(count) <= (UInt64(stored) + 64) * UInt64(Self.expansion) / width || count == 0 else {
      throw wrong("\(count) values are declared, but only \(stored) bytes are stored")
    }
    guard count == 0 || stored > 0 else { throw wrong("values are declared, but none are stored") }
  }

  /// How many values there are.
  var count: Int { shape.reduce(1, *) }

  private func error(_ code: OmicsError.Code, _ message: String) -> OmicsError {
    OmicsError(code, "\(path): \(message)", at: SourceLocation(file: file))
  }

  /// Whether the values are texts.
  var holdsTexts: Bool { H5Tget_class(type.id) == H5T_STRING }

  /// Texts, one after the other.
  func texts() throws(OmicsError) -> [String] {
    guard holdsTexts else { throw error(.value, "expected texts") }
    return try HDF5Text.read(type: type, space: space, count: count, error(.malformed, "unreadable texts")) {
      H5Dread(handle.id, $0, 0, 0, 0, $1)
    }
  }

  /// Numbers of any type as doubles, row after row.
  func doubles() throws(OmicsError) -> [Double] {
    let kind = H5Tget_class(type.id)
    guard kind == H5T_FLOAT || kind == H5T_INTEGER else { throw error(.value, "expected numbers") }
    var values = [Double](repeating: 0, count: count)
    guard count == 0 || H5Dread(handle.id, plumbline_h5t_native_double(), 0, 0, 0, &values) >= 0 else {
      throw error(.malformed, "unreadable numbers")
    }
    return values
  }

  /// Whole numbers.
  func integers() throws(OmicsError) -> [Int] {
    guard H5Tget_class(type.id) == H5T_INTEGER else { throw error(.value, "expected whole numbers") }
    var values = [Int64](repeating: 0, count: count)
    guard count == 0 || H5Dread(handle.id, plumbline_h5t_native_int64(), 0, 0, 0, &values) >= 0 else {
      throw error(.malformed, "unreadable numbers")
    }
    return values.map { Int($0) }
  }

  /// Raw bytes.
  func bytes() throws(OmicsError) -> [UInt8] {
    guard H5Tget_class(type.id) == H5T_INTEGER, H5Tget_size(type.id) == 1, shape.count == 1 else {
      throw error(.value, "expected bytes")
    }
    var values = [UInt8](repeating: 0, count: count)
    guard count == 0 || H5Dread(handle.id, plumbline_h5t_native_uint8(), 0, 0, 0, &values) >= 0 else {
      throw error(.malformed, "unreadable bytes")
    }
    return values
  }

  /// A text attribute; nil when it is absent or no text.
  func text(_ attribute: String) throws(OmicsError) -> String? {
    try HDF5Attribute.texts(attribute, on: handle, error(.malformed, "attribute \(attribute)"))?.first
  }
}
