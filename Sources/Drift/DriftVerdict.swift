public import Schema

/// The first sentence of a drift report.
public enum DriftVerdict {
  /// What moved beyond noise and because of what, in one or two sentences.
  public static func sentence(_ findings: DriftFindings) -> String {
    let called = findings.targets.filter(\.called)
    let total = findings.targets.count
    let changed = findings.targets.contains { $0.delta != 0 }
    if called.isEmpty {
      guard changed || !findings.causes.isEmpty else {
        let inert = findings.inert.isEmpty ? "" : " \(findings.inert.count) changed component(s) had no effect."
        return "Nothing moved: the \(total) leading targets keep their ranks." + inert
      }
      return "Nothing moved beyond noise among the \(total) leading targets. " + causeText(findings, called: [])
    }
    let names = called.prefix(5).map { $0.symbol.isEmpty ? $0.target : $0.symbol }
    let more = called.count > 5 ? " and \(called.count - 5) more" : ""
    return "\(called.count) of \(total) leading targets moved beyond noise: \(names.joined(separator: ", "))\(more). "
      + causeText(findings, called: called)
  }

  private static func causeText(_ findings: DriftFindings, called: [DriftTarget]) -> String {
    guard !findings.causes.isEmpty else { return "No cause was found among the recorded components." }
    let ordered = findings.causes.sorted {
      ($1.targets.count, abs($1.share), $0.subject) < ($0.targets.count, abs($0.share), $1.subject)
    }
    let list = ordered.prefix(3).map { cause in
      var text = "\(word(cause.kind)) \(cause.subject) \(cause.change)"
      if !called.isEmpty { text += " (\(cause.targets.count) target\(cause.targets.count == 1 ? "" : "s"))" }
      return text
    }
    return "Cause: \(list.joined(separator: "; "))."
  }

  private static func word(_ kind: RunComponent.Kind) -> String {
    switch kind {
    case .input: "input"
    case .samples: "sample sheet"
    case .table: "mapping table"
    case .prior: "prior"
    case .setting: "setting"
    case .plugin: "plugin"
    case .core: "core version"
    case .seed: "seed"
    }
  }
}
