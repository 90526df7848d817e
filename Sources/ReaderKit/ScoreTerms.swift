public import Schema

/// Which way scores are better, by accession of the PSI-MS vocabulary; the name never decides.
public enum ScoreTerms {
  private static let higher: Set<String> = [
    "MS:1001171", "MS:1001331", "MS:1001155", "MS:1001156", "MS:1001215", "MS:1002049", "MS:1002050", "MS:1001505",
    "MS:1001506", "MS:1003024", "MS:1002681", "MS:1002682", "MS:1002683", "MS:1002684", "MS:1002685", "MS:1002686",
    "MS:1002338",
  ]
  private static let lower: Set<String> = [
    "MS:1001172", "MS:1001330", "MS:1001328", "MS:1001329", "MS:1002052", "MS:1002053", "MS:1002054", "MS:1002055",
    "MS:1002354", "MS:1002355", "MS:1002351", "MS:1002356", "MS:1002375", "MS:1001250", "MS:1002995", "MS:1003115",
    "MS:1003117", "MS:1001868", "MS:1001869", "MS:1002373",
  ]

  /// The direction of an accession; unknown when the table does not have it.
  public static func direction(_ accession: String) -> Score.Direction {
    if higher.contains(accession) { return .higher }
    return lower.contains(accession) ? .lower : .unknown
  }
}
