internal import OmicsIO
internal import Schema

/// The PSM section of an mzTab text: one row for each match and protein, matches numbered by `PSM_ID`.
struct MzTabMatchRows {
  private let matches: IdentificationTable
  private let metadata: MzTabMetadataLines

  private static let columns = [
    "sequence", "PSM_ID", "accession", "unique", "database", "database_version", "search_engine",
    "search_engine_score[1]", "modifications", "retention_time", "charge", "exp_mass_to_charge",
    "calc_mass_to_charge", "spectra_ref", "pre", "post", "start", "end",
  ]
  private static let known = Set(columns + ["reliability", "uri", "unit_id"])
  private static let places = ["pre", "post", "start", "end"]
  private static let rankColumn = "opt_global_rank"

  init(_ matches: IdentificationTable, _ metadata: MzTabMetadataLines) {
    self.matches = matches
    self.metadata = metadata
  }

  /// Appends header and rows.
  func append(to lines: inout DelimitedLine) {
    var columns = MzTabColumns(Self.columns)
    for match in matches { for (name, _) in fields(of: match, number: 0) { _ = columns.position(of: name) } }
    lines.text("PSH")
    for name in columns.names { lines.text(name) }
    lines.end()
    for (offset, match) in matches.enumerated() {
      var row = [String](repeating: "", count: columns.names.count)
      for (name, value) in fields(of: match, number: offset + 1) { row[columns.position(of: name)] = value }
      let evidences = evidences(of: match)
      for index in 0..<evidences.count {
        row[columns.position(of: "accession")] = evidences.accessions[index]
        for (name, values) in evidences.places { row[columns.position(of: name)] = values[index] }
        lines.text("PSM")
        for cell in row { lines.text(cell, missing: "null") }
        lines.end()
      }
    }
  }

  /// What stands in every row of a match.
  private func fields(of match: Identification, number: Int) -> [(String, String)] {
    let peptide = MzTabPeptide(proforma: match.proforma)
    var list: [(String, String)] = [
      ("sequence", match.sequence), ("PSM_ID", "\(number)"), ("modifications", peptide.modifications ?? ""),
      ("charge", match.charge == 0 ? "" : "\(match.charge)"),
      ("exp_mass_to_charge", match.mzExperimental.isNaN ? "" : shortestText(match.mzExperimental)),
      ("calc_mass_to_charge", match.mzCalculated.isNaN ? "" : shortestText(match.mzCalculated)),
      ("spectra_ref", reference(match)),
    ]
    let isPlain = peptide.modifications != nil && peptide.residues == match.sequence
    if !isPlain, !match.proforma.isEmpty { list.append((MzTabPeptide.proformaColumn, match.proforma)) }
    if match.rank > 0 { list.append((Self.rankColumn, "\(match.rank)")) }
    if let passes = match.passThreshold { list.append(("opt_global_pass_threshold", passes ? "1" : "0")) }
    if let decoy = match.decoy { list.append(("opt_global_cv_MS:1002217_decoy_peptide", decoy ? "1" : "0")) }
    for (key, score) in MzTabMetadataLines.keys(of: match.scores) {
      if let column = metadata.column(of: key) { list.append((column, score.text)) }
    }
    for attribute in match.attributes where !Self.places.contains(attribute.key) {
      if attribute.key == "evidence_accessions" { continue }
      list.append((MzTabColumns.column(of: attribute.key, known: Self.known), attribute.value))
    }
    return list
  }

  /// `ms_run[k]:id` for each of the match's spectra.
  private func reference(_ match: Identification) -> String {
    guard !match.spectrum.isEmpty, let run = metadata.run(match.msRun) else { return match.spectrum }
    return match.spectrum.split(separator: "|", omittingEmptySubsequences: false).map { part in
      part.hasPrefix("ms_run[") ? String(part) : "ms_run[\(run)]:\(part)"
    }.joined(separator: "|")
  }

  private struct Evidences {
    var accessions: [String]
    var places: [(String, [String])] = []
    var count: Int { accessions.count }
  }

  /// The rows of a match: its proteins, and its place in each.
  private func evidences(of match: Identification) -> Evidences {
    let stated = match.attributes.first { $0.key == "evidence_accessions" }?.value
    var evidences = Evidences(accessions: stated.map(Self.entries) ?? match.accessions)
    if evidences.accessions.isEmpty { evidences.accessions = [""] }
    for name in Self.places {
      guard let value = match.attributes.first(where: { $0.key == name })?.value else { continue }
      let entries = Self.entries(value)
      let fits = entries.count == evidences.count
      evidences.places.append(
        (name, fits ? entries : [value] + [String](repeating: "", count: evidences.count - 1)))
    }
    return evidences
  }

  private static func entries(_ text: String) -> [String] {
    text.split(separator: "|", omittingEmptySubsequences: false).map { $0 == "null" ? "" : String($0) }
  }
}
