internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The sequence collection: proteins, peptides and their evidences, by index.
struct SequenceTables: ~Copyable {
  /// One DBSequence.
  struct Protein {
    var accession: String
    var description = ""
    var attributes: [Feature.Attribute] = []
    var line: Int
  }

  /// One PeptideEvidence.
  struct Evidence {
    /// The index of the peptide and of the protein; -1 for one that does not exist.
    var peptide: Int32
    var protein: Int32
    /// First and last residue in the protein, from 1; -1 for not stated.
    var start: Int32
    var end: Int32
    /// `isDecoy`: 1, 0, or -1 for absent; resolved by `settle`.
    var decoy: Int8
    /// The residues around it as written; 0 for not stated.
    var pre: UInt8
    var post: UInt8
  }

  /// Where the decoy flags come from.
  enum DecoySource: Equatable {
    /// `isDecoy` of the evidences; an absent one is false, as the schema says.
    case flags
    /// The accession pattern the file declares.
    case pattern(String)
    /// Nothing says which proteins are decoys.
    case unknown
  }

  private var proteinIDs = IdentifierTable()
  private(set) var proteins: [Protein] = []
  private var peptideIDs = IdentifierTable()
  /// The sequence of each peptide as written.
  private(set) var sequences = TextArena()
  /// The ProForma text of each peptide; empty where it is the sequence.
  private var proformas = TextArena()
  private(set) var peptideLines: [Int32] = []
  /// The modifications of peptides that have a link end.
  private(set) var linked: [Int: [PeptideModification]] = [:]
  private var evidenceIDs = IdentifierTable()
  /// The evidences by index.
  private(set) var evidences: [Evidence] = []
  private(set) var statedDecoys = 0
  private(set) var absentDecoys = 0
  private(set) var decoySource: DecoySource?
  private var patterns: [DecoyPattern] = []
  private(set) var modifications = 0
  private(set) var substitutions = 0

  // MARK: DBSequence

  /// Takes a DBSequence; false when it cannot be used.
  mutating func protein(
    _ event: XMLElementEvent, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Bool {
    guard let id = try builder.required(.id, of: .dBSequence, event),
      let accession = try builder.required(.accession, of: .dBSequence, event)
    else { return false }
    _ = try builder.integer(.length, of: .dBSequence, event, least: 0)
    let (index, isNew) = proteinIDs.insert(id)
    guard isNew else {
      try duplicate(.dBSequence, id, other: proteins[index].line, event, into: &builder)
      return false
    }
    let text = String(decoding: accession, as: UTF8.self)
    IdentifierCheck.warn(text, column: "accession", line: event.line, into: &builder)
    proteins.append(
      Protein(accession: text, description: event.string(AttributeName.name.rawValue) ?? "", line: event.line))
    return true
  }

  /// Takes a parameter of the last DBSequence.
  mutating func describeProtein(_ score: Score) {
    guard let last = proteins.indices.last else { return }
    if score.accession == "MS:1001088" {
      proteins[last].description = score.text
    } else if score.accession != "MS:1001344" {
      proteins[last].attributes.append(Feature.Attribute(score.name, score.text))
    }
  }

  /// The index of a protein by its id.
  mutating func protein(_ id: UnsafeRawBufferPointer) -> Int? { proteinIDs.find(id) }
  /// The id of a protein.
  func proteinID(_ index: Int) -> String { proteinIDs.string(index) }

  // MARK: Peptide

  /// Takes a whole Peptide; false when its id is taken.
  mutating func peptide(
    id: [UInt8], sequence: [UInt8], modifications list: [PeptideModification], line: Int,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Bool {
    let (index, isNew) = id.withUnsafeBytes { peptideIDs.insert($0) }
    guard isNew else {
      try builder.reject(
        OmicsError(
          .duplicate,
          "Peptide \"\(String(decoding: id, as: UTF8.self))\" stands on line \(peptideLines[index]) already",
          at: builder.location(line: line, column: "id"), hint: "Ids must be unique: export the file again."))
      return false
    }
    var labels: [String] = []
    sequence.withUnsafeBytes { sequences.append($0) }
    var proforma = ""
    if !list.isEmpty {
      proforma = ProForma.write(String(decoding: sequence, as: UTF8.self), list, labels: &labels)
    }
    proforma.withUTF8 { proformas.append(UnsafeRawBufferPointer($0)) }
    peptideLines.append(Int32(clamping: line))
    if !labels.isEmpty { linked[index] = list }
    for modification in list {
      if modification.replacement.isEmpty { modifications += 1 } else { substitutions += 1 }
    }
    return true
  }

  /// The index of a peptide by its id.
  mutating func peptide(_ id: UnsafeRawBufferPointer) -> Int? { peptideIDs.find(id) }

  /// Whether the ProForma text of a peptide is its sequence.
  func isPlain(_ peptide: Int) -> Bool { proformas.isEmpty(peptide) }

  /// The ProForma text of a peptide.
  func proforma(_ peptide: Int) -> String { isPlain(peptide) ? sequences[peptide] : proformas[peptide] }

  /// Gives the bytes of a peptide's ProForma text.
  func withProforma<Result>(_ peptide: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    isPlain(peptide) ? sequences.withText(peptide, body) : proformas.withText(peptide, body)
  }

  /// Whether the ProForma text of a peptide is this one.
  func isNamed(_ peptide: Int, _ name: UnsafeRawBufferPointer) -> Bool {
    isPlain(peptide) ? sequences.equals(peptide, name) : proformas.equals(peptide, name)
  }

  // MARK: PeptideEvidence

  /// Takes a PeptideEvidence; false when it cannot be used.
  mutating func evidence(
    _ event: XMLElementEvent, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Bool {
    let place = ElementName.peptideEvidence
    guard let peptideID = try builder.required(.peptideRef, of: place, event) else { return false }
    let peptide = peptideIDs.find(peptideID)
    if peptide == nil { try dangling(.peptideRef, peptideID, of: place, event, into: &builder) }
    return try evidence(event, peptide: peptide, into: &builder) != nil && peptide != nil
  }

  /// Takes a PeptideEvidence of this peptide, as version 1.0 has them inside items; its index, nil when it cannot be
  /// used.
  mutating func evidence(
    _ event: XMLElementEvent, peptide: Int?, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Int? {
    let place = ElementName.peptideEvidence
    guard let id = try builder.required(.id, of: place, event),
      let proteinID = try builder.required(.evidenceProteinRef, of: place, event)
    else { return nil }
    let start = try builder.integer(.start, of: place, event)
    let end = try builder.integer(.end, of: place, event)
    if let start, let end, start < 1 || end < start {
      builder.warn(
        "evidence-position", "the evidence reaches from \(start) to \(end)", line: event.line, column: "start")
    }
    let decoy = try builder.boolean(.isDecoy, of: place, event)
    let protein = proteinIDs.find(proteinID)
    if protein == nil { try dangling(.dBSequenceRef, proteinID, of: place, event, into: &builder) }
    let (index, isNew) = evidenceIDs.insert(id, line: event.line)
    guard isNew else {
      try duplicate(place, id, other: evidenceIDs.line(index), event, into: &builder)
      return nil
    }
    evidences.append(
      Evidence(
        peptide: Int32(peptide ?? -1), protein: Int32(protein ?? -1), start: start.map { Int32(clamping: $0) } ?? -1,
        end: end.map { Int32(clamping: $0) } ?? -1, decoy: (decoy ?? patternDecoy(protein)).map { $0 ? 1 : 0 } ?? -1,
        pre: event.attribute(AttributeName.pre.rawValue)?.first ?? 0,
        post: event.attribute(AttributeName.post.rawValue)?.first ?? 0))
    if decoy == nil { absentDecoys += 1 } else { statedDecoys += 1 }
    return protein == nil ? nil : index
  }

  /// The index of an evidence by its id.
  mutating func evidence(_ id: UnsafeRawBufferPointer) -> Int? { evidenceIDs.find(id) }

  // MARK: Decoys

  /// Decides where decoys come from, once the sequence collection and the databases are read.
  mutating func settle(patterns: [(pattern: String, line: Int)], into builder: inout DatasetBuilder) {
    guard decoySource == nil else { return }
    let readable = patterns.compactMap { DecoyPattern($0.pattern) }
    for declared in patterns where DecoyPattern(declared.pattern) == nil {
      builder.warn(
        "decoy-pattern-unread",
        "the decoy accession pattern \"\(declared.pattern)\" is not a plain one and is not used",
        line: declared.line, column: "value")
    }
    self.patterns = readable
    if statedDecoys > 0 || evidences.isEmpty {
      decoySource = .flags
      if absentDecoys > 0 {
        builder.note(
          "decoy-flag-absent",
          "\(absentDecoys) of \(evidences.count) evidences have no isDecoy; the schema's default, false, holds")
        for index in evidences.indices where evidences[index].decoy < 0 { evidences[index].decoy = 0 }
      }
      compare(with: readable, into: &builder)
    } else if !readable.isEmpty {
      decoySource = .pattern(readable.map(\.source).joined(separator: " or "))
      let flags = proteins.map { protein in readable.contains { $0.matches(protein.accession) } }
      for index in evidences.indices where evidences[index].protein >= 0 {
        evidences[index].decoy = flags[Int(evidences[index].protein)] ? 1 : 0
      }
      builder.note(
        "decoy-by-pattern",
        "no evidence has isDecoy; decoys are the accessions that match \(readable.map(\.source).joined(separator: ", "))"
      )
    } else {
      decoySource = .unknown
      builder.warn(
        "decoy-unknown", "no evidence has isDecoy and the file declares no decoy accession pattern: decoys are unknown")
    }
  }

  /// What the declared pattern says of a protein whose evidence stands below the databases, as in version 1.0.
  private func patternDecoy(_ protein: Int?) -> Bool? {
    guard !patterns.isEmpty, let protein else { return nil }
    return patterns.contains { $0.matches(proteins[protein].accession) }
  }

  /// Says where decoys come from once all evidences of a document of version 1.0 were read.
  mutating func settleLate(into builder: inout DatasetBuilder) {
    guard statedDecoys == 0, !evidences.isEmpty else { return }
    if patterns.isEmpty {
      decoySource = .unknown
      builder.warn(
        "decoy-unknown", "no evidence has isDecoy and the file declares no decoy accession pattern: decoys are unknown")
    } else {
      decoySource = .pattern(patterns.map(\.source).joined(separator: " or "))
      builder.note(
        "decoy-by-pattern",
        "no evidence has isDecoy; decoys are the accessions that match \(patterns.map(\.source).joined(separator: ", "))"
      )
    }
  }

  private func compare(with patterns: [DecoyPattern], into builder: inout DatasetBuilder) {
    guard !patterns.isEmpty else { return }
    let flags = proteins.map { protein in patterns.contains { $0.matches(protein.accession) } }
    let differing = evidences.count { $0.protein >= 0 && flags[Int($0.protein)] != ($0.decoy == 1) }
    guard differing > 0 else { return }
    builder.warn(
      "decoy-flag-disagrees",
      "isDecoy of \(differing) evidences disagrees with the declared pattern "
        + "\(patterns.map(\.source).joined(separator: " or ")); isDecoy holds")
  }

  // MARK: Errors

  private func duplicate(
    _ element: ElementName, _ id: UnsafeRawBufferPointer, other: Int, _ event: XMLElementEvent,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    try builder.reject(
      OmicsError(
        .duplicate, "\(element.spelling) \"\(String(decoding: id, as: UTF8.self))\" stands on line \(other) already",
        at: builder.location(line: event.line, column: "id"), hint: "Ids must be unique: export the file again."))
  }

  private func dangling(
    _ attribute: AttributeName, _ id: UnsafeRawBufferPointer, of element: ElementName, _ event: XMLElementEvent,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    try builder.reject(danglingReference(attribute, id, of: element, event, in: builder))
  }
}

/// The error of a reference to nothing.
func danglingReference(
  _ attribute: AttributeName, _ id: UnsafeRawBufferPointer, of element: ElementName, _ event: XMLElementEvent,
  in builder: borrowing DatasetBuilder
) -> OmicsError {
  OmicsError(
    .dangling,
    "\(attribute.spelling) of \(element.spelling) names \"\(String(decoding: id, as: UTF8.self))\", which does not exist",
    at: builder.location(line: event.line, column: attribute.spelling),
    hint: "The file is damaged or incomplete: export it again.")
}
