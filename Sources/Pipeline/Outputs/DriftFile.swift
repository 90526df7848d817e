internal import OmicsIO
internal import Schema

/// `drift.json` and `drift.tsv`.
enum DriftFile {
  static func json(_ outcome: DriftOutcome) -> JSONValue {
    let findings = outcome.findings
    return .members([
      "schema": .string(DriftFindings.schemaVersion), "verdict": .string(findings.verdict),
      "base": .string(outcome.base), "new": .string(outcome.new),
      "noise_floor": .number(findings.noiseFloor), "rbo": .number(findings.rbo),
      "jaccard": .members(["10": .number(findings.jaccardTen), "50": .number(findings.jaccardFifty)]),
      "kendall_tau": .number(findings.kendallTau),
      "changed": .array(findings.changed.map(change)),
      "causes": .array(
        findings.causes.map {
          .members([
            "kind": .string($0.kind.rawValue), "subject": .string($0.subject), "share": .number($0.share),
            "targets": .array($0.targets.map(JSONValue.string)), "change": .string($0.change),
            "standard_error": .number($0.standardError), "note": .string($0.note),
          ])
        }),
      "targets": .array(findings.targets.map { target($0, findings, outcome.survivors) }),
      "inert": .array(findings.inert.map(JSONValue.string)),
      "interactions": .array(
        findings.interactions.map { item in
          .members([
            "subjects": .array(item.causes.map { .string(findings.causes[$0].subject) }),
            "target": .string(item.target), "value": .number(item.value),
          ])
        }),
      "on_the_cut": .array(findings.onTheCut.map(JSONValue.string)),
      "gates": .array(
        outcome.gates.map {
          .members([
            "kind": .string($0.kind.rawValue), "condition": .string($0.condition), "value": .number($0.value),
            "holds": .bool($0.holds),
          ])
        }),
      "engines": .array(findings.engines.map(engine)),
      "method": .string(findings.method.rawValue), "replays": .integer(findings.replays),
      "rbo_p": .number(0.98),
    ])
  }

  private static func engine(_ engine: EngineDrift) -> JSONValue {
    .members([
      "engine": .string(engine.engine), "rbo": .number(engine.rbo),
      "beats_control_before": engine.beatsBefore.map(JSONValue.bool) ?? .null,
      "beats_control_after": engine.beatsAfter.map(JSONValue.bool) ?? .null,
      "targets": .array(
        engine.targets.map {
          .members([
            "target": .string($0.target), "symbol": .string($0.symbol),
            "rank_before": $0.rankBefore.map(JSONValue.integer) ?? .null,
            "rank_after": $0.rankAfter.map(JSONValue.integer) ?? .null, "delta": .number($0.delta),
            "beyond_interval": .bool($0.isBeyondInterval),
          ])
        }),
    ])
  }

  private static func change(_ change: DriftChange) -> JSONValue {
    .members([
      "kind": .string(change.kind.rawValue), "subject": .string(change.subject), "before": .string(change.before),
      "after": .string(change.after), "effect": .string(change.effect.rawValue),
      "details": .array(change.details.map(JSONValue.string)),
    ])
  }

  private static func target(_ target: DriftTarget, _ findings: DriftFindings, _ survivors: Set<String>?) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("target", .string(target.target)), .init("symbol", .string(target.symbol)),
      .init("rank_before", target.rankBefore.map(JSONValue.integer) ?? .null),
      .init("rank_after", target.rankAfter.map(JSONValue.integer) ?? .null), .init("delta", .number(target.delta)),
      .init("floor", .number(target.floor)), .init("called", .bool(target.called)),
      .init(
        "causes",
        .array(
          target.causes.map {
            .members([
              "kind": .string(findings.causes[$0.cause].kind.rawValue),
              "subject": .string(findings.causes[$0.cause].subject), "share": .number($0.share),
              "standard_error": .number($0.standardError),
            ])
          })),
      .init("status", .string(target.status.rawValue)), .init("reason", .string(target.reason)),
      .init(
        "channels",
        .array(
          target.channels.map {
            .members([
              "channel": .string($0.channel.rawValue), "cohort": .string($0.cohort), "z_before": .number($0.before),
              "z_after": .number($0.after), "share_before": .number($0.shareBefore),
              "share_after": .number($0.shareAfter),
            ])
          })),
    ]
    if let survivors { members.append(.init("survives", .bool(survivors.contains(target.target)))) }
    return .object(members)
  }

  static func table(_ findings: DriftFindings) -> [UInt8] {
    var table = TableText([
      "target", "symbol", "rank_before", "rank_after", "delta", "floor", "called", "causes", "status", "reason",
      "channels",
    ])
    for target in findings.targets {
      let causes = target.causes.map { "\(findings.causes[$0.cause].subject)=\(shortestText($0.share))" }
      let channels = target.channels.map {
        let name = "\($0.channel.rawValue)\($0.cohort.isEmpty ? "" : "@\($0.cohort)")"
        return $0.before == $0.after
          ? "\(name) share=\(text($0.shareBefore))>\(text($0.shareAfter))"
          : "\(name)=\(text($0.before))>\(text($0.after))"
      }
      table.append([
        .text(target.target), .text(target.symbol), .whole(target.rankBefore), .whole(target.rankAfter),
        .number(target.delta), .number(target.floor), .flag(target.called), .text(causes.joined(separator: ";")),
        .text(target.status.rawValue), .text(target.reason), .text(channels.joined(separator: ";")),
      ])
    }
    return table.bytes
  }

  private static func text(_ value: Double) -> String { value.isNaN ? "NA" : shortestText(value) }
}
