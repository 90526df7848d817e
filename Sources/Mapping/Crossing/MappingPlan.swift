public import Schema

/// The hops from one namespace to another, with the tables and the policy of each: printed, and hashed for records.
public struct MappingPlan: Sendable, Hashable {
  /// One hop.
  public struct Step: Sendable, Hashable {
    /// Where it starts.
    public var from: Namespace
    /// Where it ends.
    public var to: Namespace
    /// The tables that know it.
    public var tables: [String]
    /// What becomes of an id with several partners.
    public var policy: AmbiguityPolicy
    /// The ortholog policy, for a hop between species.
    public var orthologs: OrthologPolicy?
    /// Whether its partners are the targets.
    public var isLast: Bool
    /// The hop's number in the references.
    let hop: Int
  }

  /// The hops in order.
  public var steps: [Step]

  /// A line a hop: `hgnc > ensembl by hgnc 2022-02 (report)`.
  public var lines: [String] {
    steps.map { step in
      let words = [step.policy.rawValue] + (step.orthologs.map { ["orthologs \($0.rawValue)"] } ?? [])
      return "\(step.from.rawValue) > \(step.to.rawValue) by \(step.tables.joined(separator: " + "))"
        + " (\(words.joined(separator: ", ")))"
    }
  }
}

extension CrossReferences {
  /// The most hops a plan has.
  static let maximumHops = 4

  /// The shortest plan between two namespaces; nil when there is no way.
  ///
  /// - Parameter policies: one a hop, or one for the last hop; the hops before keep all partners, so that ways that meet
  ///   again are one.
  /// - Throws: `usage` for a number of policies that is neither one nor that of the hops.
  public func plan(
    from: Namespace, to: Namespace, policies: [AmbiguityPolicy] = [.report]
  ) throws(OmicsError) -> MappingPlan? {
    guard let path = path(from, to) else { return nil }
    guard policies.count == 1 || policies.count == path.count else {
      throw OmicsError(
        .usage, "\(policies.count) policies for \(path.count) hops",
        hint: "Name one policy, or one a hop, joined by commas.")
    }
    return MappingPlan(
      steps: path.enumerated().map { place, hop in
        MappingPlan.Step(
          from: hops[hop].from, to: hops[hop].to, tables: hops[hop].tables.map { tables[$0] },
          policy: policies.count == path.count ? policies[place] : place == path.count - 1 ? policies[0] : .all,
          orthologs: hops[hop].isOrthology ? orthologs : nil, isLast: place == path.count - 1, hop: hop)
      })
  }

  /// The hops of the shortest way, in the order of tables where several are as short.
  private func path(_ from: Namespace, _ to: Namespace) -> [Int]? {
    guard from != to else { return [] }
    var seen: Set<Namespace> = [from]
    var open: [(place: Namespace, way: [Int])] = [(from, [])]
    while !open.isEmpty {
      let (place, way) = open.removeFirst()
      guard way.count < Self.maximumHops else { continue }
      for (index, hop) in hops.enumerated() where hop.from == place && !seen.contains(hop.to) {
        if hop.to == to { return way + [index] }
        seen.insert(hop.to)
        open.append((hop.to, way + [index]))
      }
    }
    return nil
  }

  /// The two sides of an ortholog table when both are meant by one namespace: the side that knows more of the ids first.
  public func species(_ namespace: Namespace, _ ids: [String]) -> (from: Namespace, to: Namespace)? {
    let sides = hops.indices.filter {
      hops[$0].isOrthology && (hops[$0].from == namespace || hops[$0].to == namespace)
    }
    func known(_ hop: Int) -> Int {
      ids.count { id in
        let local = Self.local(IdentifierText(id).bare, hops[hop].from)
        return hasPartners(local, in: hop) || hops[hop].held[local] != nil
      }
    }
    guard let first = sides.first else { return nil }
    let best = sides.dropFirst().reduce((first, known(first))) { best, hop in
      let count = known(hop)
      return count > best.1 ? (hop, count) : best
    }
    return (hops[best.0].from, hops[best.0].to)
  }
}
