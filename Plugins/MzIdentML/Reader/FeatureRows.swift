internal import ReaderKit
internal import Schema

/// Proteins, peptides and groups as features.
struct FeatureRows {
  private let sequences: SequenceTables
  private let groups: ProteinGroups
  private let proteinNames: [String]

  init(sequences: SequenceTables, groups: ProteinGroups) {
    self.sequences = sequences
    self.groups = groups
    var uses: [String: Int] = [:]
    for protein in sequences.proteins { uses[protein.accession, default: 0] += 1 }
    proteinNames = sequences.proteins.enumerated().map { index, protein in
      // Target and decoy may share an accession: only the DBSequence's id tells them apart.
      uses[protein.accession] == 1 ? protein.accession : "\(protein.accession)|\(sequences.proteinID(index))"
    }
  }

  // MARK: Proteins

  /// Adds one protein a DBSequence, in file order, with what its hypothesis says.
  func addProteins(to builder: inout DatasetBuilder) throws(OmicsError) {
    let decoys = decoys(of: sequences.evidenceProtein, count: sequences.proteins.count)
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
        id: proteinNames[index], kind: .protein, accession: protein.accession, decoy: decoys[index],
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
  func addPeptides(to builder: inout DatasetBuilder) throws(OmicsError) {
    let proteins = proteinsOfPeptides()
    let decoys = decoys(of: sequences.evidencePeptide, count: sequences.sequences.count)
    var features: [Feature] = []
    var index: [String: Int] = [:]
    for (peptide, name) in sequences.proforma.enumerated() {
      let members = proteins[peptide].map { sequences.proteins[Int($0)].accession }
      if let known = index[name] {
        builder.record(
          "Peptide", .merged, reason: "same sequence and modifications as another Peptide",
          line: Int(sequences.peptideLines[peptide]))
        var all = features[known].members.isEmpty ? [features[known].accession] : features[known].members
        for member in members where !all.contains(member) { all.append(member) }
        features[known].members = all.count > 1 ? all : []
        if features[known].decoy != decoys[peptide] {
          let pair = (features[known].decoy, decoys[peptide])
          features[known].decoy = pair.0 == false || pair.1 == false ? false : pair.0 ?? pair.1
        }
        continue
      }
      index[name] = features.count
      builder.keep("Peptide")
      var distinct: [String] = []
      for member in members where !distinct.contains(member) { distinct.append(member) }
      features.append(
        Feature(
          id: name, kind: .peptide, accession: distinct.first ?? "", members: distinct.count > 1 ? distinct : [],
          leaderRule: distinct.count > 1 ? "first" : "", decoy: decoys[peptide],
          line: Int(sequences.peptideLines[peptide])))
    }
    for feature in features { try builder.addFeature(feature) }
  }

  /// The proteins of each peptide, in order of its evidences.
  private func proteinsOfPeptides() -> [[Int32]] {
    var lists = [[Int32]](repeating: [], count: sequences.sequences.count)
    for (peptide, protein) in zip(sequences.evidencePeptide, sequences.evidenceProtein)
    where peptide >= 0 && protein >= 0 {
      lists[Int(peptide)].append(protein)
    }
    return lists
  }

  /// Decoy where all evidences are, nil where none says.
  private func decoys(of owner: [Int32], count: Int) -> [Bool?] {
    var targets = [Bool](repeating: false, count: count)
    var decoys = targets
    for (index, place) in owner.enumerated() where place >= 0 {
      let flag = sequences.evidenceDecoy[index]
      if flag == 0 { targets[Int(place)] = true }
      if flag == 1 { decoys[Int(place)] = true }
    }
    return zip(targets, decoys).map { target, decoy in target ? false : (decoy ? true : nil) }
  }

  // MARK: Groups

  /// Adds one protein group a ProteinAmbiguityGroup, with its leader and the provenance of its threshold.
  func addGroups(
    threshold: String, version: MzIdentMLVersion, to builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let decoys = decoys(of: sequences.evidenceProtein, count: sequences.proteins.count)
    var used: Set<String> = []
    for group in groups.groups {
      guard let leader = group.leader else {
        builder.record("ProteinAmbiguityGroup", .filtered, reason: "no hypotheses", line: group.line)
        continue
      }
      builder.keep("ProteinAmbiguityGroup")
      guard used.insert(group.id).inserted else { continue }
      try builder.addFeature(feature(group, leader, decoys))
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
    _ group: ProteinGroups.Group, _ leader: (index: Int, rule: String), _ decoys: [Bool?]
  ) -> Feature {
    let members = group.hypotheses.map(\.protein)
    let leading = group.hypotheses[leader.index]
    let flags = members.map { decoys[$0] }
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
