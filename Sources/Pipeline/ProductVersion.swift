/// The version of plumbline.
public enum ProductVersion {
  /// The semantic version of the product.
  public static let current = "0.1.0"
  /// Raised whenever the same inputs can give another result; CHANGELOG.md says what moved.
  public static let resultVersion = "1"
}
