internal import ReaderKit
internal import Schema

/// Proteins, peptides and groups as features.
struct FeatureRows {
  private let proteinNames: [String]
  /// Whether each protein is a decoy: where all its evidences are; nil where none says.
  private let proteinDecoys: [Bool?]

  init(_ sequences: borrowing SequenceTables) {
    var uses: [String: Int] = [:]
    for protein in sequences.proteins { uses[protein.accession, default: 0] += 1 }
    var names: [String] = []
    for (index, protein) in sequences.proteins.enumerated() {
      // Target and decoy may share an accession: only the DBSequence's id tells them apart.
      let isUnique = uses[protein.accession] == 1
      names.append(isUnique ? protein.accession : "\(protein.accession)|\(sequences.proteinID(index))")
    }
    proteinNames = names
    var (targets, decoys) = ([Bool](repeating: false, count: names.count), [Bool](repeating: false, count: names.count))
    for evidence in sequences.evidences where evidence.protein >= 0 {
      if evidence.decoy == 0 { targets[Int(evidence.protein)] = true }
      if evidence.decoy == 1 { decoys[Int(evidence.protein)] = true }
    }
    proteinDecoys = zip(targets, decoys).map { target, decoy in target ? false : (decoy ? true : nil) }
  }

  // MARK: Proteins

  /// Adds one protein a DBSequence, in file order, with what its hypothesis says.
  func addProteins(
    _ sequences: borrowing SequenceTables, _ groups: borrowing ProteinGroups, to builder: inout DatasetBuilder
  ) throws(OmicsError) {
    var hypotheses = [ProteinGroups.Hypothesis?](repeating: nil, count: sequences.proteins.count)
    var repeats = 0
    for group in groups.groups {
      for hypothesis in group.hypotheses {
        if hypotheses[hypothesis.protein] == nil {
          hypotheses[hypothesis.protein] = hypothesis
        } else {
          repeats += 1
        }
      }
    }
    if repeats > 0 {
      builder.note(
        "protein-in-several-groups",
        "\(repeats) hypotheses name a protein that has one already; its values are those of the first")
    }
    var shared = 0
    for (index, protein) in sequences.proteins.enumerated() {
      var feature = Feature(
        id: proteinNames[index], kind: .protein, accession: protein.accession, decoy: proteinDecoys[index],
        description: protein.description, attributes: protein.attributes, line: protein.line)
      if feature.id != protein.accession { shared += 1 }
      if let hypothesis = hypotheses[index] {
        feature.qValue = hypothesis.value("MS:1001869")
        feature.peptides = Self.integer(hypothesis.value("MS:1001097"))
        if let passes = hypothesis.passes {
          feature.attributes.append(Feature.Attribute("pass_threshold", passes ? "true" : "false"))
        }
        feature.attributes += hypothesis.parameters.map { Feature.Attribute($0.name, $0.text) }
      }
      try builder.addFeature(feature)
      builder.keep("DBSequence")
    }
    if shared > 0 {
      builder.note(
        "shared-accession",
        "\(shared) DBSequence share their accession with another; the DBSequence id is part of "
          + "their feature id")
    }
  }

  // MARK: Peptides

  /// Adds one peptide for each distinct sequence and modifications, in file order.
  func addPeptides(_ sequences: borrowing SequenceTables, to builder: inout DatasetBuilder) {
    let evidences = PeptideEvidences(sequences)
    let same = PeptideSynonyms(sequences)
    for peptide in 0..<sequences.sequences.count {
      guard same.isFirst(peptide) else {
        builder.record(
          "Peptide", .merged, reason: "same sequence and modifications as another Peptide",
          line: Int(sequences.peptideLines[peptide]))
        continue
      }
      var (proteins, isTarget, isDecoy): ([Int32], Bool, Bool) = ([], false, false)
      var next: Int? = peptide
      while let current = next {
        for index in evidences.of(current) {
          let evidence = sequences.evidences[Int(index)]
          if evidence.decoy == 0 { isTarget = true }
          if evidence.decoy == 1 { isDecoy = true }
          if evidence.protein >= 0, !isNamed(evidence.protein, in: proteins, sequences) {
            proteins.append(evidence.protein)
          }
        }
        next = same.next(current)
      }
      builder.keep("Peptide")
      var fields = FeatureTable.Fields(kind: .peptide)
      fields.decoy = isTarget ? false : (isDecoy ? true : nil)
      fields.line = sequences.peptideLines[peptide]
      if proteins.count > 1 {
        fields.leaderRule = "first"
        for protein in proteins { builder.dataset.features.members.add(sequences.proteins[Int(protein)].accession) }
      }
      var accession = proteins.first.map { sequences.proteins[Int($0)].accession } ?? ""
      accession.withUTF8 { accession in
        fields.accession = UnsafeRawBufferPointer(accession)
        sequences.withProforma(peptide) { name in
          fields.id = name
          _ = builder.addFeature(fields)
        }
      }
    }
  }

  /// Whether a protein, or another of the same accession, is in a list.
  private func isNamed(_ protein: Int32, in list: [Int32], _ sequences: borrowing SequenceTables) -> Bool {
    for other in list
    where other == protein || sequences.proteins[Int(other)].accession == sequences.proteins[Int(protein)].accession {
      return true
    }
    return false
  }

  // MARK: Groups

  /// Adds one protein group a ProteinAmbiguityGroup, with its leader and the provenance of its threshold.
  func addGroups(
    _ groups: borrowing ProteinGroups, of sequences: borrowing SequenceTables, threshold: String,
    version: MzIdentMLVersion, to builder: inout DatasetBuilder
  ) throws(OmicsError) {
    var used: Set<String> = []
    for group in groups.groups {
      guard let leader = group.leader else {
        builder.record("ProteinAmbiguityGroup", .filtered, reason: "no hypotheses", line: group.line)
        continue
      }
      builder.keep("ProteinAmbiguityGroup")
      guard used.insert(group.id).inserted else { continue }
      try builder.addFeature(feature(group, leader, sequences))
    }
    guard !groups.groups.isEmpty else { return }
    let stated = threshold.isEmpty ? "not stated" : threshold
    let withTerm = groups.groups.count { $0.passes != nil }
    builder.dataset.settings.append(Feature.Attribute("protein_threshold", stated))
    if withTerm == groups.groups.count {
      builder.note(
        "group-threshold", "groups pass by MS:1002415; the threshold of the protein detection is: \(stated)")
      return
    }
    let message =
      "\(groups.groups.count - withTerm) of \(groups.groups.count) groups have no MS:1002415; they pass when one of "
      + "their hypotheses does; the threshold of the protein detection is: \(stated)"
    if version.decidesOnGroups {
      builder.warn("group-threshold-absent", message)
    } else {
      builder.note("group-threshold", message)
    }
  }

  private func feature(
    _ group: ProteinGroups.Group, _ leader: (index: Int, rule: String), _ sequences: borrowing SequenceTables
  ) -> Feature {
    let members = group.hypotheses.map(\.protein)
    let leading = group.hypotheses[leader.index]
    let flags = members.map { proteinDecoys[$0] }
    let passes = group.passes ?? group.hypotheses.contains { $0.passes == true }
    var attributes = [
      Feature.Attribute("pass_threshold", passes ? "true" : "false"),
      Feature.Attribute("pass_by", group.passes == nil ? "hypotheses" : "MS:1002415"),
      Feature.Attribute(
        "member_pass_threshold",
        group.hypotheses.map { $0.passes.map { $0 ? "true" : "false" } ?? "NA" }.joined(separator: ";")),
    ]
    attributes += group.parameters.filter { $0.accession != "MS:1002415" }.map { Feature.Attribute($0.name, $0.text) }
    return Feature(
      id: group.id, kind: .proteinGroup, accession: sequences.proteins[leading.protein].accession,
      members: members.map { proteinNames[$0] }, leaderRule: leader.rule,
      decoy: flags.contains(false) ? false : (flags.contains(true) ? true : nil),
      qValue: group.parameters.first { $0.accession == "MS:1002373" }?.value ?? .nan,
      peptides: Self.integer(leading.value("MS:1001097")), attributes: attributes, line: group.line)
  }

  private static func integer(_ value: Double) -> Int? {
    value.rounded() == value && abs(value) < 1e9 ? Int(value) : nil
  }
}
