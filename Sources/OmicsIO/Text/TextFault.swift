internal import Schema

/// A place in the text that is not legal text. It is reported when its line is reached, not before.
struct TextFault {
  enum Kind {
    case control(UInt8)
    case invalid(UInt8)
    case cutSequence
    case surrogate
    case oddByte
    case secondMark
  }

  /// The index in the window's storage.
  var position: Int
  var kind: Kind

  /// The error, with its line and byte.
  func error(name: String, line: Int, byte: Int, looksLikeUTF16: Bool, looksLikeGzip: Bool) -> OmicsError {
    let location = SourceLocation(file: name, line: line, byte: byte)
    if looksLikeGzip {
      return OmicsError(
        .encoding, "the content is gzip inside gzip", at: location, hint: "decompress the file once and pass the result"
      )
    }
    switch kind {
    case .control(0) where looksLikeUTF16:
      return OmicsError(
        .encoding, "NUL at byte \(byte): the text looks like UTF-16 without a byte-order mark", at: location,
        hint: "convert the file to UTF-8 (iconv -f UTF-16LE -t UTF-8)")
    case .control(let value):
      let shown = value == 0 ? "NUL" : value == 0x1A ? "Ctrl-Z (0x1A)" : "control character 0x\(Self.hex(value))"
      return OmicsError(
        .encoding, "\(shown) at byte \(byte)", at: location,
        hint: "the file is damaged or not text: export or copy it again")
    case .invalid(let value):
      return OmicsError(
        .encoding, "byte 0x\(Self.hex(value)) at byte \(byte) is not valid UTF-8", at: location,
        hint: "if the file is Latin-1 (Western European), convert it: iconv -f LATIN1 -t UTF-8 FILE")
    case .cutSequence:
      return OmicsError(
        .truncated, "the text ends inside a UTF-8 character at byte \(byte)", at: location,
        hint: "the file is cut: copy or download it again")
    case .surrogate:
      return OmicsError(
        .encoding, "an unpaired UTF-16 surrogate at byte \(byte) of the converted text", at: location,
        hint: "convert the file to UTF-8 with the program that wrote it")
    case .oddByte:
      return OmicsError(
        .truncated, "the UTF-16 text ends inside a character", at: location,
        hint: "the file is cut: copy or download it again")
    case .secondMark:
      return OmicsError(
        .encoding, "a second byte-order mark at byte \(byte)", at: location,
        hint: "files were joined: remove the second mark")
    }
  }

  private static func hex(_ value: UInt8) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return text.utf8.count == 1 ? "0" + text : text
  }
}
