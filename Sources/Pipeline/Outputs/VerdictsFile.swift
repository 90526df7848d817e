internal import OmicsIO
internal import Schema

/// `verdicts.json`, both ways.
enum VerdictsFile {
  static func bytes(_ verdicts: RunVerdicts) -> [UInt8] {
    JSONWriter(isIndented: true).bytes(
      of: .members([
        "status": .string(verdicts.status.rawValue), "reasons": .array(verdicts.reasons.map(JSONValue.string)),
        "checks": .array(
          verdicts.checks.map {
            .members([
              "id": .string($0.id), "value": number($0.value), "threshold": number($0.threshold),
              "verdict": .string($0.verdict), "explanation": .string($0.explanation),
            ])
          }),
      ]))
  }

  static func read(_ path: String) throws(OmicsError) -> RunVerdicts {
    let json = try JSONParser.parse(try FileText.bytes(path), file: path)
    guard let status = json["status"]?.text.flatMap(RunStatus.init(rawValue:)) else {
      throw OmicsError(.malformed, "verdicts without a status", at: SourceLocation(file: path))
    }
    return RunVerdicts(
      status: status, reasons: (json["reasons"]?.elements ?? []).compactMap(\.text),
      checks: (json["checks"]?.elements ?? []).map {
        RunCheck(
          id: $0["id"]?.text ?? "", value: $0["value"]?.double ?? .nan, threshold: $0["threshold"]?.double ?? .nan,
          verdict: $0["verdict"]?.text ?? "", explanation: $0["explanation"]?.text ?? "")
      })
  }

  private static func number(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
}
