public import Schema

/// The settings of a run that can change its result, each with a key, a default and a meaning.
///
/// Values are kept as text with their origin, so that `--show-settings` and `run.json` can say where each came from;
/// typed readings are checked when the plan is made.
public struct RunSettings: Sendable, Hashable {
  /// A documented setting.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The default as text.
    public var standard: String
    /// What it does.
    public var meaning: String
  }

  /// Every setting, sorted by key. README.md holds the same table; a test compares them.
  public static let documentation: [Entry] = [
    Entry(
      key: "coverage.groups", standard: "overall",
      meaning: "where that share is needed: overall, in any of the compared groups, or in all of them"),
    Entry(
      key: "coverage.join", standard: "union",
      meaning: "targets of a cohort: union of its layers, or intersection"),
    Entry(
      key: "coverage.minimum", standard: "0.3",
      meaning: "least share of a cohort's samples in which a target must be observed in a layer"),
    Entry(
      key: "coverage.phosphoproteomics", standard: "minimum", meaning: "that share for this layer, or minimum"),
    Entry(key: "coverage.proteomics", standard: "minimum", meaning: "that share for this layer, or minimum"),
    Entry(key: "coverage.transcriptomics", standard: "minimum", meaning: "that share for this layer, or minimum"),
    Entry(
      key: "engines", standard: "none",
      meaning: "second-opinion engines joined by commas, such as gated,mofa, or none"),
    Entry(
      key: "engines.settings", standard: "none",
      meaning: "settings of those engines: id.key=value joined by commas, such as gated.folds=3"),
    Entry(
      key: "identifiers.groups", standard: "drop",
      meaning: "protein groups of several genes: drop, leading (the leading member's gene) or all"),
    Entry(key: "identifiers.policy", standard: "report", meaning: "what happens to ambiguous ids: report or fail"),
    Entry(key: "identifiers.target", standard: "hgnc", meaning: "namespace of the targets: hgnc, or none"),
    Entry(
      key: "normalization.phosphoproteomics", standard: "auto",
      meaning: "auto, or steps such as: vst blind=false | quantile (see normalize --list)"),
    Entry(
      key: "normalization.proteomics", standard: "auto",
      meaning: "auto, or steps such as: vst blind=false | quantile (see normalize --list)"),
    Entry(
      key: "normalization.transcriptomics", standard: "auto",
      meaning: "auto, or steps such as: vst blind=false | quantile (see normalize --list)"),
    Entry(key: "ranking.engine", standard: "ledger", meaning: "the ranking engine: ledger"),
    Entry(key: "ranking.fdr", standard: "0.05", meaning: "false discovery rate of the classes"),
    Entry(
      key: "ranking.network_weight", standard: "auto",
      meaning: "weight of the network channel, 0 (no prior) to 1, or auto: 0 with one cohort, 1 with several; bounded"
    ),
    Entry(
      key: "ranking.permutations", standard: "1000", meaning: "label permutations within batch for calibration"),
    Entry(
      key: "ranking.programs", standard: "auto",
      meaning: "hidden programs that targets are ranked beside, in each cohort: auto, or how many at most (0: none)"),
    Entry(key: "ranking.resamples", standard: "200", meaning: "half-samples for rank intervals and noise floors"),
    Entry(key: "seed", standard: "1", meaning: "the seed of all randomness"),
    Entry(
      key: "summary.proteomics", standard: "auto",
      meaning: "how peptides become targets: auto (sum, or mean of logarithms), or a summary such as: maxlfq, topn n=3"),
  ]

  private var values: [String: (value: String, origin: String)] = [:]

  /// All defaults.
  public init() {
    for entry in Self.documentation { values[entry.key] = (entry.standard, "default") }
  }

  /// Sets a value with its origin.
  ///
  /// - Throws: `usage` for an unknown key.
  public mutating func set(_ key: String, _ value: String, origin: String) throws(OmicsError) {
    guard values[key] != nil else { throw OmicsError(.usage, "there is no setting \"\(key)\"") }
    values[key] = (value, origin)
  }

  /// The value of a key as text.
  public subscript(key: String) -> String { values[key]?.value ?? "" }

  /// All settings with value and origin, sorted by key.
  public var resolved: [RunRecord.Setting] {
    values.keys.sorted().map {
      RunRecord.Setting(key: $0, value: values[$0]?.value ?? "", origin: values[$0]?.origin ?? "")
    }
  }

  /// A whole number at or above a minimum.
  public func integer(_ key: String, atLeast minimum: Int) throws(OmicsError) -> Int {
    guard let number = Int(self[key]), number >= minimum else {
      throw OmicsError(.usage, "setting \(key) takes a whole number of at least \(minimum), found \"\(self[key])\"")
    }
    return number
  }

  /// A number in a range.
  public func number(_ key: String, in range: ClosedRange<Double>) throws(OmicsError) -> Double {
    guard let number = Double(self[key]), range.contains(number) else {
      throw OmicsError(
        .usage,
        "setting \(key) takes a number from \(range.lowerBound) to \(range.upperBound), found \"\(self[key])\"")
    }
    return number
  }

  /// Two settings are equal when their values are; origins do not count.
  public static func == (left: RunSettings, right: RunSettings) -> Bool {
    left.documentationValues == right.documentationValues
  }
  /// Hashes the values.
  public func hash(into hasher: inout Hasher) { hasher.combine(documentationValues) }
  private var documentationValues: [String] { Self.documentation.map { self[$0.key] } }
}
