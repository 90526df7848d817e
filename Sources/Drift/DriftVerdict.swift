public import Schema

/// The first sentence of a drift report.
public enum DriftVerdict {
  /// What moved beyond noise and because of what, in one or two sentences.
  public static func sentence(_ findings: DriftFindings) -> String {
    let called = findings.targets.filter(\.called)
    let total = findings.targets.count
    if findings.targets.contains(where: { $0.status == .nondeterminism }) {
      return "Nondeterminism: \(findings.targets.filter { $0.status == .nondeterminism }.count) of \(total) leading "
        + "targets moved although nothing that is recorded has changed."
    }
    if called.isEmpty {
      guard findings.targets.contains(where: { $0.delta != 0 }) || !findings.causes.isEmpty else {
        let inert = findings.inert.count
        return "Nothing moved: the \(total) leading targets keep their ranks."
          + (inert == 0 ? "" : " \(inert) changed component\(inert == 1 ? "" : "s") had no effect.")
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
    // A cause of no called target, or below a hundredth of the whole, is in the tables and not in the sentence.
    let size = findings.causes.reduce(0) { $0 + abs($1.share) }
    let named = findings.causes.filter { called.isEmpty ? abs($0.share) >= 0.01 * size : !$0.targets.isEmpty }
    let list = named.prefix(3).map { cause in
      var text = "\(Self.named(cause.kind, short(cause.subject))) \(short(cause.change))"
      if !called.isEmpty { text += " (\(cause.targets.count) target\(cause.targets.count == 1 ? "" : "s"))" }
      return text
    }
    let more = named.count > 3 ? " and \(named.count - 3) more" : ""
    return "\(named.count == 1 ? "Cause" : "Causes"): \(list.joined(separator: "; "))\(more)."
  }

  private static func short(_ text: String) -> String { text.count > 90 ? "\(text.prefix(87))..." : text }

  /// A component by kind and name, the kind's word once.
  public static func named(_ kind: RunComponent.Kind, _ name: String) -> String {
    let word = word(kind)
    return name == word || name.hasPrefix("\(word) ") ? name : "\(word) \(name)"
  }

  /// The kind in words.
  static func word(_ kind: RunComponent.Kind) -> String {
    switch kind {
    case .input: "input"
    case .samples: "sample sheet"
    case .table: "mapping table"
    case .prior: "prior"
    case .setting: "setting"
    case .plugin: "plugin"
    case .core: "core version"
    case .seed: "seed"
    case .unrecorded: "unrecorded:"
    }
  }
}
