internal import Normalization
internal import Schema

/// The coverage settings of a run: a share a layer, a rule over groups, and how layers are joined.
struct CoverageSettings: Sendable {
  /// How targets of a cohort's layers are joined.
  enum Join: String, Sendable, CaseIterable {
    /// A target of any layer stays; layers that lack it are missing values.
    case union
    /// Only targets of every layer stay.
    case intersection
  }

  private let shares: [String: Double]
  private let minimum: Double
  private let rule: CoverageFilter.Rule
  let join: Join

  /// - Throws: `usage` for a share outside 0 to 1 or an unknown word.
  init(_ settings: RunSettings) throws(OmicsError) {
    minimum = try settings.number("coverage.minimum", in: 0...1)
    var shares: [String: Double] = [:]
    for layer in ["transcriptomics", "proteomics", "phosphoproteomics"] {
      let key = "coverage.\(layer)"
      if settings[key] != "minimum" { shares[layer] = try settings.number(key, in: 0...1) }
    }
    self.shares = shares
    rule = try Self.word("coverage.groups", settings)
    join = try Self.word("coverage.join", settings)
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ settings: RunSettings
  ) throws(OmicsError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: settings[key]) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw OmicsError(.usage, "setting \(key) is one of \(words), found \"\(settings[key])\"")
    }
    return word
  }

  /// The setting that holds a layer's share.
  static func key(_ layer: Layer, _ settings: RunSettings) -> String {
    let own = "coverage.\(layer.rawValue)"
    let isOwn = RunSettings.documentation.contains { $0.key == own } && settings[own] != "minimum"
    return isOwn ? own : "coverage.minimum"
  }

  /// The filter of a layer.
  func filter(_ layer: Layer) -> CoverageFilter {
    CoverageFilter(minimumShare: shares[layer.rawValue] ?? minimum, rule: rule)
  }
}
