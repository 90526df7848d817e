internal import Schema

/// `ms_run[k]:nativeID`, several joined by `|` (specification 1.0, section 5.5).
struct SpectraReference {
  /// The run of the first spectrum.
  var run: Int?
  /// The native ids, joined by `|`; of other runs with their run in front.
  var spectrum: String

  init(_ text: String) {
    if let single = Self.single(text) {
      self = single
      return
    }
    var ids: [String] = []
    for piece in text.split(separator: "|") {
      let part = MzTabParameter.trimmed(piece)
      guard let colon = part.firstIndex(of: ":") else {
        ids.append(part)
        continue
      }
      let reference = MetadataKey.part(part[..<colon])
      let id = String(part[part.index(after: colon)...])
      guard reference.name == "ms_run", let index = reference.index else {
        ids.append(part)
        continue
      }
      if run == nil { run = index }
      ids.append(run == index ? id : part)
    }
    spectrum = ids.joined(separator: "|")
  }

  private init(run: Int, spectrum: String) {
    self.run = run
    self.spectrum = spectrum
  }

  /// The usual case, one spectrum, without cutting the text into characters.
  private static func single(_ text: String) -> SpectraReference? {
    var bytes = text.utf8[...]
    guard bytes.starts(with: "ms_run[".utf8), !bytes.contains(0x7C) else { return nil }
    bytes = bytes.dropFirst(7)
    var run = 0
    while let byte = bytes.first, byte >= 0x30, byte <= 0x39, run < 1_000_000 {
      run = run * 10 + Int(byte - 0x30)
      bytes = bytes.dropFirst()
    }
    guard run > 0, bytes.starts(with: "]:".utf8) else { return nil }
    return SpectraReference(run: run, spectrum: String(decoding: bytes.dropFirst(2), as: UTF8.self))
  }
}
