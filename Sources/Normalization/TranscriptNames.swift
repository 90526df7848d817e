public import Schema

/// The genes of transcripts by a table of transcript and gene, with the cleaning of names that users ask for.
public struct TranscriptNames: Sendable {
  /// Whether everything after the first `|` is cut off (GENCODE).
  public var ignoreAfterBar: Bool
  /// Whether everything after the first `.` is cut off.
  public var ignoreVersion: Bool

  /// A rule.
  public init(ignoreAfterBar: Bool, ignoreVersion: Bool) {
    self.ignoreAfterBar = ignoreAfterBar
    self.ignoreVersion = ignoreVersion
  }

  /// A name as it is compared.
  public func cleaned(_ name: String) -> String {
    var text = name[...]
    if ignoreAfterBar, let bar = text.firstIndex(of: "|") { text = text[..<bar] }
    if ignoreVersion, let dot = text.firstIndex(of: ".") { text = text[..<dot] }
    return String(text)
  }

  /// The gene of every transcript; nil where the table lacks it.
  ///
  /// The first row counts as data when it names one of the transcripts. A transcript that stands twice keeps its first
  /// gene; with another gene it is an error.
  /// - Throws: `malformed` for a table of one column, `duplicate`, `refused` when no transcript is in the table.
  public func genes(of ids: [String], table: SettingTable) throws(OmicsError) -> [String?] {
    let names = ids.map(cleaned)
    let location = SourceLocation(file: table.file)
    guard table.header.count >= 2 else {
      throw OmicsError(.malformed, "tx2gene needs two columns: transcript and gene", at: location)
    }
    var rows = table.rows
    if Set(names).contains(cleaned(table.header[0])) { rows.insert(table.header, at: 0) }
    var geneOf: [String: String] = [:]
    for row in rows {
      let transcript = cleaned(row[0])
      if let before = geneOf[transcript], before != row[1] {
        throw OmicsError(
          .duplicate, "transcript \"\(transcript)\" stands under two genes, \(before) and \(row[1])", at: location)
      }
      geneOf[transcript] = row[1]
    }
    let genes = names.map { geneOf[$0] }
    guard genes.contains(where: { $0 != nil }) else {
      throw OmicsError(
        .refused,
        "none of the transcripts in the quantification files are present in the first column of tx2gene",
        at: location,
        hint: "Files: \(ids.prefix(3).joined(separator: ", ")); tx2gene: "
          + "\(rows.prefix(3).map { $0[0] }.joined(separator: ", ")). Versions and bars are cut with "
          + "--set ignore_tx_version=true and --set ignore_after_bar=true.")
    }
    return genes
  }
}
