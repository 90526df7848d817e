internal import ReaderKit
internal import Schema

/// The settings of an engine of this program: read once, every key known.
struct EngineOptions {
  private let engine: String
  private let given: [String: String]

  /// - Throws: `usage` for a key the engine does not have, with the nearest.
  init(_ engine: String, _ given: [String: String], keys: [String]) throws(OmicsError) {
    if let unknown = given.keys.sorted().first(where: { !keys.contains($0) }) {
      throw OmicsError(
        .usage, "engine \(engine) has no setting \"\(unknown)\"",
        hint: NearestMatch.of(unknown, among: keys).map { "Did you mean \"\($0)\"?" }
          ?? "It takes: \(keys.joined(separator: ", ")).")
    }
    (self.engine, self.given) = (engine, given)
  }

  /// A whole number in a range.
  func whole(_ key: String, _ standard: Int, in range: ClosedRange<Int>) throws(OmicsError) -> Int {
    guard let text = given[key] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw OmicsError(
        .usage,
        "engine \(engine): \(key) takes a whole number from \(range.lowerBound) to \(range.upperBound), found \"\(text)\""
      )
    }
    return number
  }
}
