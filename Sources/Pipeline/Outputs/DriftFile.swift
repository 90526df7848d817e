internal import OmicsIO
internal import Schema

/// `drift.json`, `drift.tsv` and `drift_mqc.json`.
enum DriftFile {
  static func json(_ findings: DriftFindings) -> JSONValue {
    .members([
      "schema": .string("plumbline-drift/1"), "verdict": .string(findings.verdict),
      "noise_floor": .number(findings.noiseFloor), "rbo": .number(findings.rbo),
      "jaccard": .members(["10": .number(findings.jaccardTen), "50": .number(findings.jaccardFifty)]),
      "kendall_tau": .number(findings.kendallTau),
      "changed": .array(
        findings.targets.filter { $0.delta != 0 }.map { .string($0.target) }),
      "causes": .array(
        findings.causes.map {
          .members([
            "kind": .string($0.kind.rawValue), "subject": .string($0.subject), "change": .string($0.change),
            "share": .number($0.share), "targets": .array($0.targets.map(JSONValue.string)), "note": .string($0.note),
          ])
        }),
      "targets": .array(
        findings.targets.map { target in
          .members([
            "target": .string(target.target), "symbol": .string(target.symbol),
            "rank_before": target.rankBefore.map(JSONValue.integer) ?? .null,
            "rank_after": target.rankAfter.map(JSONValue.integer) ?? .null, "delta": .number(target.delta),
            "floor": .number(target.floor), "called": .bool(target.called),
            "causes": .array(
              target.causes.map {
                .members(["subject": .string(findings.causes[$0.cause].subject), "share": .number($0.share)])
              }),
          ])
        }),
      "inert": .array(findings.inert.map(JSONValue.string)),
    ])
  }

  static func table(_ findings: DriftFindings) -> [UInt8] {
    var table = TableText(["target", "symbol", "rank_before", "rank_after", "delta", "floor", "called", "causes"])
    for target in findings.targets {
      let causes = target.causes.map { "\(findings.causes[$0.cause].subject)=\(shortestText($0.share))" }
      table.append([
        .text(target.target), .text(target.symbol), .whole(target.rankBefore), .whole(target.rankAfter),
        .number(target.delta), .number(target.floor), .flag(target.called), .text(causes.joined(separator: ";")),
      ])
    }
    return table.bytes
  }

  /// A MultiQC custom-content section of the leading 50 targets.
  static func multiQC(_ findings: DriftFindings) -> JSONValue {
    let rows = findings.targets.prefix(50).map { target in
      var cells: [JSONValue.Member] = []
      if let rank = target.rankBefore { cells.append(.init("rank before", .integer(rank))) }
      if let rank = target.rankAfter { cells.append(.init("rank after", .integer(rank))) }
      cells.append(.init("movement (log2)", .number(target.delta)))
      cells.append(.init("noise floor", .number(target.floor)))
      cells.append(.init("called", .string(target.called ? "yes" : "no")))
      return JSONValue.Member(
        target.symbol.isEmpty ? target.target : "\(target.symbol) \(target.target)", .object(cells))
    }
    return .members([
      "id": .string("plumbline_drift"), "section_name": .string("plumbline drift"),
      "description": .string(findings.verdict), "plot_type": .string("table"),
      "pconfig": .members(["id": .string("plumbline_drift_table"), "title": .string("plumbline: drift of targets")]),
      "data": .object(rows),
    ])
  }
}
