internal import Mapping
internal import OmicsIO
public import Schema

extension ResolveDoor {
  /// How single ids are resolved: the door's request, opened.
  struct Way {
    /// The namespace the ids were taken in; nil when each was judged alone.
    var namespace: Namespace?
    /// Why.
    var evidence: String
    /// The tables.
    var release: String
    /// What most ids need, where there is such a short way.
    var plain: PlainHop?
    /// The outcome of an id, beside targets that other ids claim.
    var outcome: (String, Set<String>) -> MappingOutcome
    /// Throws what reading tables met meanwhile.
    var check: () throws(OmicsError) -> Void = { () throws(OmicsError) in }
  }

  /// The answer: ids are resolved while it is written, so that it never stands in memory.
  public struct Answer {
    private let ids: TextColumn
    private var way: Way
    private let overlays: [OverlayApplication]
    private let policy: AmbiguityPolicy
    private var coverage = MappingCoverage()
    /// What the ids claim, once one of them is contested.
    private var claimed: Set<String>?

    init(_ ids: TextColumn, _ way: Way, overlays: [OverlayApplication], policy: AmbiguityPolicy) {
      self.ids = ids
      self.way = way
      self.overlays = overlays
      self.policy = policy
    }

    /// Writes TSV with a header, `input status target confidence via candidates note`, block by block, and counts.
    ///
    /// - Throws: `refused` under the policy `fail`, before anything is written; what reading a table throws.
    public mutating func write(_ block: ([UInt8]) -> Void) throws(OmicsError) {
      if policy == .fail { try account() }
      coverage = MappingCoverage()
      var bytes = Array("input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n".utf8)
      var input: [UInt8] = []
      for row in 0..<ids.count {
        input.removeAll(keepingCapacity: true)
        ids.append(row, to: &input)
        if overlays.isEmpty, let hit = input.withUnsafeBytes({ way.plain?.find($0) }) {
          coverage.count(.exact)
          bytes.append(contentsOf: input)
          bytes.append(contentsOf: "\texact\t".utf8)
          way.plain?.append(hit, to: &bytes)
          bytes.append(0x09)
          bytes.append(contentsOf: (hit.confidence == 1 ? "1" : shortestText(hit.confidence)).utf8)
          bytes.append(0x09)
          bytes.append(contentsOf: hit.table.utf8)
          bytes.append(contentsOf: "\tNA\tNA\n".utf8)
        } else {
          let outcome = try outcome(String(decoding: input, as: UTF8.self))
          bytes.append(contentsOf: outcome.row.utf8)
          bytes.append(0x0A)
        }
        if bytes.count >= 1 << 18 {
          block(bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      try way.check()
      try coverage.assertBalance()
      block(bytes)
    }

    /// Resolves all ids for the account alone.
    ///
    /// - Throws: as `write`.
    public mutating func account() throws(OmicsError) {
      coverage = MappingCoverage()
      for row in 0..<ids.count { _ = try outcome(ids[row]) }
      try way.check()
      try coverage.assertBalance()
    }

    /// The same rows as JSON.
    ///
    /// - Throws: as `write`.
    public mutating func jsonText() throws(OmicsError) -> String {
      coverage = MappingCoverage()
      var rows: [JSONValue] = []
      for row in 0..<ids.count {
        let outcome = try outcome(ids[row])
        rows.append(
          .members([
            "input": .string(outcome.input), "status": .string(outcome.status.rawValue),
            "target": outcome.target.map(JSONValue.string) ?? .null, "symbol": .string(outcome.symbol),
            "confidence": .number(outcome.confidence), "via": .string(outcome.via),
            "candidates": .array(outcome.candidates.map(JSONValue.string)), "note": .string(outcome.note),
          ]))
      }
      try way.check()
      try coverage.assertBalance()
      return JSONWriter(isIndented: true).text(of: .array(rows))
    }

    /// What becomes of an id: by the tables, then by own mappings, then by the policy.
    private mutating func outcome(_ id: String) throws(OmicsError) -> MappingOutcome {
      var outcome = resolved(id, beside: [])
      if outcome.isContested { outcome = resolved(id, beside: claims()) }
      coverage.count(outcome.status)
      guard outcome.status == .ambiguous else { return outcome }
      switch policy {
      case .report, .drop, .prefer, .weighted: break
      case .first:
        outcome.target = outcome.candidates.first
        outcome.note += "\(outcome.note.isEmpty ? "" : "; ")first of \(outcome.candidates.count)"
      case .all: outcome.target = outcome.candidates.joined(separator: ";")
      case .fail:
        throw OmicsError(
          .refused, "\"\(outcome.input)\" has several targets: \(outcome.candidates.joined(separator: ", "))",
          hint: "Use another --policy, or take it out.")
      }
      return outcome
    }

    /// What tables and own mappings say of an id, or of the ids that a cell lists.
    private func resolved(_ id: String, beside claimed: Set<String>) -> MappingOutcome {
      func single(_ id: String) -> MappingOutcome {
        var outcome = way.outcome(id, claimed)
        for overlay in overlays { overlay.apply(to: &outcome, from: way.namespace) }
        return outcome
      }
      let whole = single(id)
      guard whole.status == .unresolved || whole.status == .invalid else { return whole }
      return GroupedIds.outcome(id, GroupedIds.members(of: id).map(single)) ?? whole
    }

    /// The targets that ids stand for by themselves.
    private mutating func claims() -> Set<String> {
      if let claimed { return claimed }
      var found: Set<String> = []
      for row in 0..<ids.count { ContestedNames.claim(way.outcome(ids[row], []), in: &found) }
      claimed = found
      return found
    }

    private var statuses: [(status: MappingStatus, count: Int)] {
      MappingStatus.allCases.map { ($0, coverage[$0]) }.filter { $0.1 > 0 }
    }

    /// TSV with a row a status that occurs: `status count share`, once all is written or accounted for.
    public var coverageTable: String {
      var text = "status\tcount\tshare\n"
      for (status, count) in statuses {
        text += "\(status.rawValue)\t\(count)\t\(Double(count) / Double(max(1, coverage.inputs)))\n"
      }
      return text + "inputs\t\(coverage.inputs)\t1\n"
    }

    /// The same as JSON.
    public var coverageJSON: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "inputs": .integer(coverage.inputs), "mapped": .integer(coverage.mapped),
          "statuses": .object(statuses.map { JSONValue.Member($0.status.rawValue, .integer($0.count)) }),
        ]))
    }

    /// The account in a sentence, once all is written or accounted for.
    public var summary: String {
      let counts = statuses.map { "\($0.status.rawValue) \($0.count)" }
      let namespace = way.namespace?.rawValue ?? "each id by its own pattern"
      return "table \(way.release); from \(namespace) (\(way.evidence)); \(coverage.inputs) inputs: "
        + counts.joined(separator: ", ")
    }
  }
}
