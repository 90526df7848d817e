/// The attributes a reader of mzIdentML looks at; the raw value is the index in the XML vocabulary.
enum AttributeName: Int, CaseIterable {
  case id, name, version, accession, value, location, residues, monoisotopicMassDelta, originalResidue
  case replacementResidue, isDecoy, start, end, length, spectrumID, rank, chargeState, experimentalMassToCharge
  case calculatedMassToCharge, passThreshold, peptideRef, peptideEvidenceRef, dBSequenceRef, spectraDataRef
  case searchDatabaseRef, spectrumIdentificationItemRef, spectrumIdentificationListRef
  case spectrumIdentificationProtocolRef, analysisSoftwareRef, unitName, pre, post

  /// The name as the schema spells it: references end in `_ref`.
  var spelling: String {
    let text = "\(self)"
    return text.hasSuffix("Ref") ? "\(text.dropLast(3))_ref" : text
  }
}

/// The elements of mzIdentML 1.1 to 1.3; they follow the attributes in the XML vocabulary.
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
  case spectrumIdentificationItemRef, bibliographicReference, cvParam, userParam

  /// The name as the schema spells it: a capital first, but for these.
  var spelling: String {
    let text = "\(self)"
    switch self {
    case .cvList, .cv, .cvParam, .userParam: return text
    case .dBSequence: return "DBSequence"
    default: return text.prefix(1).uppercased() + text.dropFirst()
    }
  }

  /// The element of a vocabulary index.
  init?(nameID: Int) { self.init(rawValue: nameID - AttributeName.allCases.count) }

  /// The names in order of their indices: attributes, then elements.
  static let vocabulary = AttributeName.allCases.map(\.spelling) + allCases.map(\.spelling)

  /// The element it must stand in, where the reader depends on it.
  var container: ElementName? {
    switch self {
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
