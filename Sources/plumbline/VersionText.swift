internal import Pipeline

/// What `--version` prints.
enum VersionText {
  static let line = "plumbline \(ProductVersion.current) (result version \(ProductVersion.resultVersion))"
}
