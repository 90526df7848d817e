/// The names the reader looks for: element and attribute names by small numbers, in the order of `words`.
enum Name: Int, CaseIterable {
  // Elements.
  case root, spectraData, searchDatabase, dbSequence, peptide, peptideSequence, modification, substitution
  case peptideEvidence, identificationProtocol, detectionProtocol, threshold, identificationList, result, item
  case evidenceRef, fragmentation, group, hypothesis, peptideHypothesis, cvParam, userParam
  // Attributes.
  case id, name, value, accession, location, version, dbSequenceRef, peptideRef, isDecoy, massDelta, residues
  case originalResidue, replacementResidue, spectrumID, spectraDataRef, charge, mzExperimental, mzCalculated, rank
  case passThreshold, evidenceReference

  var word: String {
    switch self {
    case .root: "MzIdentML"
    case .spectraData: "SpectraData"
    case .searchDatabase: "SearchDatabase"
    case .dbSequence: "DBSequence"
    case .peptide: "Peptide"
    case .peptideSequence: "PeptideSequence"
    case .modification: "Modification"
    case .substitution: "SubstitutionModification"
    case .peptideEvidence: "PeptideEvidence"
    case .identificationProtocol: "SpectrumIdentificationProtocol"
    case .detectionProtocol: "ProteinDetectionProtocol"
    case .threshold: "Threshold"
    case .identificationList: "SpectrumIdentificationList"
    case .result: "SpectrumIdentificationResult"
    case .item: "SpectrumIdentificationItem"
    case .evidenceRef: "PeptideEvidenceRef"
    case .fragmentation: "Fragmentation"
    case .group: "ProteinAmbiguityGroup"
    case .hypothesis: "ProteinDetectionHypothesis"
    case .peptideHypothesis: "PeptideHypothesis"
    case .cvParam: "cvParam"
    case .userParam: "userParam"
    case .id: "id"
    case .name: "name"
    case .value: "value"
    case .accession: "accession"
    case .location: "location"
    case .version: "version"
    case .dbSequenceRef: "dBSequence_ref"
    case .peptideRef: "peptide_ref"
    case .isDecoy: "isDecoy"
    case .massDelta: "monoisotopicMassDelta"
    case .residues: "residues"
    case .originalResidue: "originalResidue"
    case .replacementResidue: "replacementResidue"
    case .spectrumID: "spectrumID"
    case .spectraDataRef: "spectraData_ref"
    case .charge: "chargeState"
    case .mzExperimental: "experimentalMassToCharge"
    case .mzCalculated: "calculatedMassToCharge"
    case .rank: "rank"
    case .passThreshold: "passThreshold"
    case .evidenceReference: "peptideEvidence_ref"
    }
  }
}
