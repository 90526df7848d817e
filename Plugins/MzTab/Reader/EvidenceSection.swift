internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The SME section of mzTab-M: evidence that a spectrum shows a small molecule; one identification a row.
struct EvidenceSection {
  let header: SectionHeader
  private let spectra: Int?
  private let names: [Int: MzTabParameter]
  private let attributes: [(column: Int, name: String)]
  private let runNames: [Int: String]
  private(set) var rows = 0

  init(_ header: SectionHeader, _ metadata: MzTabMetadata) {
    self.header = header
    spectra = header.column("spectra_ref")
    names = metadata.scores["id_confidence_measure"] ?? [:]
    runNames = metadata.runNames
    let scores = Set(header.scores.map(\.column))
    attributes = header.others(than: []).filter { !Self.held.contains($0.name) && !scores.contains($0.column) }
      .sorted { ColumnOrder.precedes($0.name, $1.name) }
  }

  /// Takes a data row.
  mutating func take(_ fields: TabFields, into builder: inout DatasetBuilder) {
    let reference = spectra.map { SpectraReference(text(fields, $0)) }
    var match = Identification(spectrum: reference?.spectrum ?? "", line: fields.number)
    if let run = reference?.run { match.msRun = runNames[run] ?? "ms_run[\(run)]" }
    match.rank = integer(fields, "rank")
    match.charge = integer(fields, "charge")
    match.mzExperimental = number(fields, "exp_mass_to_charge")
    match.mzCalculated = number(fields, "theoretical_mass_to_charge")
    for name in ["database_identifier", "chemical_name"] {
      let accession = header.column(name).map { text(fields, $0) } ?? ""
      if !accession.isEmpty {
        match.accessions = [accession]
        break
      }
    }
    for column in header.scores {
      let value = text(fields, column.column)
      guard !value.isEmpty else { continue }
      let accession = names[column.index]?.accession ?? ""
      match.scores.append(
        Score(
          accession: accession, name: names[column.index]?.name ?? header.name(column.column), text: value,
          value: NumberParsing.double(value) ?? .nan, direction: ScoreTerms.direction(accession)))
    }
    for (column, name) in attributes {
      let value = text(fields, column)
      if !value.isEmpty { match.attributes.append(.init(name, value)) }
    }
    builder.dataset.identifications.rows.append(match)
    builder.keep("SME")
    rows += 1
  }

  /// Columns whose content an identification holds.
  private static let held: Set<String> = [
    "spectra_ref", "rank", "charge", "exp_mass_to_charge", "theoretical_mass_to_charge",
    "database_identifier",
  ]

  private func text(_ fields: TabFields, _ column: Int) -> String {
    if case .value = MzTabCell(fields[column]) { return fields.text(column) }
    return ""
  }

  private func number(_ fields: TabFields, _ name: String) -> Double {
    guard let column = header.column(name), case .number(let value) = MzTabNumber(fields[column]) else { return .nan }
    return value
  }

  private func integer(_ fields: TabFields, _ name: String) -> Int {
    let value = number(fields, name)
    return value.isNaN || abs(value) > 1e9 ? 0 : Int(value)
  }
}
