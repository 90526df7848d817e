internal import OmicsIO
internal import ReaderKit
internal import Schema

/// One document: hands each element to the table it belongs to.
struct Document: ~Copyable {
  /// The dataset under construction: swapped in for the time of the parse.
  var builder: DatasetBuilder
  private(set) var version = MzIdentMLVersion.v11
  private var path: [ElementName?] = []
  private var namespaceID = -1
  private var text: [UInt8] = []
  private var takesText = false
  private var terms = ParameterTerms()
  private var references = OtherReferences()
  private var protocols = SearchProtocols()
  private var runs = SpectrumRuns()
  private var patterns: [(pattern: String, line: Int)] = []
  private var sequences = SequenceTables()
  private var assembly = PeptideAssembly()
  private var results = SpectrumResults()
  private var groups = ProteinGroups()
  private var leftOut = LeftOutContent()

  init(builder: consuming DatasetBuilder) { self.builder = builder }

  // MARK: Events

  mutating func startElement(_ event: XMLElementEvent) throws(OmicsError) {
    if event.depth == 1 { return try root(event) }
    try start(version == .v10 ? event.reading(from: ElementName.vocabulary.count) : event)
  }

  private mutating func start(_ event: XMLElementEvent) throws(OmicsError) {
    var element = ElementName(nameID: event.nameID)
    let parent = path.last ?? nil
    // Version 1.0 names the reference to a database like the database.
    if version == .v10, element == .searchDatabase, parent == .spectrumIdentification { element = .searchDatabaseRef }
    path.append(element)
    guard event.namespaceID == namespaceID else {
      return try builder.reject(
        OmicsError(
          .malformed, "\(event.localName) is in the namespace \"\(event.namespaceURI ?? "")\", not in mzIdentML's",
          at: builder.location(line: event.line), hint: "The file is damaged or was edited: export it again."))
    }
    guard let element else {
      return builder.warn(
        "unknown-element", "mzIdentML has no element \(event.localName); it is left out", line: event.line)
    }
    if let container = element.container(version), container != parent {
      return try builder.reject(
        OmicsError(
          .malformed,
          "\(element.spelling) stands in \(parent?.spelling ?? "an unknown element"), not in "
            + container.spelling, at: builder.location(line: event.line),
          hint: "The file is damaged or was edited: export it again."))
    }
    try begin(element, in: parent, event)
  }

  mutating func endElement(line: Int) throws(OmicsError) {
    guard let element = path.popLast() ?? nil else { return }
    switch element {
    case .peptideSequence:
      takesText = false
      assembly.take(sequence: text, line: line, into: &builder)
    case .peptide: try assembly.end(into: &sequences, &builder)
    case .spectrumIdentificationItem: results.endItem(sequences: sequences, version: version, into: &builder)
    case .spectrumIdentificationResult: results.endResult(sequences: sequences, terms: terms.terms, into: &builder)
    case .proteinDetectionHypothesis: try groups.endHypothesis(into: &builder)
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeRawBufferPointer) {
    if takesText { text.append(contentsOf: bytes) }
  }

  // MARK: Root

  private mutating func root(_ event: XMLElementEvent) throws(OmicsError) {
    path.append(.mzIdentML)
    namespaceID = event.namespaceID
    let name = event.localName
    guard name == "MzIdentML" || name == "mzIdentML" else {
      throw OmicsError(
        .malformed, "the root element is \(name), not MzIdentML", at: builder.location(line: event.line),
        hint: "Check that this is the right file.")
    }
    if var error = MzIdentMLRecognition.refusal(name, event.namespaceURI) {
      error.location = builder.location(line: event.line)
      throw error
    }
    if let found = event.namespaceURI.flatMap({ MzIdentMLVersion(namespace: $0) }) { version = found }
    if let stated = event.string(AttributeName.version.rawValue), !version.agrees(with: stated) {
      builder.warn(
        "version-clash",
        "the version attribute says \(stated), the namespace \(version.rawValue); the namespace decides",
        line: event.line, column: "version")
    }
    if version == .v10 {
      builder.note(
        "obsolete-version", "mzIdentML 1.0 is obsolete; it is read by its own spellings, with evidences inside items",
        line: event.line)
    }
    if version == .v13 {
      builder.note(
        "draft-version", "mzIdentML 1.3 is read as its public drafts write it; details may change", line: event.line)
    }
    builder.dataset.settings.append(Feature.Attribute("mzidentml_version", version.rawValue))
  }

  // MARK: Elements

  private mutating func begin(_ element: ElementName, in parent: ElementName?, _ event: XMLElementEvent)
    throws(OmicsError)
  {
    switch element {
    case .cvParam, .userParam: try parameter(event, in: parent)
    case .dBSequence:
      try beforeResults(element, event)
      let isTaken = try sequences.protein(event, into: &builder)
      if !isTaken { builder.record("DBSequence", .rejected, reason: "unreadable", line: event.line) }
      take(element, event, owns: false)
    case .peptide:
      try beforeResults(element, event)
      try assembly.begin(event, into: &builder)
    case .peptideSequence:
      text.removeAll(keepingCapacity: true)
      takesText = true
    case .modification: try assembly.modification(event, into: &builder)
    case .substitutionModification: try assembly.substitution(event, into: &builder)
    case .peptideEvidence where version == .v10: try evidenceOfItem(event)
    case .peptideEvidence:
      try beforeResults(element, event)
      if try sequences.evidence(event, into: &builder) {
        builder.record(
          "PeptideEvidence", .merged, reason: "joins a peptide to its protein", line: event.line)
      } else {
        builder.record("PeptideEvidence", .rejected, reason: "unreadable", line: event.line)
      }
    case .spectraData:
      try runs.take(event, into: &builder)
      take(element, event, owns: true)
    case .spectrumIdentificationList:
      try runs.addSamples(to: &builder)
      sequences.settle(patterns: patterns, into: &builder)
      try protocols.beginList(event, into: &builder)
      take(element, event, owns: true)
    case .spectrumIdentificationResult: try results.beginResult(event, runs: &runs, into: &builder)
    case .spectrumIdentificationItem:
      try results.beginItem(event, version: version, sequences: &sequences, into: &builder)
      take(element, event, owns: false, handled: [.peptideRef])
    case .peptideEvidenceRef: try results.evidence(event, sequences: &sequences, into: &builder)
    case .fragmentation: results.fragmentation(line: event.line, into: &builder)
    case .proteinAmbiguityGroup: try groups.beginGroup(event, into: &builder)
    case .proteinDetectionHypothesis:
      try groups.beginHypothesis(event, version: version, sequences: &sequences, into: &builder)
    case .peptideHypothesis: try groups.peptide(event, sequences: &sequences, into: &builder)
    case .spectrumIdentificationItemRef: try groups.item(event, results: &results, into: &builder)
    case .seq: leftOut.sequences += 1
    case .analysisSoftware, .spectrumIdentification, .spectrumIdentificationProtocol:
      if element == .analysisSoftware { protocols.beginSoftware(event) }
      if element == .spectrumIdentification { protocols.search(event) }
      if element == .spectrumIdentificationProtocol { protocols.beginProtocol(event) }
      take(element, event, owns: true)
    default: take(element, event, owns: true)
    }
  }

  /// Takes a PeptideEvidence as version 1.0 has it: inside its item, of the item's peptide.
  private mutating func evidenceOfItem(_ event: XMLElementEvent) throws(OmicsError) {
    let unit = "PeptideEvidence"
    guard let index = try sequences.evidence(event, peptide: results.peptide, into: &builder) else {
      results.loseEvidence()
      return builder.record(unit, .rejected, reason: "unreadable", line: event.line)
    }
    builder.record(unit, .merged, reason: "joins a peptide to its protein", line: event.line)
    results.evidence(index)
  }

  private mutating func take(
    _ element: ElementName, _ event: XMLElementEvent, owns: Bool, handled: [AttributeName] = []
  ) {
    references.take(element, event, handled: handled, ownsID: owns, into: &builder)
  }

  /// The one forward pass needs the sequence collection before the results, as the schema orders them.
  private mutating func beforeResults(_ element: ElementName, _ event: XMLElementEvent) throws(OmicsError) {
    guard sequences.decoySource != nil else { return }
    throw OmicsError(
      .malformed, "\(element.spelling) stands after the results", at: builder.location(line: event.line),
      hint: "The schema puts SequenceCollection before DataCollection: export the file again.")
  }

  private mutating func parameter(_ event: XMLElementEvent, in parent: ElementName?) throws(OmicsError) {
    // Fragment ions are counted as a whole; their many parameters are not looked at.
    if parent == .ionType || parent == .fragmentArray { return }
    let parameter = terms.parameter(event, into: &builder)
    if parent == .spectrumIdentificationItem {
      return results.parameter(parameter, accession: terms.terms[parameter.term].accession)
    }
    if parent == .spectrumIdentificationResult {
      return results.resultParameter(parameter, unit: event.string(AttributeName.unitName.rawValue) ?? "")
    }
    let score = terms.score(parameter)
    switch parent {
    case .modification, .substitutionModification:
      if path.count > 3, path[path.count - 3] == .peptide {
        assembly.term(accession: score.accession, name: score.name, value: score.text)
      }
    case .dBSequence: sequences.describeProtein(score)
    case .proteinDetectionHypothesis: groups.hypothesisParameter(score)
    case .proteinAmbiguityGroup: groups.groupParameter(score, line: event.line, into: &builder)
    case .proteinDetectionList: groups.listParameter(score)
    case .softwareName: protocols.softwareName(score.name)
    case .threshold:
      let owner = path.count > 2 ? path[path.count - 3] : nil
      protocols.threshold(score, ofProteins: owner == .proteinDetectionProtocol)
    case .searchDatabase:
      if score.accession == "MS:1001283" { patterns.append((score.text, event.line)) }
    default: break
    }
    take(.cvParam, event, owns: false)
  }

  // MARK: End

  /// Turns the tables into features, counts, settings and notes, once the document is read.
  mutating func finish() throws(OmicsError) {
    guard !protocols.lists.isEmpty else {
      throw OmicsError(
        .missing, "the document has no SpectrumIdentificationList", at: SourceLocation(file: builder.file),
        hint: "It holds no identifications: export the file again.")
    }
    references.finish(into: &builder)
    terms.finish(into: &builder)
    protocols.finish(into: &builder)
    let features = FeatureRows(sequences)
    try features.addProteins(sequences, groups, to: &builder)
    features.addPeptides(sequences, to: &builder)
    try features.addGroups(
      groups, of: sequences, threshold: protocols.proteinThreshold.joined(separator: ", "), version: version,
      to: &builder)
    leftOut.finish(fragmentations: results.figures.fragmentations, into: &builder)
    count()
    let source: String
    if version == .v10 { sequences.settleLate(into: &builder) }
    switch sequences.decoySource {
    case .flags: source = "isDecoy"
    case .pattern(let pattern): source = "accession pattern \(pattern)"
    case .unknown, nil: source = "unknown"
    }
    builder.dataset.settings.append(Feature.Attribute("decoy_source", source))
  }

  private mutating func count() {
    let figures = results.figures
    let resolved = sequences.evidences.count { $0.decoy == 1 }
    for (key, value) in [
      ("spectra", figures.results), ("items", figures.items), ("psms", figures.matches),
      ("peptides", sequences.sequences.count), ("proteins", sequences.proteins.count),
      ("protein_groups", groups.groups.count), ("decoys", figures.decoys),
      ("evidences", sequences.evidences.count),
      ("decoy_evidences", resolved), ("evidences_without_decoy_flag", sequences.absentDecoys),
      ("passing_items", figures.passing), ("rank_1_items", figures.firstRank),
      ("distinct_spectra", results.distinctSpectra), ("lists", protocols.lists.count), ("runs", runs.count),
      ("hypotheses", groups.hypotheses), ("passing_hypotheses", groups.passingHypotheses),
      ("passing_groups", groups.passingGroups), ("modifications", sequences.modifications),
      ("substitutions", sequences.substitutions), ("cross_link_items", figures.crossLinkItems),
      ("loop_link_items", figures.loopLinkItems),
    ] {
      builder.count(key, value)
    }
  }
}
