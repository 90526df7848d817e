internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The lists, results and items of a file, turned into identifications.
struct SpectrumResults: ~Copyable {
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
  private var spectrum: [UInt8] = []
  private var run: [UInt8] = []
  private var resultLine = 0
  private var key: [UInt8] = []
  private var isUsable = false
  private var pending = PendingResult()
  // The current item.
  private var row = IdentificationTable.Fields()
  private(set) var peptide = -1
  private var evidenceStart = 0
  private var scoreStart = 0
  private var link: String?
  private var isItemUsable = false

  /// How many distinct spectra have results.
  var distinctSpectra: Int { spectra.count }

  /// Whether an item with this id was read.
  mutating func hasItem(_ id: UnsafeRawBufferPointer) -> Bool { itemIDs.find(id) != nil }

  // MARK: Results

  /// Takes the start of a SpectrumIdentificationResult.
  mutating func beginResult(
    _ event: XMLElementEvent, runs: inout SpectrumRuns, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.spectrumIdentificationResult
    figures.results += 1
    pending.begin()
    resultLine = event.line
    isUsable = false
    spectrum.removeAll(keepingCapacity: true)
    guard let id = try builder.required(.id, of: element, event),
      let native = try builder.required(.spectrumID, of: element, event),
      let data = try builder.required(.spectraDataRef, of: element, event)
    else { return }
    let (index, isNew) = resultIDs.insert(id, line: event.line)
    if !isNew { try duplicate(element, id, other: resultIDs.line(index), event, into: &builder) }
    spectrum.append(contentsOf: native)
    if let name = runs.name(of: data) {
      if !run.elementsEqual(name.utf8) { run = Array(name.utf8) }
      isUsable = true
    } else {
      try builder.reject(danglingReference(.spectraDataRef, data, of: element, event, in: builder))
    }
    key.removeAll(keepingCapacity: true)
    key.append(contentsOf: data)
    key.append(0)
    key.append(contentsOf: native)
    _ = key.withUnsafeBytes { spectra.insert($0) }
  }

  /// Takes the end of a result: its items become identifications, cross-linked ones joined.
  mutating func endResult(
    sequences: borrowing SequenceTables, terms: [ParameterTerms.Term], into builder: inout DatasetBuilder
  ) {
    let unit = "SpectrumIdentificationItem"
    if pending.items.isEmpty {
      builder.record(
        "SpectrumIdentificationResult", isUsable ? .filtered : .rejected, reason: "no items", line: resultLine)
      return
    }
    builder.record("SpectrumIdentificationResult", .merged, reason: "carried by its items", line: resultLine)
    let items = pending.items
    guard pending.hasLinks else {
      for item in items where builder.keepsDetails {
        pending.write(
          item, spectrum: spectrum, run: run, sequences: sequences, terms: terms,
          to: &builder.dataset.identifications)
      }
      builder.keep(unit, count: items.count)
      figures.matches += items.count
      return
    }
    var rows: [SpectrumItem] = []
    for item in items {
      let row = pending.identification(item, spectrum: spectrum, run: run, sequences: sequences, terms: terms)
      rows.append(SpectrumItem(row: row, peptide: item.peptide, link: item.link))
    }
    for match in CrossLinkJoining.matches(rows, sequences: sequences) {
      if builder.keepsDetails { builder.dataset.identifications.append(match.row) }
      builder.keep(unit)
      figures.matches += 1
      for line in match.joined { builder.record(unit, .merged, reason: "part of a cross-linked match", line: line) }
    }
  }

  /// Takes a parameter of the current result: retention time, title and the like, with its unit.
  mutating func resultParameter(_ parameter: ParameterTerms.Parameter, unit: String) {
    pending.addParameter(parameter, unit: unit)
  }

  // MARK: Items

  /// Takes the start of a SpectrumIdentificationItem.
  mutating func beginItem(
    _ event: XMLElementEvent, version: MzIdentMLVersion, sequences: inout SequenceTables,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.spectrumIdentificationItem
    figures.items += 1
    (evidenceStart, scoreStart) = pending.ends
    link = nil
    peptide = -1
    isItemUsable = isUsable
    row = IdentificationTable.Fields()
    row.line = Int32(clamping: event.line)
    if let id = try builder.required(.id, of: element, event) {
      let (index, isNew) = itemIDs.insert(id, line: event.line)
      if !isNew { try duplicate(element, id, other: itemIDs.line(index), event, into: &builder) }
    }
    if try builder.required(.rank, of: element, event) != nil {
      row.rank = Int32(clamping: try builder.integer(.rank, of: element, event, least: 0) ?? 0)
    }
    if try builder.required(.chargeState, of: element, event) != nil {
      row.charge = Int32(clamping: try builder.integer(.chargeState, of: element, event) ?? 0)
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
    _ event: XMLElementEvent, sequences: inout SequenceTables, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.peptideEvidenceRef
    guard let id = try builder.required(.peptideEvidenceRef, of: element, event) else { return }
    guard let index = sequences.evidence(id) else {
      isItemUsable = false
      try builder.reject(danglingReference(.peptideEvidenceRef, id, of: element, event, in: builder))
      return
    }
    let other = Int(sequences.evidences[index].peptide)
    if peptide < 0 { peptide = other }
    if peptide != other && other >= 0 {
      builder.warn(
        "evidence-of-another-peptide", "the item refers to an evidence that belongs to another peptide",
        line: event.line, column: "peptideEvidence_ref")
    }
    evidence(index)
  }

  /// Adds an evidence of the current item.
  mutating func evidence(_ index: Int) { pending.evidences.append(Int32(index)) }

  /// Says that an evidence of the current item cannot be used.
  mutating func loseEvidence() { isItemUsable = false }

  /// Takes a parameter of the current item.
  mutating func parameter(_ parameter: ParameterTerms.Parameter, accession: String) {
    pending.addScore(parameter)
    if accession == "MS:1002511" {
      link = String(decoding: parameter.text, as: UTF8.self)
      figures.crossLinkItems += 1
    } else if accession == "MS:1003329" {
      figures.loopLinkItems += 1
    }
  }

  /// Takes the end of an item.
  mutating func endItem(
    sequences: borrowing SequenceTables, version: MzIdentMLVersion, into builder: inout DatasetBuilder
  ) {
    let line = Int(row.line)
    guard isItemUsable else {
      builder.record(
        "SpectrumIdentificationItem", .rejected, reason: "a reference that cannot be followed", line: line)
      return
    }
    let (evidenceEnd, scoreEnd) = pending.ends
    if evidenceEnd == evidenceStart, !version.decidesOnGroups {
      if version == .v10 {
        builder.note(
          "item-without-evidence", "an item has no PeptideEvidence, as version 1.0 allows: its proteins are unknown",
          line: line)
      } else {
        builder.warn(
          "item-without-evidence",
          "an item has no PeptideEvidenceRef, which version \(version.rawValue) demands: its proteins are unknown",
          line: line)
      }
    }
    var decoys = 0
    var known = 0
    for evidence in pending.evidences[evidenceStart..<evidenceEnd] {
      let flag = sequences.evidences[Int(evidence)].decoy
      if flag >= 0 { known += 1 }
      if flag == 1 { decoys += 1 }
    }
    if known > 0 { row.decoy = decoys == evidenceEnd - evidenceStart }
    if row.decoy == true { figures.decoys += 1 }
    if row.passThreshold == true { figures.passing += 1 }
    if row.rank == 1 { figures.firstRank += 1 }
    pending.append(
      PendingResult.Item(
        fields: row, peptide: peptide, evidences: evidenceStart..<evidenceEnd, scores: scoreStart..<scoreEnd,
        link: link))
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
