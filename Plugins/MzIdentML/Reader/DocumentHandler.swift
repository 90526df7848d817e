internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Takes the document's events in one pass and keeps compact tables.
final class DocumentHandler: XMLHandler {
  let vocabulary = Name.allCases.map(\.word)
  let file: String
  private(set) var version = ""
  private(set) var spectraData: [(id: String, name: String)] = []
  private(set) var decoyPattern: String?
  private(set) var thresholds: [String] = []
  private(set) var proteins: [ProteinEntry] = []
  private(set) var peptides: [PeptideEntry] = []
  private(set) var evidenceCount = 0
  private(set) var statedDecoys = 0
  private(set) var rows: [Identification] = []
  private(set) var spectra = 0
  private(set) var hypothesisCount = 0
  private(set) var linkedItems = 0
  private(set) var linkedMatches = 0
  private(set) var groups: [GroupEntry] = []
  private(set) var textScores = 0
  private(set) var unplacedModifications = 0
  private(set) var errors: [OmicsError] = []
  private(set) var diagnostics = DiagnosticLog()

  private var stack: [Int] = []
  private var text: [UInt8] = []
  private var takesText = false
  private var proteinOf: [String: Int32] = [:]
  private var peptideOf: [String: Int32] = [:]
  private var evidenceOf: [String: Int32] = [:]
  private var evidences: [EvidenceEntry] = []
  private var spectrum = ""
  private var run = ""
  private var item: Identification?
  private var itemEvidences: [Int32] = []
  private var linkValue: String?
  private var linkKeys: Set<String> = []

  init(file: String) { self.file = file }

  private func place(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }

  // MARK: Events

  func startElement(_ element: XMLElementEvent) throws(OmicsError) {
    let parent = stack.last
    stack.append(element.nameID)
    if element.depth == 1 { try root(element) }
    guard let name = Name(rawValue: element.nameID) else { return }
    switch name {
    case .spectraData:
      let location = element.string(Name.location.rawValue) ?? ""
      spectraData.append((element.string(Name.id.rawValue) ?? "", Self.baseName(location)))
    case .dbSequence: try add(protein: element)
    case .peptide: try add(peptide: element)
    case .peptideSequence:
      text.removeAll(keepingCapacity: true)
      takesText = true
    case .modification, .substitution: modification(element, isSubstitution: name == .substitution)
    case .peptideEvidence: try add(evidence: element)
    case .result:
      spectra += 1
      spectrum = element.string(Name.spectrumID.rawValue) ?? ""
      let reference = element.string(Name.spectraDataRef.rawValue) ?? ""
      run = spectraData.first { $0.id == reference }?.name ?? ""
      linkKeys.removeAll(keepingCapacity: true)
    case .item: try begin(item: element)
    case .evidenceRef: try reference(element)
    case .group:
      groups.append(GroupEntry(id: element.string(Name.id.rawValue) ?? "group \(groups.count + 1)", line: element.line))
    case .hypothesis: try add(hypothesis: element)
    case .peptideHypothesis: inferProtein(element)
    case .cvParam: try parameter(element, parent: parent)
    case .userParam: if parent == Name.item.rawValue { score(element, accession: "") }
    default: break
    }
  }

  func endElement(_ nameID: Int, line: Int) throws(OmicsError) {
    stack.removeLast()
    if nameID == Name.peptideSequence.rawValue {
      takesText = false
      if !peptides.isEmpty {
        peptides[peptides.count - 1].sequence = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
      }
    } else if nameID == Name.item.rawValue {
      endItem()
    }
  }

  func characters(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) {
    if takesText { text.append(contentsOf: bytes) }
  }

  // MARK: Root

  private func root(_ element: XMLElementEvent) throws(OmicsError) {
    guard element.nameID == Name.root.rawValue else {
      throw OmicsError(
        .unknownFormat, "the root element is \(element.localName), not MzIdentML", at: place(element.line))
    }
    let namespace = element.namespaceURI ?? ""
    version = String(namespace.dropFirst(MzIdentMLRecognition.namespaceStem.count))
    guard namespace.hasPrefix(MzIdentMLRecognition.namespaceStem), MzIdentMLRecognition.versions.contains(version)
    else {
      throw OmicsError(
        .unsupported, "namespace \"\(namespace)\" is none that is read", at: place(element.line),
        hint: "Read are mzIdentML \(MzIdentMLRecognition.versions.joined(separator: ", ")).")
    }
    let stated = element.string(Name.version.rawValue) ?? ""
    if !stated.hasPrefix(version) {
      diagnostics.append(
        Diagnostic(
          .warning, "version-clash",
          "the namespace says \(version), the attribute version says \(stated): the namespace decides",
          at: place(element.line)))
    }
    if version == "1.3" {
      diagnostics.append(
        Diagnostic(.note, "draft-version", "mzIdentML 1.3 examples are drafts", at: place(element.line)))
    }
  }

  // MARK: Sequence collection

  private func add(protein element: XMLElementEvent) throws(OmicsError) {
    let id = element.string(Name.id.rawValue) ?? ""
    if proteinOf.updateValue(Int32(proteins.count), forKey: id) != nil { duplicate("DBSequence", id, element.line) }
    proteins.append(
      ProteinEntry(id: id, accession: element.string(Name.accession.rawValue) ?? id, line: element.line))
  }

  private func add(peptide element: XMLElementEvent) throws(OmicsError) {
    let id = element.string(Name.id.rawValue) ?? ""
    if peptideOf.updateValue(Int32(peptides.count), forKey: id) != nil { duplicate("Peptide", id, element.line) }
    peptides.append(PeptideEntry(id: id, line: element.line))
  }

  private func modification(_ element: XMLElementEvent, isSubstitution: Bool) {
    guard !peptides.isEmpty, stack.dropLast().last == Name.peptide.rawValue else { return }
    let location = element.integer(Name.location.rawValue)
    if location == nil { unplacedModifications += 1 }
    var modification = PeptideModification(
      location: location, massDelta: element.string(Name.massDelta.rawValue) ?? "", isSubstitution: isSubstitution)
    if isSubstitution {
      modification.name =
        "INFO:\(element.string(Name.originalResidue.rawValue) ?? "?")>\(element.string(Name.replacementResidue.rawValue) ?? "?")"
    }
    peptides[peptides.count - 1].modifications.append(modification)
  }

  private func add(evidence element: XMLElementEvent) throws(OmicsError) {
    evidenceCount += 1
    let id = element.string(Name.id.rawValue) ?? ""
    let proteinRef = element.string(Name.dbSequenceRef.rawValue) ?? ""
    let peptideRef = element.string(Name.peptideRef.rawValue) ?? ""
    let protein = proteinOf[proteinRef]
    let peptide = peptideOf[peptideRef]
    if protein == nil { dangling("dBSequence_ref", proteinRef, element.line) }
    if peptide == nil { dangling("peptide_ref", peptideRef, element.line) }
    let isStated = element.isPresent(Name.isDecoy.rawValue)
    if isStated { statedDecoys += 1 }
    let isDecoy = element.equals(Name.isDecoy.rawValue, "true") || element.equals(Name.isDecoy.rawValue, "1")
    if evidenceOf.updateValue(Int32(evidences.count), forKey: id) != nil {
      duplicate("PeptideEvidence", id, element.line)
    }
    evidences.append(EvidenceEntry(protein: protein ?? -1, peptide: peptide ?? -1, isDecoy: isDecoy))
    if let protein {
      if isDecoy { proteins[Int(protein)].seenAsDecoy = true } else { proteins[Int(protein)].seenAsTarget = true }
    }
  }

  // MARK: Items

  private func begin(item element: XMLElementEvent) throws(OmicsError) {
    var row = Identification(spectrum: spectrum, line: element.line)
    row.msRun = run
    row.rank = element.integer(Name.rank.rawValue) ?? 0
    row.charge = element.integer(Name.charge.rawValue) ?? 0
    row.mzExperimental = try number(element, .mzExperimental)
    row.mzCalculated = try number(element, .mzCalculated)
    if element.isPresent(Name.passThreshold.rawValue) {
      row.passThreshold =
        element.equals(Name.passThreshold.rawValue, "true") || element.equals(Name.passThreshold.rawValue, "1")
    }
    if let reference = element.string(Name.peptideRef.rawValue) {
      if let peptide = peptideOf[reference] {
        row.sequence = peptides[Int(peptide)].sequence
        row.proforma = peptides[Int(peptide)].proforma
      } else {
        dangling("peptide_ref", reference, element.line)
      }
    }
    item = row
    itemEvidences.removeAll(keepingCapacity: true)
    linkValue = nil
  }

  private func number(_ element: XMLElementEvent, _ name: Name) throws(OmicsError) -> Double {
    guard element.isPresent(name.rawValue) else { return .nan }
    if let value = element.double(name.rawValue) { return value }
    let written = element.string(name.rawValue) ?? ""
    if written != "NaN", !written.isEmpty {
      errors.append(
        OmicsError(
          .value, "\(name.word) is no number: \"\(written)\"",
          at: SourceLocation(file: file, line: element.line, column: name.word)))
    }
    return .nan
  }

  private func reference(_ element: XMLElementEvent) throws(OmicsError) {
    guard item != nil else { return }
    let id = element.string(Name.evidenceReference.rawValue) ?? ""
    if let evidence = evidenceOf[id] {
      itemEvidences.append(evidence)
    } else {
      dangling("peptideEvidence_ref", id, element.line)
    }
  }

  private func endItem() {
    guard var row = item else { return }
    item = nil
    var seen: Set<Int32> = []
    var decoys = 0
    for index in itemEvidences {
      let evidence = evidences[Int(index)]
      if evidence.isDecoy { decoys += 1 }
      if evidence.protein >= 0, seen.insert(evidence.protein).inserted {
        row.accessions.append(proteins[Int(evidence.protein)].accession)
      }
    }
    if !itemEvidences.isEmpty {
      if statedDecoys > 0 {
        row.decoy = decoys == itemEvidences.count
      } else if let decoyPattern {
        row.decoy = row.accessions.allSatisfy { DecoyPattern.matches($0, decoyPattern) }
      }
    }
    if let linkValue {
      linkedItems += 1
      if linkKeys.insert("\(linkValue)\t\(row.rank)").inserted { linkedMatches += 1 }
    }
    rows.append(row)
  }

  // MARK: Parameters

  private func parameter(_ element: XMLElementEvent, parent: Int?) throws(OmicsError) {
    guard let parent = parent.flatMap(Name.init(rawValue:)) else { return }
    let accession = element.string(Name.accession.rawValue) ?? ""
    switch parent {
    case .item: score(element, accession: accession)
    case .dbSequence:
      if accession == "MS:1001088" {
        proteins[proteins.count - 1].description = element.string(Name.value.rawValue) ?? ""
      }
    case .modification, .substitution: named(element, accession)
    case .searchDatabase: if accession == "MS:1001283" { decoyPattern = element.string(Name.value.rawValue) }
    case .threshold:
      let value = element.string(Name.value.rawValue) ?? ""
      thresholds.append("\(element.string(Name.name.rawValue) ?? accession)\(value.isEmpty ? "" : " \(value)")")
    case .group:
      if accession == "MS:1002415", !groups.isEmpty {
        groups[groups.count - 1].groupPasses =
          element.equals(Name.value.rawValue, "true") || element.equals(Name.value.rawValue, "1")
      }
    case .hypothesis:
      guard !groups.isEmpty, !groups[groups.count - 1].hypotheses.isEmpty else { return }
      let last = groups[groups.count - 1].hypotheses.count - 1
      if accession == "MS:1001591" { groups[groups.count - 1].hypotheses[last].isAnchor = true }
      if accession == "MS:1002401" { groups[groups.count - 1].hypotheses[last].isLeading = true }
    default: return
    }
  }

  /// The name of the last modification: UNIMOD before other vocabularies, whichever of several terms comes first.
  private func named(_ element: XMLElementEvent, _ accession: String) {
    guard let peptide = peptides.indices.last, let last = peptides[peptide].modifications.indices.last else { return }
    let known = peptides[peptide].modifications[last].accession
    guard known.isEmpty || accession.hasPrefix("UNIMOD:") && !known.hasPrefix("UNIMOD:") else { return }
    guard accession != "MS:1001460" else { return }
    peptides[peptide].modifications[last].accession = accession
    peptides[peptide].modifications[last].name = element.string(Name.name.rawValue) ?? ""
  }

  /// Terms of an item that are no scores: times, titles, masses.
  private static let noScores: Set<String> = [
    "MS:1000016", "MS:1000894", "MS:1001114", "MS:1000796", "MS:1001117", "MS:1000797",
  ]

  private func score(_ element: XMLElementEvent, accession: String) {
    if accession == "MS:1002511" {
      linkValue = element.string(Name.value.rawValue)
      return
    }
    guard !Self.noScores.contains(accession), let value = element.string(Name.value.rawValue), !value.isEmpty else {
      return
    }
    let number = NumberParsing.double(value)
    if number == nil { textScores += 1 }
    item?.scores.append(
      Score(
        accession: accession, name: element.string(Name.name.rawValue) ?? "", text: value, value: number ?? .nan,
        direction: ScoreTerms.direction(accession)))
  }

  // MARK: Groups

  private func add(hypothesis element: XMLElementEvent) throws(OmicsError) {
    guard !groups.isEmpty else { return }
    hypothesisCount += 1
    var entry = HypothesisEntry()
    if let reference = element.string(Name.dbSequenceRef.rawValue) {
      entry.protein = proteinOf[reference].map(Int.init)
      if entry.protein == nil { dangling("dBSequence_ref", reference, element.line) }
    }
    if element.isPresent(Name.passThreshold.rawValue) {
      entry.passThreshold =
        element.equals(Name.passThreshold.rawValue, "true") || element.equals(Name.passThreshold.rawValue, "1")
    }
    groups[groups.count - 1].hypotheses.append(entry)
  }

  /// Before 1.2 a hypothesis may name its protein only through its peptides.
  private func inferProtein(_ element: XMLElementEvent) {
    guard let group = groups.indices.last, let last = groups[group].hypotheses.indices.last,
      groups[group].hypotheses[last].protein == nil,
      let evidence = element.string(Name.evidenceReference.rawValue).flatMap({ evidenceOf[$0] })
    else { return }
    let protein = evidences[Int(evidence)].protein
    if protein >= 0 { groups[group].hypotheses[last].protein = Int(protein) }
  }

  // MARK: Trouble

  private func duplicate(_ element: String, _ id: String, _ line: Int) {
    errors.append(OmicsError(.duplicate, "\(element) id \"\(id)\" stands twice", at: place(line)))
  }

  private func dangling(_ attribute: String, _ id: String, _ line: Int) {
    errors.append(
      OmicsError(
        .dangling, "\(attribute) \"\(id)\" refers to nothing",
        at: SourceLocation(file: file, line: line, column: attribute)))
  }

  /// A location's last part without folders and the endings of spectrum files.
  static func baseName(_ location: String) -> String {
    var name = location[...]
    if let slash = name.lastIndex(where: { $0 == "/" || $0 == "\\" }) { name = name[name.index(after: slash)...] }
    for ending in [".gz", ".mgf", ".mzML", ".mzXML", ".raw", ".dta", ".txt", ".pkl", ".ms2"]
    where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    return String(name)
  }
}
