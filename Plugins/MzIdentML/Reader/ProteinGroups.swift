internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The protein ambiguity groups of a file with their hypotheses.
struct ProteinGroups: ~Copyable {
  /// One ProteinDetectionHypothesis.
  struct Hypothesis {
    var protein: Int
    var passes: Bool?
    var parameters: [Score] = []
    var line: Int

    func has(_ accession: String) -> Bool { parameters.contains { $0.accession == accession } }
    func value(_ accession: String) -> Double { parameters.first { $0.accession == accession }?.value ?? .nan }
  }

  /// One ProteinAmbiguityGroup.
  struct Group {
    var id: String
    var hypotheses: [Hypothesis] = []
    var parameters: [Score] = []
    /// `MS:1002415`; nil when the group does not have it.
    var passes: Bool?
    var line: Int

    /// The leading hypothesis and the mark that chose it.
    var leader: (index: Int, rule: String)? {
      if hypotheses.isEmpty { return nil }
      for (accession, rule) in [
        ("MS:1002403", "representative"), ("MS:1001591", "anchor"), ("MS:1002401", "leading"),
      ] {
        if let index = hypotheses.firstIndex(where: { $0.has(accession) }) { return (index, rule) }
      }
      return (0, "first")
    }
  }

  private(set) var groups: [Group] = []
  private(set) var hypotheses = 0
  private(set) var passingHypotheses = 0
  /// Parameters of the ProteinDetectionList.
  private(set) var listParameters: [Score] = []
  private var groupIDs = IdentifierTable()
  private var hypothesisIDs = IdentifierTable()
  private var isHypothesisUsable = false

  /// Groups that `MS:1002415` says pass.
  var passingGroups: Int { groups.count { $0.passes == true } }

  /// Takes the start of a group.
  mutating func beginGroup(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    let element = ElementName.proteinAmbiguityGroup
    var name = "group \(groups.count + 1)"
    if let id = try builder.required(.id, of: element, event) {
      name = String(decoding: id, as: UTF8.self)
      let (index, isNew) = groupIDs.insert(id, line: event.line)
      if !isNew { try duplicate(element, name, other: groupIDs.line(index), event, into: &builder) }
    }
    groups.append(Group(id: name, line: event.line))
  }

  /// Takes the start of a hypothesis.
  mutating func beginHypothesis(
    _ event: XMLElementEvent, version: MzIdentMLVersion, sequences: inout SequenceTables,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.proteinDetectionHypothesis
    hypotheses += 1
    isHypothesisUsable = true
    var hypothesis = Hypothesis(protein: -1, line: event.line)
    if let id = try builder.required(.id, of: element, event) {
      let (index, isNew) = hypothesisIDs.insert(id, line: event.line)
      if !isNew {
        let name = String(decoding: id, as: UTF8.self)
        try duplicate(element, name, other: hypothesisIDs.line(index), event, into: &builder)
      }
    }
    if try builder.required(.passThreshold, of: element, event) != nil {
      hypothesis.passes = try builder.boolean(.passThreshold, of: element, event)
    }
    if hypothesis.passes == true { passingHypotheses += 1 }
    if let reference = event.attribute(AttributeName.dBSequenceRef.rawValue) {
      if let protein = sequences.protein(reference) {
        hypothesis.protein = protein
      } else {
        isHypothesisUsable = false
        try builder.reject(danglingReference(.dBSequenceRef, reference, of: element, event, in: builder))
      }
    } else if version.decidesOnGroups {
      builder.warn(
        "hypothesis-without-protein",
        "a hypothesis has no dBSequence_ref, which version \(version.rawValue) demands; its evidence names the protein",
        line: event.line, column: "dBSequence_ref")
    }
    if let last = groups.indices.last { groups[last].hypotheses.append(hypothesis) }
  }

  /// Takes a PeptideHypothesis of the current hypothesis.
  mutating func peptide(
    _ event: XMLElementEvent, sequences: inout SequenceTables, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.peptideHypothesis
    guard let reference = try builder.required(.peptideEvidenceRef, of: element, event) else { return }
    guard let evidence = sequences.evidence(reference) else {
      isHypothesisUsable = false
      try builder.reject(danglingReference(.peptideEvidenceRef, reference, of: element, event, in: builder))
      return
    }
    guard let group = groups.indices.last, let last = groups[group].hypotheses.indices.last else { return }
    let protein = Int(sequences.evidences[evidence].protein)
    if groups[group].hypotheses[last].protein < 0 {
      if isHypothesisUsable { groups[group].hypotheses[last].protein = protein }
    } else if groups[group].hypotheses[last].protein != protein {
      builder.warn(
        "hypothesis-of-another-protein",
        "the hypothesis refers to an evidence of another protein; dBSequence_ref holds",
        line: event.line, column: "peptideEvidence_ref")
    }
  }

  /// Takes a SpectrumIdentificationItemRef of the current hypothesis.
  func item(
    _ event: XMLElementEvent, results: inout SpectrumResults, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let element = ElementName.spectrumIdentificationItemRef
    guard let id = try builder.required(.spectrumIdentificationItemRef, of: element, event) else { return }
    if !results.hasItem(id) {
      try builder.reject(danglingReference(.spectrumIdentificationItemRef, id, of: element, event, in: builder))
    }
  }

  /// Takes a parameter of the current hypothesis.
  mutating func hypothesisParameter(_ score: Score) {
    guard let group = groups.indices.last, let last = groups[group].hypotheses.indices.last else { return }
    groups[group].hypotheses[last].parameters.append(score)
  }

  /// Takes a parameter of the current group.
  mutating func groupParameter(_ score: Score, line: Int, into builder: inout DatasetBuilder) {
    guard let group = groups.indices.last else { return }
    groups[group].parameters.append(score)
    guard score.accession == "MS:1002415" else { return }
    groups[group].passes = Array(score.text.utf8).withUnsafeBytes { xmlBoolean($0) }
    if groups[group].passes == nil {
      builder.warn(
        "group-threshold-unread", "MS:1002415 of group \(groups[group].id) is \"\(score.text)\", not true or false",
        line: line, column: "value")
    }
  }

  /// Takes a parameter of the ProteinDetectionList.
  mutating func listParameter(_ score: Score) { listParameters.append(score) }

  /// Takes the end of a hypothesis.
  mutating func endHypothesis(into builder: inout DatasetBuilder) throws(OmicsError) {
    guard let group = groups.indices.last, let last = groups[group].hypotheses.last else { return }
    let unit = "ProteinDetectionHypothesis"
    if last.protein >= 0 {
      builder.record(unit, .merged, reason: "member of its group", line: last.line)
      return
    }
    groups[group].hypotheses.removeLast()
    builder.record(unit, .rejected, reason: "names no protein", line: last.line)
    if isHypothesisUsable {
      try builder.reject(
        OmicsError(
          .missing, "a ProteinDetectionHypothesis names no protein", at: builder.location(line: last.line),
          hint: "It needs dBSequence_ref or a PeptideHypothesis: export the file again."))
    }
  }

  private func duplicate(
    _ element: ElementName, _ id: String, other: Int, _ event: XMLElementEvent, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    try builder.reject(
      OmicsError(
        .duplicate, "\(element.spelling) \"\(id)\" stands on line \(other) already",
        at: builder.location(line: event.line, column: "id"), hint: "Ids must be unique: export the file again."))
  }
}
