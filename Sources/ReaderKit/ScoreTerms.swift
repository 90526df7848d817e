public import Schema

/// Which way scores are better, by accession of the PSI-MS vocabulary; the name never decides.
///
/// Two tables: what the vocabulary itself says by `has_order` (release 4.1.258, CC BY 4.0, terms that inherit it
/// included), and what the engines' documentation and the definitions of p-value, q-value, e-value, FDR and posterior
/// error probability say of terms the vocabulary leaves open. The vocabulary has Andromeda:PEP (MS:1002995) as
/// higher-better, against its definition; here lower is better.
public enum ScoreTerms {
  /// The release of the vocabulary that the tables were made from.
  public static let vocabularyVersion = "4.1.258"

  private static let higherByVocabulary: Set<String> = [
    "MS:1001155", "MS:1002252", "MS:1002262", "MS:1002263", "MS:1002264", "MS:1002269", "MS:1002309", "MS:1002310",
    "MS:1002311", "MS:1002338", "MS:1002394", "MS:1002466", "MS:1002467", "MS:1002468", "MS:1002469", "MS:1002470",
    "MS:1002471", "MS:1002474", "MS:1002534", "MS:1002545", "MS:1002662", "MS:1002663", "MS:1002681", "MS:1002682",
    "MS:1002683", "MS:1002684", "MS:1002685", "MS:1002686", "MS:1002754", "MS:1002827", "MS:1002828", "MS:1002988",
    "MS:1002989", "MS:1003012", "MS:1003016", "MS:1003017", "MS:1003024", "MS:1003110", "MS:1003128", "MS:1003408",
    "MS:1003414", "MS:1003416", "MS:1003417", "MS:1003418", "MS:1003420", "MS:1003422", "MS:1003433",
  ]
  private static let lowerByVocabulary: Set<String> = [
    "MS:1002052", "MS:1002053", "MS:1002265", "MS:1002266", "MS:1002267", "MS:1002268", "MS:1002721", "MS:1002722",
    "MS:1002928", "MS:1002950", "MS:1003125", "MS:1003126", "MS:1003127", "MS:1003129", "MS:1003130", "MS:1003134",
    "MS:1003135", "MS:1003415", "MS:1003419", "MS:1003421", "MS:4000177",
  ]
  private static let higherByDocumentation: Set<String> = [
    "MS:1001156", "MS:1001171", "MS:1001215", "MS:1001331", "MS:1001505", "MS:1001506", "MS:1002049", "MS:1002050",
  ]
  private static let lowerByDocumentation: Set<String> = [
    "MS:1001159", "MS:1001172", "MS:1001214", "MS:1001250", "MS:1001328", "MS:1001329", "MS:1001330", "MS:1001364",
    "MS:1001385", "MS:1001396", "MS:1001493", "MS:1001868", "MS:1001869", "MS:1001870", "MS:1001871", "MS:1001872",
    "MS:1001873", "MS:1001901", "MS:1002045", "MS:1002054", "MS:1002055", "MS:1002056", "MS:1002072", "MS:1002257",
    "MS:1002339", "MS:1002350", "MS:1002351", "MS:1002352", "MS:1002353", "MS:1002354", "MS:1002355", "MS:1002356",
    "MS:1002359", "MS:1002360", "MS:1002361", "MS:1002364", "MS:1002365", "MS:1002366", "MS:1002369", "MS:1002370",
    "MS:1002371", "MS:1002372", "MS:1002373", "MS:1002374", "MS:1002375", "MS:1002390", "MS:1002391", "MS:1002676",
    "MS:1002677", "MS:1002723", "MS:1002724", "MS:1002907", "MS:1002908", "MS:1002931", "MS:1002953", "MS:1002995",
    "MS:1003098", "MS:1003099", "MS:1003101", "MS:1003113", "MS:1003115", "MS:1003116", "MS:1003117", "MS:1003133",
    "MS:1003336", "MS:1003337", "MS:1003338", "MS:1003359", "MS:1003363", "MS:1003364",
  ]

  /// The direction of an accession; unknown when no table has it.
  public static func direction(_ accession: String) -> Score.Direction {
    if higherByVocabulary.contains(accession) || higherByDocumentation.contains(accession) { return .higher }
    if lowerByVocabulary.contains(accession) || lowerByDocumentation.contains(accession) { return .lower }
    return .unknown
  }
}
