internal import OmicsIO
internal import Schema

/// Makes an identification of a row.
struct IdentificationRow {
  private let layout: DelimitedLayout.Identification

  init(_ layout: DelimitedLayout.Identification) { self.layout = layout }

  func make(_ row: Row, _ missing: MissingSpellings, _ mark: DecimalMark) -> Identification {
    func text(_ column: Int?) -> String {
      guard let column, missing.index(of: row.bytes(column)) == nil else { return "" }
      return row.string(column)
    }
    func number(_ column: Int?) -> Double {
      column.flatMap { NumberParsing.double(row.bytes($0), decimalMark: mark) } ?? .nan
    }
    var match = Identification(
      spectrum: layout.spectrum.map { row.string($0) }.joined(separator: "/"), sequence: text(layout.sequence),
      line: row.lineNumber)
    match.msRun = layout.run.map { RunNames.base(row.string($0)) } ?? ""
    match.rank = layout.rank.flatMap { row.integer($0) } ?? 0
    let written = text(layout.modifiedSequence)
    if let peptide = PeptideNotation.proforma(written.isEmpty ? match.sequence : written) {
      match.proforma = peptide.proforma
      if match.sequence.isEmpty || PeptideNotation.proforma(match.sequence)?.sequence != match.sequence {
        match.sequence = peptide.sequence
      }
    }
    match.charge = layout.charge.flatMap { row.integer($0) } ?? 0
    match.mzExperimental = number(layout.mzExperimental)
    match.mzCalculated = number(layout.mzCalculated)
    var seen: Set<String> = []
    match.accessions = MemberList.split(text(layout.accessions), layout.plan.separator).filter {
      seen.insert($0).inserted
    }
    if let mark = layout.plan.decoy, let column = layout.decoy {
      match.decoy = mark.words.contains(row.string(column))
    } else if !layout.plan.decoyPrefixes.isEmpty, !match.accessions.isEmpty {
      match.decoy = match.accessions.allSatisfy { name in layout.plan.decoyPrefixes.contains { name.hasPrefix($0) } }
    }
    match.accessions += MemberList.split(text(layout.furtherAccessions), layout.plan.separator).filter {
      seen.insert($0).inserted
    }
    for (score, column) in layout.scores where missing.index(of: row.bytes(column)) == nil {
      match.scores.append(
        Score(
          accession: score.accession, name: score.columns.first ?? "", text: row.string(column), value: number(column),
          direction: score.direction))
    }
    return match
  }
}
