public import Schema

extension CrossReferences {
  /// Which namespaces the ids of a column are in: each id votes once, by exclusive pattern, else by membership.
  public struct Vote: Sendable {
    /// The share of distinct ids of each namespace, best first; an id that several know counts for each.
    public var shares: [NamespaceDetection.Share]
    /// The share of ids that exactly one namespace explains.
    public var explained: Double
    /// Whether two namespaces explain the same ids equally well.
    public var isTied: Bool
  }

  /// The names of the tables in order.
  public var tableNames: [String] { tables }

  /// Counts the votes of distinct ids.
  public func vote(_ ids: [String]) -> Vote {
    var seen: Set<String> = []
    var counts: [Namespace: Int] = [:]
    var (single, several) = (0, 0)
    let known = namespaces
    for id in ids.lazy.flatMap(GroupedIds.single) {
      let text = IdentifierText(id)
      guard text.exclusion == nil, !Resolver.missingWords.contains(text.bare), seen.insert(text.bare).inserted else {
        continue
      }
      let own = candidates(text.bare, among: known)
      for namespace in own { counts[namespace, default: 0] += 1 }
      if own.count == 1 { single += 1 } else if own.count > 1 { several += 1 }
    }
    let total = Double(max(1, seen.count))
    return Vote(
      shares: counts.map { NamespaceDetection.Share(namespace: $0.key, share: Double($0.value) / total) }
        .sorted { ($1.share, $0.namespace) < ($0.share, $1.namespace) },
      explained: Double(single) / total, isTied: several * 5 > seen.count)
  }

  /// The one namespace of those named that an id is in; nil when none or several are.
  public func namespace(of id: String, among known: [Namespace]) -> Namespace? {
    let own = candidates(IdentifierText(id).bare, among: known)
    return own.count == 1 ? own[0] : nil
  }

  private func candidates(_ id: String, among known: [Namespace]) -> [Namespace] {
    let members = known.filter { knows(id, $0) }
    guard let pattern = registry.byPattern(id) else { return members }
    let fitting = known.filter { ($0.rawValue.split(separator: "@").first ?? "") == pattern.rawValue }
    let both = members.filter(fitting.contains)
    return both.isEmpty ? (members.isEmpty ? Array(fitting.prefix(1)) : members) : both
  }
}
