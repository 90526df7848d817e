/// The version of plumbline.
public enum ProductVersion {
  /// The semantic version of the product.
  public static let current = "0.1.0"
  /// Raised whenever the same inputs can give another result; CHANGELOG.md says what moved.
  public static var resultVersion: String { changes.last?.version ?? "" }

  /// Every result version with what it changed, oldest first; drift prints the line of a version that differs.
  public static let changes: [(version: String, line: String)] = [
    ("1", "first form of the evidence ledger")
  ]
}
