internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The lists, results and items of a file, turned into identifications.
struct SpectrumResults {
  /// Figures of the results read so far.
  struct Figures {
    var results = 0
    var items = 0
    var matches = 0
    var decoys = 0
    var passing = 0
    var firstRank = 0
    var crossLinkItems = 0
    var loopLinkItems = 0
    var fragmentations = 0
  }

  private(set) var figures = Figures()
  private var resultIDs = IdentifierTable()
  private var itemIDs = IdentifierTable()
  private var spectra = IdentifierTable()
  // The current result.
  private var spectrum = ""
  private var run = ""
  private var resultLine = 0
  private var isUsable = false
  private var items: [SpectrumItem] = []
  private var parameters: [Feature.Attribute] = []
  // The current item.
  private var row = Identification(spectrum: "")
  private var peptide = -1
  private var evidences: [Int32] = []
  private var link: String?
  private var isItemUsable = false

  /// How many distinct spectra have results.
  var distinctSpectra: Int { spectra.count }

  /// Whether an item with this id was read.
  func hasItem(_ id: UnsafeRawBufferPointer) -> Bool { itemIDs.find(id) != nil }

  // MARK: Results

  /// Takes the start of a SpectrumIdentificationResult.
  mutating func beginResult(
    _ event: XMLElementEvent, runs: SpectrumRuns, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.spectrumIdentificationResult
    figures.results += 1
    items.removeAll(keepingCapacity: true)
    parameters.removeAll(keepingCapacity: true)
    resultLine = event.line
    isUsable = false
    spectrum = ""
    guard let id = try builder.required(.id, of: element, event),
      let native = try builder.required(.spectrumID, of: element, event),
      let data = try builder.required(.spectraDataRef, of: element, event)
    else { return }
    let (index, isNew) = resultIDs.insert(id, line: event.line)
    if !isNew { try duplicate(element, id, other: resultIDs.line(index), event, into: &builder) }
    spectrum = String(decoding: native, as: UTF8.self)
    if let name = runs.name(of: data) {
      run = name
      isUsable = true
    } else {
      try builder.reject(danglingReference(.spectraDataRef, data, of: element, event, in: builder))
    }
    var key = Array(data)
    key.append(0)
    key.append(contentsOf: native)
    _ = key.withUnsafeBytes { spectra.insert($0) }
  }

  /// Takes the end of a result: its items become identifications, cross-linked ones joined.
  mutating func endResult(sequences: SequenceTables, into builder: inout DatasetBuilder) {
    let unit = "SpectrumIdentificationItem"
    if items.isEmpty {
      builder.record(
        "SpectrumIdentificationResult", isUsable ? .filtered : .rejected, reason: "no items", line: resultLine)
      return
    }
    builder.record("SpectrumIdentificationResult", .merged, reason: "carried by its items", line: resultLine)
    // What the file says of the spectrum belongs to each of its matches.
    if !parameters.isEmpty { for index in items.indices { items[index].row.attributes += parameters } }
    if !items.contains(where: { $0.link != nil }) {
      for item in items { builder.dataset.identifications.rows.append(item.row) }
      builder.keep(unit, count: items.count)
      figures.matches += items.count
      return
    }
    for match in CrossLinkJoining.matches(items, sequences: sequences) {
      builder.dataset.identifications.rows.append(match.row)
      builder.keep(unit)
      figures.matches += 1
      for line in match.joined { builder.record(unit, .merged, reason: "part of a cross-linked match", line: line) }
    }
  }

  /// Takes a parameter of the current result: retention time, title and the like, with its unit.
  mutating func resultParameter(_ parameter: Score, unit: String) {
    let name = parameter.name.isEmpty ? parameter.accession : parameter.name
    parameters.append(Feature.Attribute(name, unit.isEmpty ? parameter.text : "\(parameter.text) \(unit)"))
  }

  // MARK: Items

  /// Takes the start of a SpectrumIdentificationItem.
  mutating func beginItem(
    _ event: XMLElementEvent, version: MzIdentMLVersion, sequences: SequenceTables, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.spectrumIdentificationItem
    figures.items += 1
    evidences.removeAll(keepingCapacity: true)
    link = nil
    peptide = -1
    isItemUsable = isUsable
    row = Identification(spectrum: spectrum, line: event.line)
    row.msRun = run
    if let id = try builder.required(.id, of: element, event) {
      let (index, isNew) = itemIDs.insert(id, line: event.line)
      if !isNew { try duplicate(element, id, other: itemIDs.line(index), event, into: &builder) }
    }
    if try builder.required(.rank, of: element, event) != nil {
      row.rank = try builder.integer(.rank, of: element, event, least: 0) ?? 0
    }
    if try builder.required(.chargeState, of: element, event) != nil {
      row.charge = try builder.integer(.chargeState, of: element, event) ?? 0
    }
    if try builder.required(.experimentalMassToCharge, of: element, event) != nil {
      row.mzExperimental = try builder.number(.experimentalMassToCharge, of: element, event)
    }
    row.mzCalculated = try builder.number(.calculatedMassToCharge, of: element, event)
    if try builder.required(.passThreshold, of: element, event) != nil {
      row.passThreshold = try builder.boolean(.passThreshold, of: element, event)
    }
    if let reference = event.attribute(AttributeName.peptideRef.rawValue) {
      if let found = sequences.peptide(reference) {
        peptide = found
      } else {
        isItemUsable = false
        try builder.reject(danglingReference(.peptideRef, reference, of: element, event, in: builder))
      }
    } else if version.decidesOnGroups {
      builder.warn(
        "item-without-peptide", "an item has no peptide_ref, which version \(version.rawValue) demands",
        line: event.line, column: "peptide_ref")
    }
  }

  /// Takes a PeptideEvidenceRef of the current item.
  mutating func evidence(
    _ event: XMLElementEvent, sequences: SequenceTables, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.peptideEvidenceRef
    guard let id = try builder.required(.peptideEvidenceRef, of: element, event) else { return }
    guard let index = sequences.evidence(id) else {
      isItemUsable = false
      try builder.reject(danglingReference(.peptideEvidenceRef, id, of: element, event, in: builder))
      return
    }
    let other = Int(sequences.evidencePeptide[index])
    if peptide < 0 { peptide = other }
    if peptide != other && other >= 0 {
      builder.warn(
        "evidence-of-another-peptide", "the item refers to an evidence that belongs to another peptide",
        line: event.line, column: "peptideEvidence_ref")
    }
    evidences.append(Int32(index))
  }

  /// Takes a parameter of the current item.
  mutating func parameter(_ score: Score) {
    row.scores.append(score)
    if score.accession == "MS:1002511" {
      link = score.text
      figures.crossLinkItems += 1
    } else if score.accession == "MS:1003329" {
      figures.loopLinkItems += 1
    }
  }

  /// Takes the end of an item.
  mutating func endItem(sequences: SequenceTables, version: MzIdentMLVersion, into builder: inout DatasetBuilder) {
    guard isItemUsable else {
      builder.record(
        "SpectrumIdentificationItem", .rejected, reason: "a reference that cannot be followed", line: row.line)
      return
    }
    if peptide >= 0 {
      row.sequence = sequences.sequences[peptide]
      row.proforma = sequences.proforma[peptide]
    }
    if evidences.isEmpty, !version.decidesOnGroups {
      builder.warn(
        "item-without-evidence",
        "an item has no PeptideEvidenceRef, which version \(version.rawValue) demands: its proteins are unknown",
        line: row.line)
    }
    var decoys = 0
    var known = 0
    for evidence in evidences {
      let flag = sequences.evidenceDecoy[Int(evidence)]
      if flag >= 0 { known += 1 }
      if flag == 1 { decoys += 1 }
      let protein = Int(sequences.evidenceProtein[Int(evidence)])
      guard protein >= 0 else { continue }
      let accession = sequences.proteins[protein].accession
      if !row.accessions.contains(accession) { row.accessions.append(accession) }
    }
    addPlaces(sequences)
    if known > 0 { row.decoy = decoys == evidences.count }
    if row.decoy == true { figures.decoys += 1 }
    if row.passThreshold == true { figures.passing += 1 }
    if row.rank == 1 { figures.firstRank += 1 }
    items.append(SpectrumItem(row: row, peptide: peptide, link: link))
  }

  /// Where the evidences lie in their proteins, in the words of mzTab: one entry an evidence, joined by bars; with
  /// their accessions where a protein has several.
  private mutating func addPlaces(_ sequences: SequenceTables) {
    func add(_ key: String, _ entry: (Int) -> String?) {
      let entries = evidences.map { entry(Int($0)) }
      guard entries.contains(where: { $0 != nil }) else { return }
      row.attributes.append(Feature.Attribute(key, entries.map { $0 ?? "null" }.joined(separator: "|")))
    }
    func residue(_ byte: UInt8) -> String? { byte == 0 ? nil : String(UnicodeScalar(byte)) }
    add("pre") { residue(sequences.evidencePre[$0]) }
    add("post") { residue(sequences.evidencePost[$0]) }
    add("start") { sequences.evidenceStart[$0] < 0 ? nil : "\(sequences.evidenceStart[$0])" }
    add("end") { sequences.evidenceEnd[$0] < 0 ? nil : "\(sequences.evidenceEnd[$0])" }
    guard row.accessions.count != evidences.count, !row.attributes.isEmpty else { return }
    add("evidence_accessions") {
      let protein = Int(sequences.evidenceProtein[$0])
      return protein >= 0 ? sequences.proteins[protein].accession : nil
    }
  }

  /// Takes a Fragmentation: its arrays are counted, not kept.
  mutating func fragmentation(line: Int, into builder: inout DatasetBuilder) {
    figures.fragmentations += 1
    builder.record("Fragmentation", .filtered, reason: "fragment ions are not part of an identification", line: line)
  }

  private func duplicate(
    _ element: ElementName, _ id: UnsafeRawBufferPointer, other: Int, _ event: XMLElementEvent,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    try builder.reject(
      OmicsError(
        .duplicate,
        "\(element.spelling) \"\(String(decoding: id, as: UTF8.self))\" stands on line \(other) already",
        at: builder.location(line: event.line, column: "id"), hint: "Ids must be unique: export the file again."))
  }
}
