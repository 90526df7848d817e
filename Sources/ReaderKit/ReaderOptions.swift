public import Schema

/// The options given to a reader, checked against what its format declares.
public struct ReaderOptions: Sendable, Hashable {
  private var given: [String: String]
  private var declared: [ReaderOption]

  /// Checks `given` against the options of `format`.
  ///
  /// - Throws: `usage` for an unknown key (with the nearest known one) or a word that is not allowed.
  public init(_ given: [String: String] = [:], for format: FormatDescriptor) throws(OmicsError) {
    for key in given.keys.sorted() {
      guard let option = format.options.first(where: { $0.key == key }) else {
        let known = format.options.map(\.key)
        let nearest = NearestMatch.of(key, among: known)
        throw OmicsError(
          .usage, "format \(format.id) has no option \"\(key)\"",
          hint: nearest.map { "Did you mean \"\($0)\"?" }
            ?? (known.isEmpty ? "It takes no options." : "It takes: \(known.joined(separator: ", "))."))
      }
      let value = given[key] ?? ""
      guard option.allowed.isEmpty || option.allowed.contains(value) else {
        throw OmicsError(
          .usage, "option \"\(key)\" of format \(format.id) cannot be \"\(value)\"",
          hint: "It takes: \(option.allowed.joined(separator: ", ")).")
      }
    }
    self.given = given
    declared = format.options
  }

  /// The value given for a key, or the option's standard value.
  public subscript(key: String) -> String {
    given[key] ?? declared.first { $0.key == key }?.standard ?? ""
  }

  /// Whether the user gave this key.
  public func isGiven(_ key: String) -> Bool { given[key] != nil }

  /// All declared options with their resolved values, sorted by key.
  public var resolved: [Feature.Attribute] {
    declared.map { Feature.Attribute($0.key, self[$0.key]) }.sorted { $0.key < $1.key }
  }
}
