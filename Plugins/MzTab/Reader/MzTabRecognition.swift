internal import ReaderKit
internal import Schema

/// Recognition of mzTab by its metadata lines and table headers.
enum MzTabRecognition {
  private static let headers: Set<Substring> = ["PRH", "PEH", "PSH", "SMH", "SFH", "SEH"]

  /// The judgement of a head.
  static func recognize(_ head: FileHead) -> Recognition {
    var version: String?
    var metadataLines = 0
    var foundHeaders: [Substring] = []
    var others = 0
    var isDraft = false
    for line in head.lines {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard let prefix = cells.first, !line.allSatisfy({ $0 == "\t" || $0 == " " }) else { continue }
      if prefix == "MTD" {
        metadataLines += 1
        if cells.count > 2, cells[1] == "mzTab-version" { version = MzTabParameter.trimmed(cells[2]) }
      } else if headers.contains(prefix) {
        foundHeaders.append(prefix)
        if cells.contains("unit_id") { isDraft = true }
      } else if prefix != "COM", prefix.count != 3 {
        others += 1
      }
      if metadataLines == 0, others > 3 { return .none }
    }
    guard metadataLines > 0 || foundHeaders.count > 0, others <= metadataLines + foundHeaders.count else {
      return .none
    }
    var evidence: [String] = []
    if metadataLines > 0 { evidence.append("\(metadataLines) lines of the head begin with MTD") }
    if let version { evidence.append("mzTab-version is \(version)") }
    if !foundHeaders.isEmpty { evidence.append("table headers \(foundHeaders.joined(separator: ", "))") }
    guard let version else {
      if isDraft { evidence.append("a header names unit_id, as drafts before 1.0 did") }
      return Recognition(
        confidence: foundHeaders.isEmpty ? 0.7 : 0.95, version: isDraft ? "draft before 1.0" : "not stated",
        evidence: evidence)
    }
    var refusal: OmicsError?
    if !version.hasPrefix("1.") && !version.hasPrefix("2.") && version != "1" && version != "2" {
      refusal = OmicsError(
        .unsupported, "this is mzTab of version \(version), which is not read",
        hint: "Versions 1.0 and 2.0-M are read; export the file as one of these.")
    }
    return Recognition(confidence: 0.99, version: version, evidence: evidence, refusal: refusal)
  }
}
