internal import ReaderKit
internal import Schema

/// Turns the tables of a read document into the dataset, with figures, ledger and remarks.
struct DocumentAssembly {
  private let document: DocumentHandler

  init(_ document: DocumentHandler) { self.document = document }

  func assemble(into builder: inout DatasetBuilder) throws(OmicsError) {
    for error in document.errors { try builder.reject(error) }
    for diagnostic in document.diagnostics.diagnostics { builder.diagnose(diagnostic) }
    samples(into: &builder)
    let ids = try proteins(into: &builder)
    try peptides(into: &builder)
    try groups(ids, into: &builder)
    builder.dataset.identifications = IdentificationTable(document.rows)
    builder.keep("SpectrumIdentificationItem", count: document.rows.count)
    builder.record(
      "PeptideEvidence", .merged, reason: "joined into identifications as protein accessions", line: 0,
      count: document.evidenceCount)
    builder.record(
      "ProteinDetectionHypothesis", .merged, reason: "member of its protein group", line: 0,
      count: document.hypothesisCount)
    remarks(into: &builder)
    counts(into: &builder)
  }

  private func samples(into builder: inout DatasetBuilder) {
    for data in document.spectraData {
      let name = data.name.isEmpty ? data.id : data.name
      let index = builder.sample(named: name)
      builder.dataset.samples.rows[index].msRun = name
    }
  }

  /// Adds a protein a DBSequence; accessions that several share get their DBSequence id appended.
  private func proteins(into builder: inout DatasetBuilder) throws(OmicsError) -> [String] {
    var times: [String: Int] = [:]
    for protein in document.proteins { times[protein.accession, default: 0] += 1 }
    var ids: [String] = []
    for protein in document.proteins {
      let id = times[protein.accession] == 1 ? protein.accession : "\(protein.accession)|\(protein.id)"
      ids.append(id)
      var feature = Feature(
        id: id, kind: .protein, accession: protein.accession, description: protein.description, line: protein.line)
      if document.statedDecoys > 0 {
        if protein.seenAsDecoy || protein.seenAsTarget { feature.decoy = protein.seenAsDecoy && !protein.seenAsTarget }
      } else if let pattern = document.decoyPattern {
        feature.decoy = DecoyPattern.matches(protein.accession, pattern)
      }
      guard builder.feature(.protein, id) == nil else { continue }
      try builder.addFeature(feature)
      builder.keep("DBSequence")
    }
    return ids
  }

  private func peptides(into builder: inout DatasetBuilder) throws(OmicsError) {
    for peptide in document.peptides where builder.feature(.peptide, peptide.id) == nil {
      try builder.addFeature(
        Feature(
          id: peptide.id, kind: .peptide, accession: peptide.proforma,
          attributes: [Feature.Attribute("sequence", peptide.sequence)], line: peptide.line))
      builder.keep("Peptide")
    }
  }

  private func groups(_ ids: [String], into builder: inout DatasetBuilder) throws(OmicsError) {
    for group in document.groups {
      let members = group.hypotheses.compactMap { hypothesis in hypothesis.protein.map { ids[$0] } }
      let anchor = group.hypotheses.first(where: \.isAnchor)
      let leading = group.hypotheses.first(where: \.isLeading)
      let leader = (anchor ?? leading ?? group.hypotheses.first)?.protein.map { ids[$0] } ?? group.id
      let passes = group.groupPasses ?? group.hypotheses.contains { $0.passThreshold == true }
      var feature = Feature(
        id: group.id, kind: .proteinGroup, accession: leader, members: members,
        leaderRule: anchor != nil ? "anchor" : leading != nil ? "leading" : "first", line: group.line)
      feature.attributes = [
        Feature.Attribute("passes_threshold", passes ? "true" : "false"),
        Feature.Attribute("threshold_from", group.groupPasses == nil ? "hypothesis" : "MS:1002415"),
      ]
      do throws(OmicsError) {
        try builder.addFeature(feature)
        builder.keep("ProteinAmbiguityGroup")
      } catch {
        builder.record("ProteinAmbiguityGroup", .rejected, reason: "id stands twice", line: group.line)
        try builder.reject(error)
      }
    }
  }

  private func remarks(into builder: inout DatasetBuilder) {
    if document.evidenceCount > 0, document.statedDecoys == 0 {
      builder.note(
        "decoy-not-stated",
        document.decoyPattern.map { "no evidence states isDecoy; decoys follow the declared pattern \($0)" }
          ?? "no evidence states isDecoy and no decoy pattern is declared: decoys are unknown")
    }
    if document.textScores > 0 {
      builder.note("score-no-number", "\(document.textScores) scores are no numbers and kept as text")
    }
    if document.unplacedModifications > 0 {
      builder.note(
        "modification-without-location", "\(document.unplacedModifications) modifications have no location")
    }
    for threshold in document.thresholds { builder.note("threshold", "passThreshold is relative to: \(threshold)") }
    if document.linkedItems > 0 {
      builder.note(
        "cross-links", "\(document.linkedItems) items are \(document.linkedMatches) cross-linked matches")
    }
  }

  private func counts(into builder: inout DatasetBuilder) {
    builder.count("spectra", document.spectra)
    builder.count("items", document.rows.count)
    builder.count("psms", document.rows.count - document.linkedItems + document.linkedMatches)
    builder.count("peptides", document.peptides.count)
    builder.count("proteins", document.proteins.count)
    builder.count("protein_groups", document.groups.count)
    builder.count("decoys", document.rows.filter { $0.decoy == true }.count)
    builder.count("evidences", document.evidenceCount)
    builder.count("passing_items", document.rows.filter { $0.passThreshold == true }.count)
  }
}
