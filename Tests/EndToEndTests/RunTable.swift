import Foundation

/// A table of a run folder as rows by column.
enum RunTable {
  static func rows(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let header = lines[0].split(separator: "\t").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(
        uniqueKeysWithValues: zip(
          header, line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)))
    }
  }

  /// The checks of a run's verdicts by id, and its reasons in one text.
  static func verdicts(_ run: String) throws -> (checks: [String: [String: Any]], reasons: String) {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(run)/verdicts.json"))
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    var checks: [String: [String: Any]] = [:]
    for check in json?["checks"] as? [[String: Any]] ?? [] { checks[check["id"] as? String ?? ""] = check }
    return (checks, (json?["reasons"] as? [String] ?? []).joined(separator: "\n"))
  }
}
