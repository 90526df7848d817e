internal import OmicsIO

/// Everything that can change the result of one stage, and nothing else: no path, clock, host or thread count.
///
/// `text` is canonical JSON (keys sorted by code point, no blanks); `digest` is the SHA-256 of `stage-key/1` and that
/// text, and is what the stage store is asked for.
public struct StageKey: Sendable, Hashable {
  /// The stage's name.
  public var stage: String
  /// The stage's semantic version.
  public var version: Int
  /// Plugin versions by plugin id.
  public var plugins: [String: String]
  /// Content digests of the canonical inputs, by port.
  public var ports: [String: String]
  /// The settings that the stage declares, by key.
  public var settings: [String: String]
  /// The seed; nil for a stage that draws nothing.
  public var seed: UInt64?

  /// A key.
  public init(
    stage: String, version: Int, plugins: [String: String] = [:], ports: [String: String] = [:],
    settings: [String: String] = [:], seed: UInt64? = nil
  ) {
    self.stage = stage
    self.version = version
    self.plugins = plugins
    self.ports = ports
    self.settings = settings
    self.seed = seed
  }

  /// The canonical JSON of the key. The seed is text, since JSON readers lose whole numbers above 2^53.
  public var text: String {
    let seedValue: JSONValue = seed.map { .string(String($0)) } ?? .null
    return JSONWriter(isIndented: false).text(
      of: .object([
        .init("plugins", Self.sorted(plugins)), .init("ports", Self.sorted(ports)),
        .init("seed", seedValue),
        .init("settings", Self.sorted(settings)), .init("stage", .string(stage)),
        .init("version", .integer(version)),
      ]))
  }

  /// The key of a canonical text; nil when it is none.
  public init?(text: String) {
    guard let json = try? JSONParser.parse(Array(text.utf8), file: "stage key"), let stage = json["stage"]?.text,
      let version = json["version"]?.whole
    else { return nil }
    func values(_ part: String) -> [String: String] {
      var values: [String: String] = [:]
      for member in json[part]?.members ?? [] { values[member.key] = member.value.text }
      return values
    }
    self.init(
      stage: stage, version: version, plugins: values("plugins"), ports: values("ports"),
      settings: values("settings"), seed: json["seed"]?.text.flatMap { UInt64($0) })
    guard self.text == text else { return nil }
  }

  /// SHA-256 of the key, 64 hexadecimal digits.
  public var digest: String { SHA256Digest.hex(of: Array("stage-key/1\n\(text)".utf8)) }

  /// One part in which two keys differ.
  public struct Difference: Sendable, Hashable {
    /// The part: `stage`, `version`, `seed`, `plugin mztab`, `port rna`, `setting ranking.resamples`.
    public var part: String
    /// The value in the earlier key; nil when it had none.
    public var before: String?
    /// The value in this key; nil when it has none.
    public var after: String?

    /// A difference.
    public init(part: String, before: String?, after: String?) {
      self.part = part
      self.before = before
      self.after = after
    }
  }

  /// The parts that differ from an earlier key: fixed parts first, then plugins, ports and settings by name.
  public func difference(from earlier: StageKey) -> [Difference] {
    var list: [Difference] = []
    func compare(_ part: String, _ before: String?, _ after: String?) {
      if before != after { list.append(Difference(part: part, before: before, after: after)) }
    }
    compare("stage", earlier.stage, stage)
    compare("version", String(earlier.version), String(version))
    compare("seed", earlier.seed.map { String($0) }, seed.map { String($0) })
    for (word, before, after) in [
      ("plugin", earlier.plugins, plugins), ("port", earlier.ports, ports),
      ("setting", earlier.settings, settings),
    ] {
      for name in Set(before.keys).union(after.keys).sorted() {
        compare("\(word) \(name)", before[name], after[name])
      }
    }
    return list
  }

  private static func sorted(_ values: [String: String]) -> JSONValue {
    let keys = values.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    return .object(keys.map { JSONValue.Member($0, .string(values[$0] ?? "")) })
  }
}
