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
}
