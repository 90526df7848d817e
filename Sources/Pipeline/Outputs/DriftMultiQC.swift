internal import OmicsIO
internal import Schema

/// `drift_mqc.json`: a MultiQC custom-content section of the leading 50 targets.
enum DriftMultiQC {
  /// How many targets the section lists.
  static let listed = 50

  static func json(_ findings: DriftFindings) -> JSONValue {
    let rows = findings.targets.prefix(listed).map { target in
      var cells: [JSONValue.Member] = []
      if let rank = target.rankBefore { cells.append(.init("rank before", .integer(rank))) }
      if let rank = target.rankAfter { cells.append(.init("rank after", .integer(rank))) }
      cells.append(.init("movement (log2)", .number(target.delta)))
      cells.append(.init("noise floor", .number(target.floor)))
      cells.append(.init("called", .string(target.called ? "yes" : "no")))
      if let main = target.causes.first { cells.append(.init("cause", .string(findings.causes[main.cause].subject))) }
      return JSONValue.Member(
        target.symbol.isEmpty ? target.target : "\(target.symbol) \(target.target)", .object(cells))
    }
    return .members([
      "id": .string("plumbline_drift"), "section_name": .string("plumbline drift"),
      "description": .string(escaped(findings.verdict)), "plot_type": .string("table"),
      "pconfig": .members(["id": .string("plumbline_drift_table"), "title": .string("plumbline: drift of targets")]),
      "data": .object(rows),
    ])
  }

  /// MultiQC puts descriptions into its page as they are.
  private static func escaped(_ text: String) -> String {
    text.map { $0 == "<" ? "&lt;" : $0 == ">" ? "&gt;" : $0 == "&" ? "&amp;" : String($0) }.joined()
  }
}
