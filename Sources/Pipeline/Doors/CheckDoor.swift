internal import Provenance
internal import OmicsIO
public import Schema

/// The verb `check`.
public enum CheckDoor {
  /// What was found in one file.
  public struct Result: Sendable {
    /// The path.
    public var file: String
    /// One line: what it is and that it is whole.
    public var summary: String
    /// What was seen.
    public var diagnostics: [Diagnostic]
    /// Why it was refused; nil when it was not.
    public var error: OmicsError?

    /// A file that was read whole.
    init(file: String, summary: String, diagnostics: [Diagnostic]) {
      self.file = file
      self.summary = summary
      self.diagnostics = diagnostics
    }

    /// A file that was refused.
    public init(file: String, error: OmicsError) {
      self.file = file
      self.error = error
      summary = error.description
      diagnostics = []
    }
  }

  /// Checks a file, dataset or run folder.
  ///
  /// - Throws: what reading throws; `verification` when a run's output differs from its record.
  public static func check(_ path: String, _ input: InputOptions) throws(OmicsError) -> Result {
    if FolderListing.isFile("\(path)/run.json") {
      let findings = try VerifyDoor.outputs(path)
      if let bad = findings.first(where: { $0.finding != .same }) {
        throw OmicsError(
          .verification, "output \(bad.name) is \(bad.finding.rawValue)", at: SourceLocation(file: path))
      }
      return Result(file: path, summary: "run, \(findings.count) outputs as recorded", diagnostics: [])
    }
    let datasets = try DatasetDoor.readAll(path, input)
    var words: [String] = []
    var diagnostics: [Diagnostic] = []
    for (_, dataset) in datasets {
      try dataset.ledger.assertBalance()
      let source = dataset.sources.first
      let read = dataset.ledger.units.reduce(0) { $0 + dataset.ledger[$1].read }
      words.append("\(source?.format ?? "canonical") \(source?.version ?? ""), \(read) records accounted for")
      diagnostics += dataset.diagnostics
    }
    let warnings = diagnostics.filter { $0.severity > .note }.count
    return Result(
      file: path, summary: words.joined(separator: "; ") + (warnings > 0 ? ", \(warnings) warnings" : ""),
      diagnostics: diagnostics)
  }

  /// The results as JSON.
  public static func jsonText(_ results: [Result]) -> String {
    JSONWriter(isIndented: true).text(
      of: .array(
        results.map { result in
          .members([
            "file": .string(result.file), "ok": .bool(result.error == nil), "summary": .string(result.summary),
            "diagnostics": .array(result.diagnostics.map(\.json)),
            "error": result.error.map {
              .members([
                "code": .string($0.code.rawValue), "message": .string($0.message),
                "location": $0.location.map { .string($0.description) } ?? .null,
                "hint": $0.hint.map(JSONValue.string) ?? .null,
              ])
            } ?? .null,
          ])
        }))
  }
}
