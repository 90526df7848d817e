internal import Normalization
internal import OmicsIO
public import Schema

/// What `normalize --list` prints.
public enum MethodCatalog {
  /// The cards as text, one paragraph a method.
  public static func text(_ name: String? = nil) throws(OmicsError) -> String {
    try cards(name).map(text).joined(separator: "\n")
  }

  /// The cards as JSON: `name definition takes gives requires accepts settings paper reference edges`.
  public static func jsonText(_ name: String? = nil) throws(OmicsError) -> String {
    let list = try cards(name).map { card -> JSONValue in
      .members([
        "name": .string(card.name), "definition": .string(card.definition), "takes": .string(card.takes.rawValue),
        "gives": .string(card.gives.rawValue), "requires": parts(card.requires), "accepts": parts(card.accepts),
        "settings": .array(card.settings.map(json)), "paper": .string(card.paper),
        "reference": .string(card.reference), "edges": .string(card.edges),
      ])
    }
    return JSONWriter(isIndented: true).text(of: .array(list))
  }

  private static func cards(_ name: String?) throws(OmicsError) -> [MethodCard] {
    guard let name else { return MethodRegistry.cards }
    return [try NormalizeDoor.method(name).card]
  }

  private static func text(_ card: MethodCard) -> String {
    var text = "\(card.name)\n  \(card.definition)\n  takes: \(card.takes.rawValue); gives: \(card.gives.rawValue)\n"
    let needed = names(card.requires)
    if !needed.isEmpty { text += "  needs: \(needed.joined(separator: " "))\n" }
    let optional = names(card.accepts)
    if !optional.isEmpty { text += "  may take: \(optional.joined(separator: " "))\n" }
    for setting in card.settings {
      text += "  --set \(setting.key)=\(setting.standard.isEmpty ? "…" : setting.standard)  \(setting.meaning)"
      if case .word(let words) = setting.form { text += " (\(words.joined(separator: "|")))" }
      text += "\n"
    }
    return text + "  paper: \(card.paper)\n  numbers as: \(card.reference)\n  edges: \(card.edges)\n"
  }

  private static func names(_ parts: Set<MethodPart>) -> [String] {
    MethodPart.allCases.filter { parts.contains($0) }.map(\.option)
  }

  private static func parts(_ parts: Set<MethodPart>) -> JSONValue { .array(names(parts).map(JSONValue.string)) }

  private static func json(_ setting: MethodSetting) -> JSONValue {
    let (form, words): (String, [String]) =
      switch setting.form {
      case .number: ("number", [])
      case .whole: ("whole", [])
      case .flag: ("flag", ["true", "false"])
      case .word(let words): ("word", words)
      case .text: ("text", [])
      case .table: ("table", [])
      case .matrix: ("matrix", [])
      }
    return .members([
      "key": .string(setting.key), "default": .string(setting.standard), "form": .string(form),
      "allowed": .array(words.map(JSONValue.string)), "meaning": .string(setting.meaning),
    ])
  }
}
