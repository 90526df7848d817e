public import Schema

extension CrossReferences {
  /// Resolves one id along a plan: exact, without its version, by its isoform's canonical entry, by what replaced it, by a
  /// name it had or has besides, in another case, or repaired from a spreadsheet's date.
  ///
  /// - Parameters:
  ///   - plan: nil stays in the namespace of the id.
  ///   - claimed: targets that other ids of the column stand for by themselves.
  public func resolve(
    _ input: String, from: Namespace, to: Namespace, plan: MappingPlan?, beside claimed: Set<String> = []
  ) -> MappingOutcome {
    if let outcome = plainHit(input, to, plan) { return outcome }
    let text = IdentifierText(input)
    if let exclusion = text.exclusion { return MappingOutcome(input: input, status: .excluded, note: exclusion) }
    guard !Resolver.missingWords.contains(text.bare) else {
      return MappingOutcome(input: input, status: .invalid, note: "missing-value word or empty")
    }
    let steps = plan?.steps ?? []
    let first = steps.first?.hop
    guard let start = start(text.bare, from, first) else {
      let note = registry.isWellFormed(text.bare, from) ? "" : "does not look like \(from.rawValue)"
      return MappingOutcome(input: input, status: .unresolved, note: note)
    }
    if start.status == .retired { return MappingOutcome(input: input, status: .retired, note: start.note) }
    let own = walked(input, start, from, to, steps)
    guard !start.rivals.isEmpty else { return own }
    var lower = start
    lower.ids = start.rivals
    let others = walked(input, lower, from, to, steps)
    var rivals = others.status == .ambiguous ? others.candidates : others.target.map { [$0] } ?? []
    rivals.removeAll { $0 == own.target }
    return ContestedNames.outcome(own, rivals: rivals, beside: claimed)
  }

  /// The outcome of the ids that an id stands for, along the steps of a plan.
  private func walked(
    _ input: String, _ start: Start, _ from: Namespace, _ to: Namespace, _ steps: [MappingPlan.Step]
  ) -> MappingOutcome {
    var walk = Walk(ids: start.ids, confidence: start.ids.reduce(into: [:]) { $0[$1] = 1 })
    walk.via = start.via.isEmpty ? [] : [start.via]
    walk.notes = start.note.isEmpty ? [] : [start.note]
    // A name leads to entries that may already be in the namespace asked for.
    var rest = steps[...]
    if let namespace = start.namespace {
      if namespace == to {
        rest = []
      } else if let place = steps.firstIndex(where: { $0.from == namespace }) {
        rest = steps[place...]
      } else {
        rest = (way(namespace, to)?.steps ?? [])[...]
      }
    }
    for step in rest {
      if let stopped = walk.take(step, in: self) {
        return MappingOutcome(
          input: input, status: .ambiguous, via: walk.via.joined(separator: " > "), candidates: stopped,
          note: "several \(step.to.rawValue) in a hop before the last")
      }
    }
    // A pair that is denied takes every chain between the two with it.
    let open = walk.ids.filter { id in !start.ids.contains { isDenied($0, from, id, to) } }
    let blocked = open.count < walk.ids.count || (walk.ids.isEmpty && deniesSome(start.ids, from, to))
    if blocked { walk.notes.append("blocked by a Not mapping") }
    return outcome(input, start, walk, open, to, hasSteps: !rest.isEmpty)
  }

  /// The outcome of an id that stands as it is in the only hop with one partner: most ids, and no question left.
  private func plainHit(_ input: String, _ to: Namespace, _ plan: MappingPlan?) -> MappingOutcome? {
    guard let plan, plan.steps.count == 1, !hops[plan.steps[0].hop].isOrthology else { return nil }
    let partners = partners(input, in: plan.steps[0].hop)
    guard partners.count == 1, denied.isEmpty, Self.isPlain(input) else { return nil }
    return MappingOutcome(
      input: input, status: .exact, target: written(partners[0].id, to), confidence: min(1, partners[0].confidence),
      via: tables[partners[0].table])
  }

  /// Whether a cell stands for an id as it is.
  static func isPlain(_ input: String) -> Bool {
    !Resolver.missingWords.contains(input) && IdentifierText(input).exclusion == nil
  }

  private func way(_ from: Namespace, _ to: Namespace) -> MappingPlan? { try? plan(from: from, to: to) ?? nil }

  private func outcome(
    _ input: String, _ start: Start, _ walk: Walk, _ ids: [String], _ to: Namespace, hasSteps: Bool
  ) -> MappingOutcome {
    let targets = ids.map { written($0, to) }.sorted(by: Resolver.numericOrder)
    let via = walk.via.isEmpty ? "known" : walk.via.joined(separator: " > ")
    let note = walk.notes.joined(separator: "; ")
    guard let target = targets.first else {
      return MappingOutcome(
        input: input, status: .unresolved, via: walk.via.joined(separator: " > "),
        candidates: walk.held.map { written($0, to) }, note: note)
    }
    guard targets.count == 1 else {
      return MappingOutcome(input: input, status: .ambiguous, via: via, candidates: targets, note: note)
    }
    let trust = min(Resolver.ceiling(start.status), walk.confidence[ids[0]] ?? 1)
    return MappingOutcome(
      input: input, status: start.status, target: target, confidence: trust, via: via, note: note)
  }

  private func deniesSome(_ ids: [String], _ from: Namespace, _ to: Namespace) -> Bool {
    guard !denied.isEmpty else { return false }
    return ids.contains { id in
      denied.contains { $0.hasPrefix("\(from.rawValue):\(id) \(to.rawValue):") }
    }
  }

  /// Whether an id of a namespace occurs in any table.
  public func knows(_ id: String, _ namespace: Namespace) -> Bool {
    start(IdentifierText(id).bare, namespace, nil, isFolding: false) != nil
  }

  // MARK: Start

  /// Where an id enters the tables.
  private struct Start {
    var status: MappingStatus
    var ids: [String]
    /// The namespace of the ids when it is not the one asked from.
    var namespace: Namespace?
    var via = ""
    var note = ""
    /// Entries of lower classes that have the name too.
    var rivals: [String] = []
  }

  /// The class in which an id is found, and the current ids it stands for; nil when no table knows it.
  private func start(_ text: String, _ from: Namespace, _ hop: Int?, isFolding: Bool = true) -> Start? {
    let id = Self.local(text, from)
    if isKnown(id, from, hop) {
      return Start(status: Self.hasVersion(text, from) ? .versionless : .exact, ids: [id])
    }
    if let start = followed(id, from) { return start }
    let accession = AccessionParser.parse(id, namespace: from)
    if accession.local != id, accession.flags.isEmpty {
      let status: MappingStatus = accession.isoform != nil ? .isoform : .versionless
      if isKnown(accession.local, from, hop) { return Start(status: status, ids: [accession.local]) }
      if let start = followed(accession.local, from) { return start }
    }
    if let start = named(id, from) { return start }
    guard isFolding, names[from] != nil || from.rawValue.hasSuffix(".symbol") else { return nil }
    return repaired(id, from, hop)
  }

  private static func hasVersion(_ text: String, _ namespace: Namespace) -> Bool {
    let word = namespace.rawValue.split(separator: "@").first.map(String.init) ?? ""
    return (word == "ensembl" || word == "refseq") && text.utf8.contains(0x2E)
  }

  /// Whether an id has a partner in the first hop, or is current in a table of its namespace.
  private func isKnown(_ id: String, _ namespace: Namespace, _ hop: Int?) -> Bool {
    if let hop, hasPartners(id, in: hop) || hops[hop].held[id] != nil { return true }
    if current[namespace]?.contains(id) == true { return true }
    guard replaced[namespace]?[id] == nil else { return false }
    for (place, hop) in hops.enumerated() where hop.from == namespace {
      if hasPartners(id, in: place) || hop.held[id] != nil { return true }
    }
    return succeeding[namespace]?.contains(id) ?? false
  }

  /// Follows replaced ids to the current ones; nil for an id that was never replaced.
  private func followed(_ id: String, _ namespace: Namespace) -> Start? {
    guard let next = replaced[namespace], let known = next[id] else { return nil }
    func retired(_ reason: String) -> Start { Start(status: .retired, ids: [], note: reason) }
    var ends: [String] = []
    var open: [(id: String, way: [String])] = [(id, [id])]
    var way: [String] = []
    while !open.isEmpty {
      let (here, path) = open.removeFirst()
      guard let following = next[here]?.successors, !following.isEmpty else {
        // An end that is itself withdrawn is no target.
        if next[here] == nil || current[namespace]?.contains(here) == true {
          if !ends.contains(here) { ends.append(here) }
          if way.isEmpty { way = path }
        }
        continue
      }
      for successor in following {
        if path.contains(successor) {
          let members = path.drop { $0 != successor } + [successor]
          return retired("the chain runs in a circle: \(members.joined(separator: " > "))")
        }
        guard path.count <= SuccessorChain.maximumHops else {
          return retired("the chain is longer than \(SuccessorChain.maximumHops) hops")
        }
        open.append((successor, path + [successor]))
      }
    }
    guard !ends.isEmpty else { return retired("withdrawn without successor") }
    return Start(
      status: known.isSecondary ? .secondary : .replaced, ids: ends, via: way.joined(separator: " > "),
      note: ends.count > 1 ? "split entry" : "")
  }

  /// Entries that had this name, else entries that have it besides their symbol.
  private func named(_ name: String, _ from: Namespace) -> Start? {
    guard let hits = names[from]?[name] else { return nil }
    for (status, via) in [(MappingStatus.previousSymbol, "previous symbol"), (.alias, "alias")] {
      let found = hits.filter { $0.status == status }
      guard let first = found.first else { continue }
      let ids = Set(found.filter { $0.namespace == first.namespace }.map(\.id))
      let others = Set(hits.filter { $0.namespace == first.namespace }.map(\.id)).subtracting(ids)
      return Start(
        status: status, ids: ids.sorted(by: Resolver.numericOrder), namespace: first.namespace, via: via,
        rivals: others.sorted(by: Resolver.numericOrder))
    }
    return nil
  }

  /// A symbol in another case, or one that a spreadsheet made a date of.
  private func repaired(_ text: String, _ from: Namespace, _ hop: Int?) -> Start? {
    func exact(_ name: String) -> [Start] {
      var found: [Start] = []
      if isKnown(name, from, hop) { found.append(Start(status: .exact, ids: [name])) }
      if let start = named(name, from) { found.append(start) }
      return found
    }
    if let possible = SpreadsheetDamage.possibleSymbols(text, isSymbol: true) {
      let found = possible.flatMap(exact)
      guard let first = found.first else { return nil }
      let same = found.filter { $0.namespace == first.namespace }
      var ids: [String] = []
      for id in same.flatMap(\.ids) where !ids.contains(id) { ids.append(id) }
      return Start(
        status: .repaired, ids: ids, namespace: first.namespace, via: "spreadsheet date", note: "spreadsheet damage")
    }
    for folded in [text.uppercased(), text.prefix(1).uppercased() + text.dropFirst().lowercased()] where folded != text
    {
      guard let start = exact(folded).first else { continue }
      return Start(status: .caseFolded, ids: start.ids, namespace: start.namespace, via: "other case")
    }
    return nil
  }

  // MARK: Walk

  /// The ids reached so far.
  private struct Walk {
    var ids: [String]
    var confidence: [String: Double]
    var via: [String] = []
    var notes: [String] = []
    var held: [String] = []

    /// Takes a hop; gives the candidates when its policy stops here.
    mutating func take(_ step: MappingPlan.Step, in references: CrossReferences) -> [String]? {
      let hop = references.hops[step.hop]
      var (next, trust): ([String], [String: Double]) = ([], [:])
      var tables: Set<Int> = []
      held = []
      for id in ids {
        var partners = references.partners(id, in: step.hop)
        if partners.isEmpty, let back = hop.held[id] {
          held += back
          notes.append(
            back.isEmpty
              ? "no ortholog"
              : "\(back.count) ortholog\(back.count == 1 ? "" : "s"), none "
                + "that counts under the policy \(references.orthologs.rawValue)")
        }
        if partners.count > 1 {
          switch step.policy {
          case .prefer:
            let best = partners.map(\.table).min()
            partners.removeAll { $0.table != best }
          case .first: partners = [partners.min { CrossReferences.precedes($0, $1) } ?? partners[0]]
          case .report, .drop, .fail, .all, .weighted: break
          }
        }
        for partner in partners {
          let chained = (confidence[id] ?? 1) * partner.confidence
          if let known = trust[partner.id] {
            trust[partner.id] = 1 - (1 - known) * (1 - chained)
          } else {
            next.append(partner.id)
            trust[partner.id] = chained
          }
          tables.insert(partner.table)
        }
      }
      let used = (tables.isEmpty ? Set(hop.tables) : tables).sorted().map { references.tables[$0] }
      via.append(used.joined(separator: " + "))
      if hop.isOrthology, !next.isEmpty { notes.append("ortholog, policy \(references.orthologs.rawValue)") }
      (ids, confidence) = (next, trust)
      let isStopping = [.report, .drop, .fail].contains(step.policy)
      guard isStopping, next.count > 1, !step.isLast else { return nil }
      return next.map { references.written($0, hop.to) }.sorted(by: Resolver.numericOrder)
    }
  }

  /// Highest confidence, then order of tables, then canonical order.
  static func precedes(_ a: Partner, _ b: Partner) -> Bool {
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    return a.table == b.table ? Resolver.numericOrder(a.id, b.id) : a.table < b.table
  }
}
