import OmicsIO
import Testing

@Suite struct SHA256DigestTests {
  /// FIPS 180-4 examples of NIST.
  @Test func publishedValues() {
    #expect(
      SHA256Digest.hex(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256Digest.hex(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256Digest.hex(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    let bytes = (0..<1000).map { UInt8($0 & 255) }
    var digest = SHA256Digest()
    for start in stride(from: 0, to: 1000, by: 7) {
      bytes[start..<min(1000, start + 7)].withUnsafeBytes { digest.update($0) }
    }
    let text = digest.finalize()
    #expect(text == SHA256Digest.hex(of: bytes))
    bytes.withUnsafeBytes { digest.update($0) }
    #expect(digest.finalize() == text)
  }
}
