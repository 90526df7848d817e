import CHDF5
import Schema

/// Texts in and out of HDF5: UTF-8 of any length, or fixed length as other programs write them.
enum HDF5Text {
  /// C strings end at NUL: a text that holds one is written with `\x00` in its place.
  static func storable(_ text: String) -> String {
    guard text.utf8.contains(0) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte == 0 { bytes.append(contentsOf: "\\x00".utf8) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Calls `body` with an array of C strings.
  static func withPointers<Result>(_ texts: [String], _ body: (UnsafeRawPointer?) -> Result) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
      offsets.append(bytes.count)
      for byte in storable(text).utf8 { bytes.append(CChar(bitPattern: byte)) }
      bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      let pointers = offsets.map { offset in buffer.baseAddress.map { $0 + offset } }
      return pointers.withUnsafeBufferPointer { body(UnsafeRawPointer($0.baseAddress)) }
    }
  }

  /// Reads `count` texts with `load` (memory type, buffer).
  ///
  /// - Throws: `error` when reading fails or the bytes are no UTF-8.
  static func read(
    type: HDF5Handle, space: HDF5Handle, count: Int, _ error: @autoclosure () -> OmicsError,
    load: (hid_t, UnsafeMutableRawPointer?) -> herr_t
  ) throws(OmicsError) -> [String] {
    if count == 0 { return [] }
    if H5Tis_variable_str(type.id) > 0 {
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      guard pointers.withUnsafeMutableBytes({ load(type.id, $0.baseAddress) }) >= 0 else { throw error() }
      defer { _ = pointers.withUnsafeMutableBytes { H5Dvlen_reclaim(type.id, space.id, 0, $0.baseAddress) } }
      var texts: [String] = []
      texts.reserveCapacity(count)
      for pointer in pointers {
        guard let pointer else {
          texts.append("")
          continue
        }
        guard let text = String(validatingCString: pointer) else { throw error() }
        texts.append(text)
      }
      return texts
    }
    let width = H5Tget_size(type.id)
    guard width > 0, width <= 1 << 20, width * count <= 1 << 30 else { throw error() }
    var bytes = [UInt8](repeating: 0, count: width * count)
    guard bytes.withUnsafeMutableBytes({ load(type.id, $0.baseAddress) }) >= 0 else { throw error() }
    var texts: [String] = []
    for start in stride(from: 0, to: bytes.count, by: width) {
      let cell = bytes[start..<(start + width)].prefix { $0 != 0 }
      guard let text = String(validating: cell, as: UTF8.self) else { throw error() }
      texts.append(text)
    }
    return texts
  }
}
