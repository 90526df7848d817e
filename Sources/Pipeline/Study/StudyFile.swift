internal import OmicsIO
public import Schema

/// A study file as it was written: YAML with the keys of the README, checked for unknown keys and wrong types.
public struct StudyFile: Sendable {
  /// One input of a study.
  public struct Input: Sendable, Hashable {
    /// The path as written, relative to the study file.
    public var path: String
    /// The layer of a data input; nil for annotation.
    public var layer: Layer?
    /// `data` or `annotation`.
    public var role: String
    /// The cohort; `cohort` of the study when not named.
    public var cohort: String
    /// The format id, when it overrules recognition.
    public var format: String?
    /// The measure, when it overrules the reader.
    public var measure: Measure?
    /// The scale, when it overrules the reader.
    public var scale: Scale?
    /// The namespace of its identifiers, when it overrules detection.
    public var identifiers: Namespace?
    /// Reader options.
    public var options: [String: String]
  }

  /// The study's name.
  public var study: String
  /// The organism's taxon id as text; empty when not named.
  public var organism: String
  /// The sample sheet's path as written.
  public var samples: String
  /// The inputs.
  public var inputs: [Input]
  /// The table lock's path; nil to use the newest shipped tables.
  public var lock: String?
  /// The comparison.
  public var contrast: Contrast
  /// Priors by role (`network`, `pathways`, `compounds`): the path as written.
  public var priors: [String: String]
  /// The settings.
  public var settings: RunSettings
  /// The date that enters outputs.
  public var date: String

  /// The date of a study that names none.
  public static let epoch = "1970-01-01"

  /// Reads a study file.
  public init(path: String) throws(OmicsError) {
    try self.init(text: try FileText.read(path), file: path)
  }

  /// Parses a study file's text.
  public init(text: String, file: String) throws(OmicsError) {
    let top = try YAMLMapping(text: text, file: file)
    try top.checkKeys(
      [
        "study", "organism", "samples", "inputs", "identifiers", "normalization", "coverage", "contrast", "priors",
        "ranking", "engines", "engine_settings", "seed", "date", "summary",
      ], in: "a study")
    study = try top.requiredString("study", in: "a study")
    organism = try top.string("organism") ?? ""
    samples = try top.requiredString("samples", in: "a study")
    date = try top.string("date") ?? Self.epoch
    guard Self.isDate(date) else {
      throw OmicsError(
        .value, "expected a date as 2026-11-22, found \"\(date)\"",
        at: SourceLocation(file: file, line: top.line(of: "date")))
    }
    settings = RunSettings()
    if let seed = try top.string("seed") { try settings.set("seed", seed, origin: "study") }
    inputs = []
    for entry in try top.mappings("inputs") { inputs.append(try Self.input(entry)) }
    guard inputs.contains(where: { $0.role == "data" }) else {
      throw OmicsError(
        .missing, "a study needs at least one input with a layer",
        at: SourceLocation(file: file, line: top.line(of: "inputs")))
    }
    lock = nil
    if let identifiers = try top.mapping("identifiers") {
      try identifiers.checkKeys(["target", "lock", "policy", "groups"], in: "identifiers")
      lock = try identifiers.string("lock")
      for key in ["target", "policy", "groups"] {
        if let value = try identifiers.string(key) {
          try settings.set("identifiers.\(key)", value, origin: "study")
        }
      }
    }
    for (section, keys) in [
      (
        "coverage", ["minimum", "transcriptomics", "proteomics", "phosphoproteomics", "groups", "join"]
      ),
      ("ranking", ["engine", "resamples", "permutations", "fdr", "network_weight", "programs"]),
    ] {
      guard let mapping = try top.mapping(section) else { continue }
      try mapping.checkKeys(keys, in: section)
      for key in mapping.keys {
        if let value = try mapping.string(key) { try settings.set("\(section).\(key)", value, origin: "study") }
      }
    }
    for (section, layers) in [
      ("normalization", ["transcriptomics", "proteomics", "phosphoproteomics"]), ("summary", ["proteomics"]),
    ] {
      guard let mapping = try top.mapping(section) else { continue }
      try mapping.checkKeys(layers, in: section)
      for key in mapping.keys {
        guard let text = try mapping.steps(key) else { continue }
        do throws(OmicsError) {
          if section == "summary" {
            _ = try SummaryRule(parsing: text)
          } else {
            _ = try NormalizationChain(parsing: text)
          }
        } catch {
          throw OmicsError(
            error.code, error.message, at: SourceLocation(file: file, line: mapping.line(of: key)), hint: error.hint)
        }
        try settings.set("\(section).\(key)", text, origin: "study")
      }
    }
    let engines = try top.strings("engines")
    if !engines.isEmpty { try settings.set("engines", engines.joined(separator: ","), origin: "study") }
    if let mapping = try top.mapping("engine_settings") {
      try mapping.checkKeys(engines, in: "engine_settings")
      var words: [String] = []
      for engine in mapping.keys {
        let own = try mapping.mapping(engine)?.scalars() ?? [:]
        words += own.keys.sorted().map { "\(engine).\($0)=\(own[$0] ?? "")" }
      }
      try settings.set("engines.settings", words.joined(separator: ","), origin: "study")
    }
    guard let comparison = try top.mapping("contrast") else {
      throw OmicsError(
        .missing, "a study needs \"contrast\"", at: SourceLocation(file: file, line: 1),
        hint: "Example: contrast: { factor: msi, case: MSI-H, control: MSS, batch: plex }")
    }
    contrast = try Self.contrast(comparison)
    priors = [:]
    if let mapping = try top.mapping("priors") {
      try mapping.checkKeys(["network", "pathways", "compounds", "synthetic_lethal", "publications"], in: "priors")
      for key in mapping.keys {
        if let path = try mapping.string(key) { priors[key] = path }
      }
    }
  }

  private static func input(_ entry: YAMLMapping) throws(OmicsError) -> Input {
    try entry.checkKeys(
      ["path", "layer", "role", "cohort", "format", "measure", "scale", "identifiers", "options"], in: "an input")
    let role = try entry.string("role") ?? "data"
    guard role == "data" || role == "annotation" else {
      throw OmicsError(
        .value, "an input's role is data or annotation, found \"\(role)\"",
        at: SourceLocation(file: entry.file, line: entry.line(of: "role")))
    }
    let layer: Layer? = role == "data" ? try word(entry, "layer", required: true) : nil
    return Input(
      path: try entry.requiredString("path", in: "an input"), layer: layer, role: role,
      cohort: try entry.string("cohort") ?? "cohort", format: try entry.string("format"),
      measure: try word(entry, "measure", required: false), scale: try word(entry, "scale", required: false),
      identifiers: try entry.string("identifiers").map(Namespace.init(rawValue:)),
      options: try entry.mapping("options")?.scalars() ?? [:])
  }

  /// A word of a fixed list.
  private static func word<Word: RawRepresentable & CaseIterable>(
    _ entry: YAMLMapping, _ key: String, required: Bool
  ) throws(OmicsError) -> Word? where Word.RawValue == String {
    guard let text = try entry.string(key) else {
      if required { _ = try entry.requiredString(key, in: "an input") }
      return nil
    }
    if let value = Word(rawValue: text) { return value }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw OmicsError(
      .value, "\"\(text)\" is no \(key)", at: SourceLocation(file: entry.file, line: entry.line(of: key)),
      hint: "It takes: \(words).")
  }

  private static func contrast(_ entry: YAMLMapping) throws(OmicsError) -> Contrast {
    try entry.checkKeys(["factor", "case", "control", "covariates", "batch"], in: "contrast")
    return Contrast(
      factor: try entry.requiredString("factor", in: "contrast"),
      caseLevel: try entry.requiredString("case", in: "contrast"),
      controlLevel: try entry.requiredString("control", in: "contrast"),
      covariates: try entry.strings("covariates"), batch: try entry.string("batch"))
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2 else {
      return false
    }
    guard Int(parts[0]) != nil, let month = Int(parts[1]), let day = Int(parts[2]) else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }
}
