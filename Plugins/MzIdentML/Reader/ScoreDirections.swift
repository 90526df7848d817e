internal import Schema

/// Which way scores are better, by accession of the PSI-MS vocabulary; the name never decides.
///
/// An accession outside this table has no known direction. The terms are those of engines and statistics that write
/// mzIdentML; the directions follow the engines' documentation and the vocabulary's `has_order` relation.
enum ScoreDirections {
  private static let higher: Set<String> = [
    "MS:1001155", "MS:1001156", "MS:1001215",  // SEQUEST xcorr, deltacn, PeptideSp
    "MS:1001171",  // Mascot score
    "MS:1001331",  // X!Tandem hyperscore
    "MS:1001505", "MS:1001506", "MS:1001507",  // ProteinScape IntensityCoverage, SequestMetaScore, ProteinExtractor
    "MS:1002049", "MS:1002050",  // MS-GF raw and de novo score
    "MS:1002235", "MS:1002236",  // ProteoGrouper scores of hypothesis and group
    "MS:1002338",  // Andromeda score
    "MS:1002394",  // PIA protein score
    "MS:1002681", "MS:1002682", "MS:1002683", "MS:1002684", "MS:1002685", "MS:1002686",  // OpenXQuest
    "MS:1003024",  // OpenPepXL score
  ]
  private static let lower: Set<String> = [
    "MS:1001172",  // Mascot expectation value
    "MS:1001328", "MS:1001329",  // OMSSA E and p value
    "MS:1001330",  // X!Tandem expectation
    "MS:1002052", "MS:1002053", "MS:1002054", "MS:1002055",  // MS-GF spectral E, E, q value, peptide q value
    "MS:1001250", "MS:1001868", "MS:1001869", "MS:1002373",  // local FDR; q-values of peptide, protein, group
    "MS:1002351", "MS:1002354", "MS:1002355", "MS:1002356",  // PSM local FDR, q-value, FDRScore, combined FDRScore
    "MS:1002375", "MS:1002995", "MS:1003115", "MS:1003117",
  ]

  /// The direction of an accession; unknown when the table does not have it.
  static func direction(_ accession: String) -> Score.Direction {
    if higher.contains(accession) { return .higher }
    return lower.contains(accession) ? .lower : .unknown
  }
}
