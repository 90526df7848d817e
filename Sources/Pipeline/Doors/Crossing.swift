internal import Mapping
internal import OmicsIO
internal import Schema

/// Ids resolved through any tables: which namespace they are in, by which plan, with which outcome.
struct Crossing {
  let references: CrossReferences
  /// Names and digests of the tables, which the plan's hash covers.
  let tables: [String]
  let policies: [AmbiguityPolicy]

  /// How a column of ids is resolved; one of several namespaces is split, and the parts are said.
  ///
  /// - Throws: `undecided` when the namespace cannot be told, `usage` when there is no way to the target.
  func way(_ column: TextColumn, from: String?, to: String) throws(OmicsError) -> ResolveDoor.Way {
    var target = references.namespace(to)
    var evidence = "named by the user"
    var sources: [Namespace]
    if let from {
      sources = [references.namespace(from)]
      if sources[0] == target, let sides = references.species(target, column.texts) { (sources[0], target) = sides }
    } else {
      let ids = column.texts
      (sources, evidence) = try detected(ids)
      if sources.count == 1, sources[0] == target || references.namespace(to) == sources[0],
        let sides = references.species(sources[0], ids)
      {
        target = sides.to
      }
    }
    var plans: [Namespace: MappingPlan] = [:]
    for source in sources where source != target {
      guard let plan = try references.plan(from: source, to: target, policies: policies) else {
        throw OmicsError(
          .usage, "the tables know no way from \(source.rawValue) to \(target.rawValue)",
          hint: "They know: \(references.namespaces.map(\.rawValue).joined(separator: ", ")).")
      }
      plans[source] = plan
    }
    if !plans.isEmpty { evidence += "; \(words(plans))" }
    let (references, lone) = (references, sources.count == 1 ? sources[0] : nil)
    return ResolveDoor.Way(
      namespace: lone, evidence: evidence, release: references.tableNames.joined(separator: ", "),
      plain: lone.flatMap { plans[$0] }.flatMap { PlainHop(references, $0) },
      outcome: { [sources, plans, target] id, claimed in
        let source = lone ?? references.namespace(of: id, among: sources) ?? sources[0]
        return references.resolve(id, from: source, to: target, plan: plans[source], beside: claimed)
      },
      check: { () throws(OmicsError) in try references.check() })
  }

  /// The plans in words, with a digest over hops, policies and table contents.
  private func words(_ plans: [Namespace: MappingPlan]) -> String {
    let lines = plans.keys.sorted().flatMap { plans[$0]?.lines ?? [] }
    let digest = SHA256Digest.hex(of: Array((lines + tables).joined(separator: "\n").utf8))
    return "plan \(digest.prefix(12)): \(lines.joined(separator: ", then "))"
  }

  /// The namespace of a column, or those that it mixes, with the figures.
  private func detected(_ ids: [String]) throws(OmicsError) -> ([Namespace], String) {
    let vote = references.vote(ids)
    let shares = vote.shares.prefix(3).map { "\($0.namespace.rawValue) \(Int(($0.share * 100).rounded())) %" }
      .joined(separator: ", ")
    let best = vote.shares.first?.share ?? 0
    let second = vote.shares.count > 1 ? vote.shares[1].share : 0
    if best >= NamespaceDetection.threshold, best - second >= NamespaceDetection.margin {
      return ([vote.shares[0].namespace], shares)
    }
    guard vote.explained >= NamespaceDetection.threshold, !vote.isTied else {
      throw OmicsError(
        .undecided, "the namespace of the ids cannot be told: \(shares)", hint: "Name it with --from.")
    }
    return (vote.shares.map(\.namespace), "mixed, split: \(shares)")
  }
}
