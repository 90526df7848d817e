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
  private let rank: Int?
  private let proforma: Int?
  private let attributes: SlottedColumns
  private let scores: PsmScores
  private let modificationSlot: Int
  private let psmIDSlot: Int
  private let placeNames: [String]
  private let numericColumns: NumericColumns
  private let runNames: [Int: [UInt8]]
  // The PSM_IDs so far, each with the identification it stands for.
  private var ids = TextColumn()
  private var matchOf: [Int32] = []
  // Where matches are not kept: of each match the hash of sequence and spectrum, and its line.
  private var contents: [UInt64] = []
  private var lines: [Int32] = []
  private var idIndex = TextIndex()
  private var placesOf: [Int: PsmPlaces] = [:]
  private var numbers: MostlyNumbers
  private var peptide = PeptideBytes()
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
    rank = header.column("opt_global_rank")
    proforma = header.column("opt_global_cv_MS:1003169_proforma_peptidoform_sequence")
    scores = PsmScores(header, metadata.scores["psm"] ?? [:], into: &builder)
    let used =
      [
        sequence, psmID, accession, modifications, charge, experimental, calculated, spectra, passes, rank, proforma,
        header.decoy,
      ] + scores.columns.map(Optional.init)
    let others = header.others(than: used).sorted { ColumnOrder.precedes($0.name, $1.name) }
    numericColumns = NumericColumns(header.others(than: []))
    let carried = others.filter { !PsmPlaces.names.contains($0.name) }
    let places = others.filter { PsmPlaces.names.contains($0.name) }
    placeNames = places.map(\.name)
    modificationSlot = builder.dataset.identifications.attributes.slot("modifications")
    psmIDSlot = builder.dataset.identifications.attributes.slot("PSM_ID")
    attributes = SlottedColumns(carried + places) { builder.dataset.identifications.attributes.slot($0) }
    numbers = MostlyNumbers(carried.filter { [numericColumns] column in !numericColumns.contains(column.column) })
    runNames = metadata.runNames.mapValues { Array($0.utf8) }
    if psmID == nil {
      builder.warn("missing-column", "the PSM header lacks PSM_ID; every row counts as one match", line: header.line)
    }
  }

  /// Takes a data row.
  ///
  /// - Throws: `value` for cells that their column does not allow.
  mutating func take(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    try numericColumns.check(fields, header, file: builder.file)
    try append(fields, into: &builder)
    numbers.observe(fields)
    rows += 1
    let match = builder.keepsDetails ? builder.dataset.identifications.count - 1 : contents.count - 1
    let id = psmID.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    if id.isEmpty {
      if psmID != nil {
        builder.warn(
          "missing-psm-id", "the row has no PSM_ID; it counts as one match", line: fields.number, column: "PSM_ID")
      }
      distinct += 1
      return builder.keep("PSM")
    }
    let hash = TextIndex.hash(id)
    guard let known = idIndex.find(hash, where: { ids.equals($0, id) }) else {
      idIndex.insert(hash, ids.count)
      ids.append(id)
      matchOf.append(Int32(match))
      distinct += 1
      return builder.keep("PSM")
    }
    let (first, name) = (Int(matchOf[known]), String(decoding: id, as: UTF8.self))
    if builder.keepsDetails { return merge(first, name, fields.number, &builder) }
    if contents[first] != contents[match] {
      return conflict(name, line: fields.number, other: Int(lines[first]), &builder)
    }
    contents.removeLast()
    lines.removeLast()
    builder.record("PSM", .merged, reason: Self.mergeReason, line: fields.number)
  }

  private static let mergeReason = "same PSM_ID, further protein"

  private func conflict(_ id: String, line: Int, other: Int, _ builder: inout DatasetBuilder) {
    builder.warn(
      "conflicting-psm-id",
      "PSM_ID \(id) names another match than on line \(other); the row is kept as a match of its own",
      line: line, column: "PSM_ID")
    builder.keep("PSM")
  }

  /// Joins the row that was added last with the match of its `PSM_ID`: its protein, its place there, and what it says
  /// otherwise.
  private mutating func merge(_ index: Int, _ id: String, _ line: Int, _ builder: inout DatasetBuilder) {
    var first = builder.dataset.identifications[index]
    var match = builder.dataset.identifications[builder.dataset.identifications.count - 1]
    guard first.sequence == match.sequence, first.spectrum == match.spectrum else {
      return conflict(id, line: line, other: first.line, &builder)
    }
    builder.dataset.identifications.removeLast()
    var all = placesOf[index] ?? PsmPlaces(first, columns: placeNames)
    all.append(
      accession: match.accessions.first ?? "",
      placeNames.map { name in match.attributes.first { $0.key == name }?.value ?? "" })
    placesOf[index] = all
    match.attributes.removeAll { PsmPlaces.names.contains($0.key) }
    let differing = match.attributes.filter { !first.attributes.contains($0) }
    var isChanged = !differing.isEmpty
    if !differing.isEmpty {
      first.attributes += differing
      builder.note(
        "psm-rows-differ", "a further row of the match differs in \(differing.map(\.key).joined(separator: ", "))",
        line: line)
    }
    for accession in match.accessions where !first.accessions.contains(accession) {
      first.accessions.append(accession)
      isChanged = true
    }
    // A match is a decoy only when all of its proteins are.
    if let decoy = match.decoy, decoy != first.decoy {
      first.decoy = first.decoy.map { $0 && decoy } ?? decoy
      isChanged = true
    }
    if isChanged { builder.dataset.identifications[index] = first }
    builder.record("PSM", .merged, reason: Self.mergeReason, line: line)
  }

  // MARK: A row as an identification

  private mutating func append(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    var row = IdentificationTable.Fields()
    row.line = Int32(clamping: fields.number)
    row.rank = try integer(fields, rank, builder.file)
    row.charge = try integer(fields, charge, builder.file)
    row.mzExperimental = try number(fields, experimental, builder.file) ?? .nan
    row.mzCalculated = try number(fields, calculated, builder.file) ?? .nan
    row.passThreshold = passes.flatMap { FeatureLayout.flag(fields.text($0)) }
    if let decoy = header.decoy { row.decoy = try FeatureLayout.decoy(fields, decoy, header, file: builder.file) }
    let cell = modifications.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    peptide.read(fields.stated(sequence), modifications: cell, line: fields.number, into: &builder)
    let protein = accession.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    IdentifierCheck.warn(protein, column: "accession", line: fields.number, into: &builder)
    guard builder.keepsDetails else {
      emptyCells += attributes.emptyCells(fields)
      lines.append(row.line)
      contents.append(
        withSpectrum(fields, into: &builder) { spectrum, _, _ in
          let residues = peptide.residues.withUnsafeBytes { TextHash.hash($0) }
          return TextHash.hash(spectrum, salt: Int(truncatingIfNeeded: residues))
        })
      return
    }
    // Neutral losses and probabilities of sites have no place in the notation: then the cell stays as well.
    if cell.contains(0x5B) { builder.dataset.identifications.attributes.add(modificationSlot, cell) }
    scores.add(fields, to: &builder.dataset.identifications)
    if let psmID {
      let id = fields.stated(psmID)
      if !id.isEmpty { builder.dataset.identifications.attributes.add(psmIDSlot, id) }
    }
    emptyCells += attributes.add(fields, to: &builder.dataset.identifications.attributes)
    if !protein.isEmpty { builder.dataset.identifications.accessions.add(protein) }
    peptide.residues.withUnsafeBytes { residues in
      peptide.proforma.withUnsafeBytes { notation in
        row.sequence = residues
        row.proforma = notation.elementsEqual(residues) ? nil : notation
        if let proforma {
          let written = fields.stated(proforma)
          if ProForma.residues(String(decoding: written, as: UTF8.self)).utf8.elementsEqual(residues) {
            row.proforma = written
          }
        }
        withSpectrum(fields, into: &builder) { spectrum, run, builder in
          row.spectrum = spectrum
          row.msRun = run
          builder.dataset.identifications.append(row)
        }
      }
    }
  }

  /// Gives the bytes of the row's spectrum and of its run.
  private func withSpectrum<Result>(
    _ fields: TabFields, into builder: inout DatasetBuilder,
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, inout DatasetBuilder) -> Result
  ) -> Result {
    let cell = spectra.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    if let single = SpectraReference.single(cell), let name = runNames[single.run] {
      return name.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: cell[single.start...]), $0, &builder) }
    }
    let reference = SpectraReference(String(decoding: cell, as: UTF8.self))
    var name: [UInt8] = []
    if let run = reference.run {
      name = runNames[run] ?? Array("ms_run[\(run)]".utf8)
      if runNames[run] == nil {
        builder.warn(
          "undeclared-ms-run", "spectra_ref names ms_run[\(run)], which the metadata does not declare",
          line: fields.number, column: "spectra_ref")
      }
    }
    return Array(reference.spectrum.utf8).withUnsafeBytes { spectrum in
      name.withUnsafeBytes { body(spectrum, $0, &builder) }
    }
  }

  private mutating func integer(_ fields: TabFields, _ column: Int?, _ file: String) throws(OmicsError) -> Int32 {
    let value = try number(fields, column, file) ?? 0
    guard let column, abs(value) >= 1e9 else { return Int32(value) }
    throw fault(fields, column, file)
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
    throw fault(fields, column, file)
  }

  private func fault(_ fields: TabFields, _ column: Int, _ file: String) -> OmicsError {
    OmicsError(
      .value, "expected a number, found \"\(fields.text(column).prefix(40))\"",
      at: SourceLocation(file: file, line: fields.number, column: header.name(column)))
  }

  /// Joins the places of matches with several rows, and says what was odd.
  func report(into builder: inout DatasetBuilder) {
    if rows == 0 { builder.warn("empty-section", "the section PSM has a header and no rows", line: header.line) }
    for (index, all) in placesOf { all.write(to: &builder.dataset.identifications[index]) }
    numbers.report(into: &builder)
  }
}
