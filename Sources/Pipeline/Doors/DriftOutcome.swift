internal import Drift
internal import OmicsIO
internal import Report
public import Schema

/// A gate with what it found.
public struct DriftGateResult: Sendable, Hashable {
  /// What a gate does when its condition holds.
  public enum Kind: String, Sendable {
    /// Exit 11.
    case fail
    /// Exit 10.
    case warn
  }

  /// What it does.
  public var kind: Kind
  /// The condition as written.
  public var condition: String
  /// The value found.
  public var value: Double
  /// Whether the condition holds: the gate is passed when it does not.
  public var holds: Bool
  /// The value as read by people: counts without decimals.
  public var found: String { value == value.rounded() ? NumberText.fixed(value, 0) : NumberText.fixed(value, 4) }

  static func judge(
    _ gates: [(kind: Kind, gate: DriftGate)], _ findings: DriftFindings, base: RankedList, new: RankedList
  ) -> [DriftGateResult] {
    gates.map { kind, gate in
      let (value, holds) = gate.judge(findings, base: base, new: new)
      return DriftGateResult(kind: kind, condition: gate.text, value: value, holds: holds)
    }
  }
}

/// The findings of a drift and how to write them.
public struct DriftOutcome: Sendable {
  /// What moved and why.
  public var findings: DriftFindings
  /// The base run's name.
  public var base: String
  /// The new run's name.
  public var new: String
  /// The gates in the order they were given.
  public var gates: [DriftGateResult]
  /// For a counterfactual: which of the base run's leading targets stay among them.
  public var survivors: Set<String>?

  /// The exit code the gates give.
  public var exitCode: ExitCode {
    if gates.contains(where: { $0.kind == .fail && $0.holds }) { return .driftFail }
    return gates.contains { $0.kind == .warn && $0.holds } ? .driftWarn : .success
  }

  /// Every gate with what it found, as a sentence.
  private var gateSentences: [String] {
    gates.map {
      "\($0.kind.rawValue) gate \($0.condition): found \($0.found), \($0.holds ? "holds" : "does not hold")"
    }
  }

  /// `drift.json` as text.
  public var jsonText: String { JSONWriter(isIndented: true).text(of: DriftFile.json(self)) }

  /// Writes `drift.json`, `drift.tsv`, `drift.html`, `drift_mqc.json` and, when asked, `drift_junit.xml` into a folder.
  public func write(to folder: String, junit: Bool = false, force: Bool) throws(OmicsError) {
    try FolderListing.makeParents(of: folder)
    let output = try AtomicFolder(folder, force: force, markers: ["drift.json"])
    var files: [(String, [UInt8])] = [
      ("drift.json", JSONWriter(isIndented: true).bytes(of: DriftFile.json(self))),
      ("drift.tsv", DriftFile.table(findings)),
      ("drift.html", DriftReportPage.render(findings, base: base, new: new, gates: gateSentences)),
      ("drift_mqc.json", JSONWriter(isIndented: true).bytes(of: DriftMultiQC.json(findings))),
    ]
    if junit { files.append(("drift_junit.xml", DriftJUnit.bytes(self))) }
    for (name, bytes) in files {
      let file = try output.file(name)
      try file.append(bytes)
      try file.close()
    }
    try output.commit()
  }
}
