internal import ReaderKit
internal import Schema

/// Recognition of GTF and GFF3 by the first lines: nine columns, positions, strands and the way attributes are written.
enum GtfRecognition {
  /// The judgement of a head.
  static func recognize(_ head: FileHead) -> Recognition {
    var features = 0
    var shaped = 0
    var votes: [AttributeSyntax: Int] = [:]
    var evidence: [String] = []
    var version: String?
    for line in head.lines {
      if line.isEmpty { continue }
      if line.hasPrefix("#") {
        if line.hasPrefix("##gff-version") {
          version = line.dropFirst(13).split { $0 == " " || $0 == "\t" }.first.map(String.init) ?? ""
        }
        continue
      }
      if line.hasPrefix(">") || features == 50 { break }
      if line.hasPrefix("track ") || line.hasPrefix("browser ") { continue }
      features += 1
      let cells = line.split(separator: "\t", maxSplits: 8, omittingEmptySubsequences: false)
      guard cells.count == 9, Int(cells[3]) != nil, Int(cells[4]) != nil, ["+", "-", ".", "?"].contains(cells[6]),
        [".", "0", "1", "2"].contains(cells[7])
      else { continue }
      shaped += 1
      if let syntax = syntax(ofAttributes: cells[8]) { votes[syntax, default: 0] += 1 }
    }
    if let version {
      evidence.append("starts with ##gff-version \(version)")
      if shaped > 0 { evidence.append("\(shaped) of \(features) first lines have its nine columns") }
      let isGFF3 = version.hasPrefix("3") && votes[.gtf, default: 0] <= votes[.gff3, default: 0]
      return Recognition(confidence: 0.99, version: isGFF3 ? "GFF3" : "GTF", evidence: evidence)
    }
    guard shaped > 0, shaped * 2 >= features else { return .none }
    let isGTF = votes[.gtf, default: 0] >= votes[.gff3, default: 0]
    evidence.append("\(shaped) of \(features) first lines have nine tab-separated columns with positions and strand")
    let vote = max(votes[.gtf, default: 0], votes[.gff3, default: 0])
    if vote > 0 {
      evidence.append(isGTF ? "attributes are written key \"value\";" : "attributes are written key=value;")
    }
    return Recognition(
      confidence: vote > 0 ? 0.95 : 0.6, version: isGTF ? "GTF" : "GFF3", evidence: evidence)
  }

  /// How an attribute column is written; nil when it does not say.
  static func syntax(ofAttributes text: some StringProtocol) -> AttributeSyntax? {
    let trimmed = text.drop { $0 == " " }
    guard let mark = trimmed.firstIndex(where: { $0 == " " || $0 == "=" || $0 == "\"" || $0 == ";" }) else {
      return nil
    }
    if trimmed[mark] == "=" { return .gff3 }
    return trimmed[mark] == ";" ? nil : .gtf
  }

  /// The syntax of a whole file, from its head.
  static func syntax(_ head: FileHead) -> AttributeSyntax { recognize(head).version == "GFF3" ? .gff3 : .gtf }
}
