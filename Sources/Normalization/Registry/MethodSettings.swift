public import Schema

/// The settings of one call: the card's defaults and what was given, checked and read by type.
public struct MethodSettings: Sendable {
  private let method: String
  private let values: [String: String]
  private let given: Set<String>

  /// The settings of a method.
  ///
  /// - Throws: `usage` for a key the card lacks or a text that is not of the setting's form.
  public init(_ card: MethodCard, given: [String: String]) throws(OmicsError) {
    method = card.name
    self.given = Set(given.keys)
    var values: [String: String] = [:]
    for setting in card.settings { values[setting.key] = setting.standard }
    for key in given.keys.sorted() {
      guard let setting = card.settings.first(where: { $0.key == key }) else {
        throw OmicsError(.usage, "method \(card.name) has no setting \"\(key)\"", hint: Self.known(card))
      }
      let text = given[key] ?? ""
      if !(text.isEmpty && setting.standard.isEmpty) { try Self.check(text, setting) }
      values[key] = text
    }
    self.values = values
  }

  /// The sentence that names a card's settings.
  public static func known(_ card: MethodCard) -> String {
    card.settings.isEmpty ? "It has none." : "It takes: \(card.settings.map(\.key).joined(separator: ", "))."
  }

  private static func check(_ text: String, _ setting: MethodSetting) throws(OmicsError) {
    let wanted: String
    switch setting.form {
    case .number:
      if let number = Double(text), !number.isNaN { return }
      wanted = "a number"
    case .whole:
      if Int(text) != nil { return }
      wanted = "a whole number"
    case .flag:
      if flag(text) != nil { return }
      wanted = "true or false"
    case .word(let words):
      if words.contains(text) { return }
      wanted = "one of \(words.joined(separator: ", "))"
    case .text, .table, .matrix:
      if !text.isEmpty { return }
      wanted = "a text"
    }
    throw OmicsError(.usage, "setting \(setting.key) takes \(wanted), found \"\(text)\"")
  }

  private static func flag(_ text: String) -> Bool? {
    switch text {
    case "true", "TRUE": true
    case "false", "FALSE": false
    default: nil
    }
  }

  /// Whether the user gave a key.
  public func isGiven(_ key: String) -> Bool { given.contains(key) }

  /// The text of a setting; empty where there is none.
  public func text(_ key: String) -> String { values[key] ?? "" }

  /// A flag.
  public func flag(_ key: String) -> Bool { Self.flag(text(key)) ?? false }

  /// A number within a range.
  ///
  /// - Throws: `usage` outside the range.
  public func number(
    _ key: String, in range: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) throws(OmicsError) -> Double {
    guard let number = Double(text(key)), range.contains(number) else {
      throw OmicsError(
        .usage,
        "setting \(key) takes a number from \(range.lowerBound) to \(range.upperBound), found \"\(text(key))\"")
    }
    return number
  }

  /// A whole number within a range.
  ///
  /// - Throws: `usage` outside the range.
  public func whole(_ key: String, in range: ClosedRange<Int>) throws(OmicsError) -> Int {
    guard let number = Int(text(key)), range.contains(number) else {
      throw OmicsError(
        .usage,
        "setting \(key) takes a whole number from \(range.lowerBound) to \(range.upperBound), found \"\(text(key))\"")
    }
    return number
  }
}
