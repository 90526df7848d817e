public import Schema

/// The gaps a plugin admits: `known-gaps.txt`, one a line, `check case reason`; `#` begins a comment line.
public struct KnownGaps: Sendable {
  /// One admitted failure.
  public struct Gap: Sendable, Hashable {
    /// The check.
    public var check: ConformanceCheck
    /// The case's name, or `-`.
    public var caseName: String
    /// Why it fails.
    public var reason: String
  }

  /// The gaps, in order.
  public let gaps: [Gap]

  /// Reads the gaps of a plugin's folder; none without the file.
  ///
  /// - Throws: `malformed` with the line for an unknown check or a line without a reason.
  public init(plugin folder: String) throws(OmicsError) {
    let path = folder + "/known-gaps.txt"
    let isThere = ConformanceFolder.exists(path)
    try self.init(
      text: isThere ? String(decoding: try ConformanceFolder.bytes(of: path), as: UTF8.self) : "", file: path)
  }

  init(text: String, file: String) throws(OmicsError) {
    var gaps: [Gap] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let check = ConformanceCheck(rawValue: String(words[0])) else {
        throw OmicsError(
          .malformed, "expected: check case reason", at: SourceLocation(file: file, line: index + 1),
          hint: "Checks: \(ConformanceCheck.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      gaps.append(Gap(check: check, caseName: String(words[1]), reason: String(words[2])))
    }
    self.gaps = gaps
  }

  /// The findings with the gaps applied: an admitted failure passes, an admitted check that passes fails.
  func applied(to findings: [ConformanceFinding]) -> [ConformanceFinding] {
    findings.map { finding in
      guard let gap = gaps.first(where: { $0.check == finding.check && $0.caseName == finding.caseName }) else {
        return finding
      }
      return ConformanceFinding(
        finding.check, finding.caseName, passed: !finding.passed,
        finding.passed ? "passes although known-gaps.txt lists it: remove the line" : "known gap: \(gap.reason)")
    }
  }
}
