internal import CCrypto
public import Schema

/// An incremental SHA-256 digest (FIPS 180-4) on libcrypto.
public struct SHA256Digest: ~Copyable {
  private let context: OpaquePointer?
  private var result: String?

  /// A digest of no bytes yet.
  public init() {
    context = EVP_MD_CTX_new()
    _ = EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes. After `finalize()` it has no effect.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard result == nil, let start = bytes.baseAddress, !bytes.isEmpty else { return }
    _ = EVP_DigestUpdate(context, start, bytes.count)
  }

  /// The digest as 64 lower-case hexadecimal digits; the same at every call.
  public mutating func finalize() -> String {
    if let result { return result }
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    _ = EVP_DigestFinal_ex(context, &digest, &length)
    let text = Self.hexadecimal(digest)
    result = text
    return text
  }

  /// The digest of bytes.
  public static func hex(of bytes: UnsafeRawBufferPointer) -> String {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.finalize()
  }

  /// The digest of bytes.
  public static func hex(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { hex(of: $0) }
  }

  /// The digest of a file's bytes as they lie on disk.
  ///
  /// - Throws: `.unreadable` when the file cannot be opened or read.
  public static func hex(ofFile path: String) throws(OmicsError) -> String {
    var digest = SHA256Digest()
    var input = try RawInput.file(path)
    while let chunk = try input.next() { digest.update(chunk) }
    return digest.finalize()
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
