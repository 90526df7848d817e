internal import Normalization
internal import ReaderKit
internal import Schema

/// The table of transcript and gene that an annotation gives.
enum TranscriptTable {
  /// The table of an annotation; nil when the file is none, but a table as it stands.
  ///
  /// A transcript stands by its id, and by `id.version` besides where the annotation keeps versions under a key of their
  /// own, as Ensembl does and its transcript sequences do not.
  /// - Throws: what the reader throws; `missing` for an annotation without transcripts.
  static func read(_ path: String) throws(OmicsError) -> SettingTable? {
    guard let choice = try? DatasetDoor.recognize(path), choice.reader.format.layer == .annotation else { return nil }
    let annotation = try DatasetDoor.read(path).annotation
    var rows: [[String]] = []
    var seen: Set<[String]> = []
    for index in 0..<annotation.count {
      let row = annotation.row(index)
      guard let transcript = row.first("transcript_id"), let gene = row.first("gene_id"), !transcript.isEmpty,
        !gene.isEmpty, row.feature != "gene"
      else { continue }
      if seen.insert([transcript, gene]).inserted { rows.append([transcript, gene]) }
      if let version = row.first("transcript_version"), !version.isEmpty {
        let versioned = "\(transcript).\(version)"
        if seen.insert([versioned, gene]).inserted { rows.append([versioned, gene]) }
      }
    }
    guard !rows.isEmpty else {
      throw OmicsError(
        .missing, "the annotation names no transcript with its gene", at: SourceLocation(file: path),
        hint: "Pass a table of transcript and gene.")
    }
    return SettingTable(file: RelativePath.name(of: path), header: ["transcript_id", "gene_id"], rows: rows)
  }
}
