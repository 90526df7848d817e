internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables resolve`.
public enum ResolveDoor {
  /// The answer.
  public struct Answer: Sendable {
    private var resolution: TableDoor.Resolution
    private let release: String

    init(_ resolution: TableDoor.Resolution, release: String) {
      self.resolution = resolution
      self.release = release
    }

    /// TSV with a header: `input status target confidence via candidates note`.
    public var table: String {
      var text = "input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n"
      for outcome in resolution.outcomes {
        text += outcome.row
        text += "\n"
      }
      return text
    }

    /// The same as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .array(
          resolution.outcomes.map { outcome in
            .members([
              "input": .string(outcome.input), "status": .string(outcome.status.rawValue),
              "target": outcome.target.map(JSONValue.string) ?? .null, "symbol": .string(outcome.symbol),
              "confidence": .number(outcome.confidence), "via": .string(outcome.via),
              "candidates": .array(outcome.candidates.map(JSONValue.string)), "note": .string(outcome.note),
            ])
          }))
    }

    /// Applies a policy to the ids with several targets.
    mutating func apply(_ policy: Policy) throws(OmicsError) {
      for index in resolution.outcomes.indices where resolution.outcomes[index].status == .ambiguous {
        let candidates = resolution.outcomes[index].candidates
        switch policy {
        case .report, .drop: continue
        case .first:
          resolution.outcomes[index].target = candidates.first
          resolution.outcomes[index].note +=
            "\(resolution.outcomes[index].note.isEmpty ? "" : "; ")first of \(candidates.count)"
        case .all: resolution.outcomes[index].target = candidates.joined(separator: ";")
        case .fail:
          throw OmicsError(
            .refused,
            "\"\(resolution.outcomes[index].input)\" has several targets: \(candidates.joined(separator: ", "))",
            hint: "Use another --policy, or take it out.")
        }
      }
    }

    private var statuses: [(status: MappingStatus, count: Int)] {
      MappingStatus.allCases.map { ($0, resolution.coverage[$0]) }.filter { $0.1 > 0 }
    }

    /// TSV with a row a status that occurs: `status count share`.
    public var coverageTable: String {
      var text = "status\tcount\tshare\n"
      for (status, count) in statuses {
        text += "\(status.rawValue)\t\(count)\t\(Double(count) / Double(max(1, resolution.coverage.inputs)))\n"
      }
      return text + "inputs\t\(resolution.coverage.inputs)\t1\n"
    }

    /// The same as JSON.
    public var coverageJSON: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "inputs": .integer(resolution.coverage.inputs), "mapped": .integer(resolution.coverage.mapped),
          "statuses": .object(statuses.map { JSONValue.Member($0.status.rawValue, .integer($0.count)) }),
        ]))
    }

    /// The account in a sentence.
    public var summary: String {
      let counts = MappingStatus.allCases.filter { resolution.coverage[$0] > 0 }
        .map { "\($0.rawValue) \(resolution.coverage[$0])" }
      let namespace = resolution.namespace?.rawValue ?? "each id by its own pattern"
      return "table \(release); from \(namespace) (\(resolution.evidence)); \(resolution.coverage.inputs) inputs: "
        + counts.joined(separator: ", ")
    }
  }

  /// What becomes of ids with several targets.
  public enum Policy: String, Sendable, CaseIterable {
    /// They are reported with their candidates and have no target.
    case report
    /// The same: they are dropped from what is mapped.
    case drop
    /// The first candidate in canonical order.
    case first
    /// All candidates, joined by `;`.
    case all
    /// The whole request is refused.
    case fail
  }

  /// Resolves the ids of a file or of standard input.
  ///
  /// HGNC alone answers for genes; any other tables are joined by the shortest way between the two namespaces.
  /// - Throws: `undecided` when the namespace of the ids cannot be told; `refused` under the policy `fail`.
  public static func resolve(
    _ file: String, from: String?, to: String, tables: [String], policy: String = "report", catalog: TableCatalog
  ) throws(OmicsError) -> Answer {
    guard let rule = Policy(rawValue: policy) else {
      let words = Policy.allCases.map(\.rawValue).joined(separator: ", ")
      throw OmicsError(.usage, "there is no policy \"\(policy)\"", hint: "Policies: \(words).")
    }
    let ids = try TableDoor.ids(file)
    let (source, target) = (from.map(Namespace.init(rawValue:)), Namespace(rawValue: to))
    var answer: Answer
    if try isOfGenes(source, target, tables, catalog) {
      let opened = try TableDoor.open(tables.first, catalog: catalog)
      answer = Answer(
        try TableDoor.resolve(ids, from: source, to: target, table: opened), release: opened.release.id)
    } else {
      answer = try crossing(ids, source, target, tables, catalog)
    }
    try answer.apply(rule)
    return answer
  }

  /// Whether one HGNC table answers: none is named, or the only one named is of HGNC.
  private static func isOfGenes(
    _ from: Namespace?, _ to: Namespace, _ tables: [String], _ catalog: TableCatalog
  ) throws(OmicsError) -> Bool {
    guard tables.count <= 1 else { return false }
    guard let only = tables.first else { return true }
    if !FolderListing.isFile(only) { return catalog.entry(only).map { $0.release.kind == "hgnc" } ?? true }
    return try MappingTableDoor.open(only, catalog: catalog).table.kind == "hgnc"
  }

  private static func crossing(
    _ ids: [String], _ from: Namespace?, _ to: Namespace, _ tables: [String], _ catalog: TableCatalog
  ) throws(OmicsError) -> Answer {
    var references = CrossReferences()
    var names: [String] = []
    for table in tables {
      let opened = try MappingTableDoor.open(table, catalog: catalog)
      references.add(opened.table, name: opened.name)
      names.append(opened.name)
    }
    var source = from
    var evidence = "named by the user"
    if source == nil {
      let shares = references.namespaces.map { namespace in
        (namespace, ids.filter { references.knows($0, namespace) }.count)
      }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      let total = Double(max(1, ids.count))
      evidence = shares.prefix(3).map { "\($0.0.rawValue) \(Int((Double($0.1) / total * 100).rounded())) %" }
        .joined(separator: ", ")
      let best = shares.first.map { Double($0.1) / total } ?? 0
      let second = shares.count > 1 ? Double(shares[1].1) / total : 0
      guard best >= NamespaceDetection.threshold, best - second >= NamespaceDetection.margin else {
        throw OmicsError(
          .undecided, "the namespace of the ids cannot be told: \(evidence)", hint: "Name it with --from.")
      }
      source = shares.first?.0
    }
    let namespace = source ?? to
    guard let plan = references.plan(from: namespace, to: to) else {
      throw OmicsError(
        .usage, "the tables know no way from \(namespace.rawValue) to \(to.rawValue)",
        hint: "They know: \(references.namespaces.map(\.rawValue).joined(separator: ", ")).")
    }
    if !plan.isEmpty { evidence += "; by \(plan.joined(separator: ", "))" }
    var resolution = TableDoor.Resolution(
      outcomes: [], coverage: MappingCoverage(), namespace: namespace, evidence: evidence)
    for id in ids {
      let outcome = references.resolve(id, from: namespace, to: to)
      resolution.coverage.count(outcome.status)
      resolution.outcomes.append(outcome)
    }
    try resolution.coverage.assertBalance()
    return Answer(resolution, release: names.joined(separator: ", "))
  }
}

/// The verb `tables list`.
public enum TableListing {
  /// A row a release: name, release, rows, licence, digest, file.
  public static func rows(_ catalog: TableCatalog) -> [[String]] {
    catalog.entries.map {
      [
        $0.release.name, $0.release.release, "\($0.release.rows)", $0.release.licence,
        String($0.release.canonicalDigest.prefix(12)), $0.path,
      ]
    }
  }

  /// The same as JSON, with full digests and origin.
  public static func jsonText(_ catalog: TableCatalog) -> String {
    JSONWriter(isIndented: true).text(
      of: .array(
        catalog.entries.map {
          .members([
            "name": .string($0.release.name), "kind": .string($0.release.kind), "release": .string($0.release.release),
            "date": .string($0.release.date), "licence": .string($0.release.licence),
            "origin": .string($0.release.origin), "rows": .integer($0.release.rows),
            "sha256": .string($0.release.sha256), "canonical_digest": .string($0.release.canonicalDigest),
            "file": .string($0.path),
          ])
        }))
  }
}
