internal import Schema

/// The engines a study asks for, from the settings `engines` and `engines.settings`.
struct EngineRequests: Sendable, Hashable {
  /// An engine with its own settings.
  struct Request: Sendable, Hashable {
    var id: String
    var settings: [String: String]
  }

  /// The requests in the order they were named.
  var requests: [Request] = []

  /// Reads `engines` (ids joined by commas) and `engines.settings` (`id.key=value` joined by commas).
  ///
  /// - Throws: `usage` for a setting of an engine that is not asked for, or words of another shape.
  init(_ settings: RunSettings) throws(OmicsError) {
    for word in Self.words(settings["engines"]) {
      let id = Self.trimmed(word)
      guard !requests.contains(where: { $0.id == id }) else {
        throw OmicsError(.usage, "engine \(id) is named twice")
      }
      requests.append(Request(id: id, settings: [:]))
    }
    for word in Self.words(settings["engines.settings"]) {
      let parts = word.split(separator: "=", maxSplits: 1).map(Self.trimmed)
      guard parts.count == 2, let dot = parts[0].firstIndex(of: ".") else {
        throw OmicsError(
          .usage, "engines.settings takes id.key=value joined by commas, found \"\(Self.trimmed(word))\"")
      }
      let id = String(parts[0][..<dot])
      guard let index = requests.firstIndex(where: { $0.id == id }) else {
        throw OmicsError(
          .usage, "engines.settings names engine \"\(id)\", which the study does not ask for",
          hint: "Add it to engines: \(id).")
      }
      requests[index].settings[String(parts[0][parts[0].index(after: dot)...])] = parts[1]
    }
  }

  private static func words(_ text: String) -> [Substring] { text == "none" ? [] : text.split(separator: ",") }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.firstIndex { $0 != " " } ?? text.endIndex
    let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? start
    return String(text[start..<end])
  }
}
