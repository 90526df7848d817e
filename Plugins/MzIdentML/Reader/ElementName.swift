/// The attributes a reader of mzIdentML looks at; the raw value is the index in the XML vocabulary.
enum AttributeName: Int, CaseIterable {
  case id, name, version, accession, value, location, residues, monoisotopicMassDelta, originalResidue
  case replacementResidue, isDecoy, start, end, length, spectrumID, rank, chargeState, experimentalMassToCharge
  case calculatedMassToCharge, passThreshold, peptideRef, peptideEvidenceRef, dBSequenceRef, spectraDataRef
  case searchDatabaseRef, spectrumIdentificationItemRef, spectrumIdentificationListRef
  case spectrumIdentificationProtocolRef, analysisSoftwareRef, unitName, pre, post
  /// `dBSequence_ref` of an evidence, which version 1.0 spells in a way of its own.
  case evidenceProteinRef

  /// The name as the schema spells it: references end in `_ref`.
  var spelling: String {
    if self == .evidenceProteinRef { return Self.dBSequenceRef.spelling }
    let text = "\(self)"
    return text.hasSuffix("Ref") ? "\(text.dropLast(3))_ref" : text
  }

  /// The name as version 1.0 spells it: references begin with a capital, some have another in the end.
  var spelling10: String {
    switch self {
    case .evidenceProteinRef: return "DBSequence_Ref"
    case .dBSequenceRef: return "DBSequence_ref"
    case .peptideEvidenceRef: return "PeptideEvidence_Ref"
    default: return spelling.hasSuffix("_ref") ? spelling.prefix(1).uppercased() + spelling.dropFirst() : spelling
    }
  }
}

/// The elements of mzIdentML 1.0 to 1.3; they follow the attributes in the XML vocabulary.
enum ElementName: Int, CaseIterable {
  case mzIdentML, cvList, cv, analysisSoftwareList, analysisSoftware, contactRole, role, softwareName, customizations
  case provider, auditCollection, person, affiliation, organization, parent, analysisSampleCollection, sample
  case subSample, sequenceCollection, dBSequence, seq, peptide, peptideSequence, modification
  case substitutionModification, peptideEvidence, analysisCollection, spectrumIdentification, inputSpectra
  case searchDatabaseRef, proteinDetection, inputSpectrumIdentifications, analysisProtocolCollection
  case spectrumIdentificationProtocol, searchType, additionalSearchParams, modificationParams, searchModification
  case specificityRules, enzymes, enzyme, siteRegexp, enzymeName, massTable, residue, ambiguousResidue
  case fragmentTolerance, parentTolerance, threshold, databaseFilters, filter, filterType, include, exclude
  case databaseTranslation, translationTable, proteinDetectionProtocol, analysisParams, dataCollection, inputs
  case sourceFile, externalFormatDocumentation, fileFormat, searchDatabase, databaseName, spectraData
  case spectrumIDFormat, analysisData, spectrumIdentificationList, fragmentationTable, measure
  case spectrumIdentificationResult, spectrumIdentificationItem, peptideEvidenceRef, fragmentation, ionType
  case fragmentArray, proteinDetectionList, proteinAmbiguityGroup, proteinDetectionHypothesis, peptideHypothesis
  case spectrumIdentificationItemRef, bibliographicReference, cvParam, userParam, modParam

  /// The name as the schema spells it: a capital first, but for these.
  var spelling: String {
    let text = "\(self)"
    switch self {
    case .cvList, .cv, .cvParam, .userParam: return text
    case .dBSequence: return "DBSequence"
    default: return text.prefix(1).uppercased() + text.dropFirst()
    }
  }

  /// The name as version 1.0 spells it.
  var spelling10: String {
    switch self {
    case .mzIdentML, .role, .parent, .subSample, .seq, .peptideSequence, .externalFormatDocumentation, .fileFormat,
      .spectrumIDFormat:
      "\(self)"
    case .affiliation: "affiliations"
    default: spelling
    }
  }

  /// The element of a vocabulary index.
  init?(nameID: Int) { self.init(rawValue: nameID - AttributeName.allCases.count) }

  /// The names in order of their indices: attributes, then elements.
  static let vocabulary = AttributeName.allCases.map(\.spelling) + allCases.map(\.spelling)

  /// The names of version 1.0, in the same order.
  static let vocabulary10 = AttributeName.allCases.map(\.spelling10) + allCases.map(\.spelling10)

  /// The element it must stand in, where the reader depends on it.
  func container(_ version: MzIdentMLVersion) -> ElementName? {
    switch self {
    case .peptideEvidence where version == .v10: .spectrumIdentificationItem
    case .dBSequence, .peptide, .peptideEvidence: .sequenceCollection
    case .peptideSequence, .modification, .substitutionModification: .peptide
    case .searchDatabase, .spectraData: .inputs
    case .spectrumIdentificationList, .proteinDetectionList: .analysisData
    case .spectrumIdentificationResult: .spectrumIdentificationList
    case .spectrumIdentificationItem: .spectrumIdentificationResult
    case .peptideEvidenceRef, .fragmentation: .spectrumIdentificationItem
    case .proteinAmbiguityGroup: .proteinDetectionList
    case .proteinDetectionHypothesis: .proteinAmbiguityGroup
    case .peptideHypothesis: .proteinDetectionHypothesis
    case .spectrumIdentificationItemRef: .peptideHypothesis
    default: nil
    }
  }
}
