internal import Schema

/// `ms_run[k]:nativeID`, several joined by `|` (specification 1.0, section 5.5).
struct SpectraReference {
  /// The run of the first spectrum.
  var run: Int?
  /// The native ids, joined by `|`; of other runs with their run in front.
  var spectrum: String

  init(_ text: String) {
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

  /// The usual case, one spectrum, without a String: the run and where the native id begins.
  static func single(_ bytes: UnsafeRawBufferPointer) -> (run: Int, start: Int)? {
    guard bytes.starts(with: "ms_run[".utf8), !bytes.contains(0x7C) else { return nil }
    var (run, index) = (0, 7)
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, run < 1_000_000 {
      run = run * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard run > 0, index + 1 < bytes.count, bytes[index] == 0x5D, bytes[index + 1] == 0x3A else { return nil }
    return (run, index + 2)
  }
}
