internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The PSM section: one identification a `PSM_ID`, whatever the number of its rows.
struct PsmSection {
  let header: SectionHeader
  private let sequence: Int
  private let psmID: Int?
  private let accession: Int?
  private let modifications: Int?
  private let charge: Int?
  private let experimental: Int?
  private let calculated: Int?
  private let spectra: Int?
  private let passes: Int?
  private let engineScore: Int?
  private let rank: Int?
  private let proforma: Int?
  private let optional: [(column: Int, name: String, accession: String)]
  private var attributes: CarriedColumns
  private let places: [(column: Int, name: String)]
  private let numericColumns: NumericColumns
  private let scoreDefinitions: [Int: MzTabParameter]
  private let runNames: [Int: String]
  private var indexOf: [String: Int] = [:]
  private var placesOf: [Int: PsmPlaces] = [:]
  private var numbers: MostlyNumbers
  private(set) var rows = 0
  private(set) var distinct = 0
  var emptyCells = 0

  init(_ header: SectionHeader, _ metadata: MzTabMetadata, into builder: inout DatasetBuilder) throws(OmicsError) {
    self.header = header
    sequence = try header.required("sequence", section: "PSH", file: builder.file)
    psmID = header.column("PSM_ID")
    accession = header.column("accession")
    modifications = header.column("modifications")
    charge = header.column("charge")
    experimental = header.column("exp_mass_to_charge")
    calculated = header.column("calc_mass_to_charge")
    spectra = header.column("spectra_ref")
    passes = header.column("opt_global_pass_threshold")
    engineScore = header.column("search_engine_score")
    rank = header.column("opt_global_rank")
    proforma = header.column("opt_global_cv_MS:1003169_proforma_peptidoform_sequence")
    scoreDefinitions = metadata.scores["psm"] ?? [:]
    let used =
      [
        sequence, psmID, accession, modifications, charge, experimental, calculated, spectra, passes, engineScore, rank,
        proforma, header.decoy,
      ]
      + header.scores.map { Optional($0.column) }
    let others = header.others(than: used).sorted { ColumnOrder.precedes($0.name, $1.name) }
    numericColumns = NumericColumns(header.others(than: []))
    // An optional column with a term of its own is a score; every other one is kept under its name.
    optional = others.compactMap { column in
      let term = Self.term(in: column.name)
      return column.name.hasPrefix("opt_") && !term.isEmpty ? (column.column, column.name, term) : nil
    }
    let scored = Set(optional.map(\.column))
    let carried = others.filter { !scored.contains($0.column) && !PsmPlaces.names.contains($0.name) }
    attributes = CarriedColumns(carried)
    places = others.filter { PsmPlaces.names.contains($0.name) }
    numbers = MostlyNumbers(carried)
    runNames = metadata.runNames
    if psmID == nil {
      builder.warn("missing-column", "the PSM header lacks PSM_ID; every row counts as one match", line: header.line)
    }
    for score in header.scores where scoreDefinitions[score.index] == nil {
      builder.warn(
        "undeclared-score",
        "psm_search_engine_score[\(score.index)] is not declared; the score's direction is unknown", line: header.line,
        column: header.name(score.column))
    }
  }

  /// The accession in a name such as `opt_global_cv_MS:1002217_decoy_peptide` or `opt_global_MS:1002049`.
  private static func term(in name: String) -> String {
    for piece in name.split(separator: "_") where piece.contains(":") {
      let parts = piece.split(separator: ":")
      if parts.count == 2, parts[1].allSatisfy(\.isNumber) { return String(piece) }
    }
    return ""
  }

  /// Takes a data row.
  ///
  /// - Throws: `value` for cells that their column does not allow.
  mutating func take(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    try numericColumns.check(fields, header, file: builder.file)
    let id = psmID.map { text(fields, $0) } ?? ""
    var match = try identification(fields, into: &builder)
    if !id.isEmpty { match.attributes.append(.init("PSM_ID", id)) }
    emptyCells += attributes.append(fields, to: &match.attributes)
    numbers.observe(fields)
    let place = places.map { text(fields, $0.column) }
    rows += 1
    if id.isEmpty {
      if psmID != nil {
        builder.warn(
          "missing-psm-id", "the row has no PSM_ID; it counts as one match", line: fields.number, column: "PSM_ID")
      }
      distinct += 1
      keep(match, place, &builder)
      return
    }
    guard let index = indexOf[id] else {
      indexOf[id] = builder.dataset.identifications.count
      distinct += 1
      keep(match, place, &builder)
      return
    }
    let first = builder.dataset.identifications.rows[index]
    guard first.sequence == match.sequence, first.spectrum == match.spectrum else {
      builder.warn(
        "conflicting-psm-id",
        "PSM_ID \(id) names another match than on line \(first.line); the row is kept as a match of its own",
        line: fields.number, column: "PSM_ID")
      keep(match, place, &builder)
      return
    }
    merge(match, place, at: index, fields.number, &builder)
  }

  /// Adds a further row of a match: its protein, its place there, and what it says otherwise.
  private mutating func merge(
    _ match: Identification, _ place: [String], at index: Int, _ line: Int, _ builder: inout DatasetBuilder
  ) {
    let first = builder.dataset.identifications.rows[index]
    var all = placesOf[index] ?? PsmPlaces(first, columns: places.map(\.name))
    all.append(accession: match.accessions.first ?? "", place)
    placesOf[index] = all
    let differing = match.attributes.filter { !first.attributes.contains($0) }
    if !differing.isEmpty {
      builder.dataset.identifications.rows[index].attributes += differing
      builder.note(
        "psm-rows-differ", "a further row of the match differs in \(differing.map(\.key).joined(separator: ", "))",
        line: line)
    }
    for accession in match.accessions where !first.accessions.contains(accession) {
      builder.dataset.identifications.rows[index].accessions.append(accession)
    }
    // A match is a decoy only when all of its proteins are.
    if let decoy = match.decoy {
      builder.dataset.identifications.rows[index].decoy = first.decoy.map { $0 && decoy } ?? decoy
    }
    builder.record("PSM", .merged, reason: "same PSM_ID, further protein", line: line)
  }

  private func keep(_ match: Identification, _ place: [String], _ builder: inout DatasetBuilder) {
    var match = match
    for (value, column) in zip(place, places) where !value.isEmpty {
      match.attributes.append(.init(column.name, value))
    }
    builder.dataset.identifications.rows.append(match)
    builder.keep("PSM")
  }

  private func text(_ fields: TabFields, _ column: Int) -> String {
    if case .value = MzTabCell(fields[column]) { return fields.text(column) }
    return ""
  }

  private mutating func identification(
    _ fields: TabFields, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Identification {
    let reference = spectra.map { SpectraReference(text(fields, $0)) }
    var match = Identification(
      spectrum: reference?.spectrum ?? "", sequence: ProForma.residues(text(fields, sequence)), line: fields.number)
    if let run = reference?.run {
      if let name = runNames[run] {
        match.msRun = name
      } else {
        match.msRun = "ms_run[\(run)]"
        builder.warn(
          "undeclared-ms-run", "spectra_ref names ms_run[\(run)], which the metadata does not declare",
          line: fields.number, column: "spectra_ref")
      }
    }
    let cell = modifications.map { text(fields, $0) } ?? ""
    match.proforma = PeptideNotation.proforma(match.sequence, modifications: cell, line: fields.number, into: &builder)
    // Neutral losses and probabilities of sites have no place in the notation: then the cell stays as well.
    if cell.contains("[") { match.attributes.append(.init("modifications", cell)) }
    if let proforma {
      let written = text(fields, proforma)
      if ProForma.residues(written) == match.sequence { match.proforma = written }
    }
    if let rank { match.rank = Int(try number(fields, rank, builder.file) ?? 0) }
    match.charge = Int(try number(fields, charge, builder.file) ?? 0)
    match.mzExperimental = try number(fields, experimental, builder.file) ?? .nan
    match.mzCalculated = try number(fields, calculated, builder.file) ?? .nan
    match.passThreshold = passes.flatMap { FeatureLayout.flag(text(fields, $0)) }
    if let decoy = header.decoy {
      match.decoy = try FeatureLayout.decoy(fields, decoy, header, file: builder.file)
    }
    if let accession {
      let protein = text(fields, accession)
      if !protein.isEmpty {
        match.accessions = [protein]
        IdentifierCheck.warn(protein, column: "accession", line: fields.number, into: &builder)
      }
    }
    addScores(fields, to: &match)
    return match
  }

  private mutating func number(_ fields: TabFields, _ column: Int?, _ file: String) throws(OmicsError) -> Double? {
    guard let column else { return nil }
    switch MzTabNumber(fields[column]) {
    case .number(let value):
      guard abs(value) < 1e15 else { break }
      return value
    case .missing, .notANumber: return nil
    case .empty:
      emptyCells += 1
      return nil
    case .text: break
    }
    throw OmicsError(
      .value, "expected a number, found \"\(fields.text(column).prefix(40))\"",
      at: SourceLocation(file: file, line: fields.number, column: header.name(column)))
  }

  private func addScores(_ fields: TabFields, to match: inout Identification) {
    for column in header.scores {
      let text = text(fields, column.column)
      guard !text.isEmpty else { continue }
      let definition = scoreDefinitions[column.index]
      let accession = definition?.accession ?? ""
      let value = NumberParsing.double(text) ?? .nan
      match.scores.append(
        Score(
          accession: accession, name: definition?.name ?? header.name(column.column), text: text, value: value,
          direction: ScoreTerms.direction(accession)))
    }
    // Drafts before 1.0 write whole parameters into one column.
    if let engineScore {
      for item in text(fields, engineScore).split(separator: "|") {
        guard let score = MzTabParameter(String(item)) else { continue }
        match.scores.append(
          Score(
            accession: score.accession, name: score.name, text: score.value,
            value: NumberParsing.double(score.value) ?? .nan, direction: ScoreTerms.direction(score.accession)))
      }
    }
    for column in optional {
      let text = text(fields, column.column)
      guard !text.isEmpty else { continue }
      let direction = ScoreTerms.direction(column.accession)
      let value = NumberParsing.double(text)
      // A text is no score, whatever the term: it stays under the column's name.
      guard value != nil || direction != .unknown else {
        match.attributes.append(.init(column.name, text))
        continue
      }
      match.scores.append(
        Score(accession: column.accession, name: column.name, text: text, value: value ?? .nan, direction: direction))
    }
  }

  /// Joins the places of matches with several rows, and says what was odd.
  func report(into builder: inout DatasetBuilder) {
    if rows == 0 { builder.warn("empty-section", "the section PSM has a header and no rows", line: header.line) }
    for (index, all) in placesOf { all.write(to: &builder.dataset.identifications.rows[index]) }
    numbers.report(into: &builder)
  }
}
