internal import OmicsIO
public import Schema

/// References between ids of namespaces, gathered from any tables, and the shortest way from one namespace to another.
///
/// A hop is a table read in one direction. Ids are compared without their prefix (`CHEBI:15377` and `15377` are one).
/// `Not` mappings of SSSOM take the pair away, whatever another table says.
public struct CrossReferences: Sendable {
  /// A hop between two namespaces with what it knows.
  struct Hop: Sendable {
    var from: Namespace
    var to: Namespace
    var table: String
    var partners: [String: [String]]
  }

  /// A secondary id with what took its place.
  private var successors: [Namespace: [String: [String]]] = [:]
  private var current: [Namespace: Set<String>] = [:]
  private var denied: Set<String> = []
  private(set) var hops: [Hop] = []

  /// The namespaces that occur.
  public var namespaces: [Namespace] {
    Set(hops.flatMap { [$0.from, $0.to] } + successors.keys + current.keys).sorted()
  }

  /// Nothing known.
  public init() {}

  /// Adds a table; the name stands in what `via` says.
  public mutating func add(_ table: MappingTable, name: String) {
    gather(table, name)
    takeDeniedAway()
  }

  private mutating func gather(_ table: MappingTable, _ name: String) {
    if table.kind == "sssom" { return addSssom(table, name) }
    if let id = table.column(.id) {
      let namespace = table.columns[id].namespace
      if let column = table.column(.successors), table.column(.status) == nil, table.column(.symbol) == nil {
        for row in table.rows.indices {
          let key = Self.local(table.rows[row][id], namespace)
          successors[namespace, default: [:]][key, default: []] += table.values(row, column).map {
            Self.local($0, namespace)
          }
        }
        return
      }
      for row in table.rows.indices where table.isCurrent(row) {
        current[namespace, default: []].insert(Self.local(table.rows[row][id], namespace))
      }
      for (column, known) in table.columns.enumerated()
      where known.role == .reference || known.role == .symbol {
        guard !known.namespace.rawValue.isEmpty else { continue }
        addPairs(table, id, column, name, currentOnly: true)
      }
      return
    }
    guard let subject = table.column(.subject) else { return }
    for (column, known) in table.columns.enumerated() where known.role == .object {
      guard !known.namespace.rawValue.isEmpty, !table.columns[subject].namespace.rawValue.isEmpty else { continue }
      addPairs(table, subject, column, name, currentOnly: false)
    }
  }

  private mutating func addPairs(_ table: MappingTable, _ left: Int, _ right: Int, _ name: String, currentOnly: Bool) {
    let (from, to) = (table.columns[left].namespace, table.columns[right].namespace)
    var (forward, backward) = ([String: [String]](), [String: [String]]())
    for row in table.rows.indices where !currentOnly || table.isCurrent(row) {
      let subject = Self.local(table.rows[row][left], from)
      guard !subject.isEmpty else { continue }
      for value in table.values(row, right) {
        let object = Self.local(value, to)
        if forward[subject]?.contains(object) != true { forward[subject, default: []].append(object) }
        if backward[object]?.contains(subject) != true { backward[object, default: []].append(subject) }
      }
    }
    hops.append(Hop(from: from, to: to, table: name, partners: forward))
    hops.append(Hop(from: to, to: from, table: name, partners: backward))
  }

  /// Exact matches by their prefixes; a `Not` row kills its pair.
  private mutating func addSssom(_ table: MappingTable, _ name: String) {
    guard let subject = table.column(.subject), let object = table.column(.object),
      let predicate = table.column(named: "predicate_id")
    else { return }
    let modifier = table.column(named: "predicate_modifier")
    func parts(_ curie: String) -> (Namespace, String)? {
      guard let colon = curie.firstIndex(of: ":") else { return nil }
      let namespace = Namespace(rawValue: curie[..<colon].lowercased())
      return (namespace, Self.local(String(curie[curie.index(after: colon)...]), namespace))
    }
    var found: [String: Hop] = [:]
    for row in table.rows {
      guard let (from, left) = parts(row[subject]), let (to, right) = parts(row[object]) else { continue }
      if let modifier, row[modifier] == "Not" {
        denied.formUnion([
          "\(from.rawValue):\(left) \(to.rawValue):\(right)", "\(to.rawValue):\(right) \(from.rawValue):\(left)",
        ])
        continue
      }
      if row[predicate] == "IAO:0100001" {
        successors[from, default: [:]][left, default: []].append(right)
        continue
      }
      guard row[predicate] == "skos:exactMatch" else { continue }
      for (a, one, b, other) in [(from, left, to, right), (to, right, from, left)] {
        let key = "\(a.rawValue) \(b.rawValue)"
        if found[key] == nil { found[key] = Hop(from: a, to: b, table: name, partners: [:]) }
        if found[key]?.partners[one]?.contains(other) != true { found[key]?.partners[one, default: []].append(other) }
      }
    }
    for key in found.keys.sorted() { if let hop = found[key] { hops.append(hop) } }
  }

  /// Takes pairs with a `Not` mapping out of all hops, whichever table came first.
  private mutating func takeDeniedAway() {
    guard !denied.isEmpty else { return }
    for index in hops.indices {
      let (from, to) = (hops[index].from.rawValue, hops[index].to.rawValue)
      for (id, partners) in hops[index].partners {
        let kept = partners.filter { !denied.contains("\(from):\(id) \(to):\($0)") }
        if kept.count != partners.count { hops[index].partners[id] = kept.isEmpty ? nil : kept }
      }
    }
  }

  /// An id without its prefix and, for Ensembl and RefSeq, its version.
  static func local(_ id: String, _ namespace: Namespace) -> String {
    var text = id[...]
    let prefix = namespace.rawValue.lowercased() + ":"
    while text.lowercased().hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    return String(text)
  }

  /// The hops from one namespace to another, as few as possible; nil when there is no way of at most three.
  public func plan(from: Namespace, to: Namespace) -> [String]? {
    path(from, to).map { $0.map { "\(hops[$0].from.rawValue) > \(hops[$0].to.rawValue) by \(hops[$0].table)" } }
  }

  private func path(_ from: Namespace, _ to: Namespace) -> [Int]? {
    if from == to { return [] }
    var open: [(Namespace, [Int])] = [(from, [])]
    var seen: Set<Namespace> = [from]
    while !open.isEmpty {
      let (here, path) = open.removeFirst()
      guard path.count < 3 else { continue }
      for (index, hop) in hops.enumerated() where hop.from == here && !seen.contains(hop.to) {
        if hop.to == to { return path + [index] }
        seen.insert(hop.to)
        open.append((hop.to, path + [index]))
      }
    }
    return nil
  }

  // MARK: Resolution

  /// Resolves one id: exact, without its version, by its isoform's canonical entry, or by the successors of a secondary id.
  public func resolve(_ input: String, from: Namespace, to: Namespace) -> MappingOutcome {
    let text = IdentifierText(input)
    if let exclusion = text.exclusion { return MappingOutcome(input: input, status: .excluded, note: exclusion) }
    guard !Resolver.missingWords.contains(text.bare) else {
      return MappingOutcome(input: input, status: .invalid, note: "missing-value word or empty")
    }
    let path = path(from, to) ?? []
    var start = Self.local(text.bare, from)
    var status = MappingStatus.exact
    if !knows(start, from, path) {
      let accession = AccessionParser.parse(start, namespace: from)
      if accession.local != start, knows(accession.local, from, path) || successors[from]?[accession.local] != nil {
        status = accession.isoform != nil ? .isoform : .versionless
        start = accession.local
      }
    }
    var ids = [start]
    var via: [String] = []
    if let chain = followed(start, from) {
      switch chain {
      case .retired(let reason):
        return MappingOutcome(input: input, status: .retired, note: reason)
      case .ends(let ends, let way):
        status = .secondary
        ids = ends
        via.append(way)
      }
    } else if path.isEmpty && !knows(start, from, path) {
      return MappingOutcome(input: input, status: .unresolved)
    }
    for index in path {
      var next: [String] = []
      for id in ids {
        for partner in hops[index].partners[id] ?? [] where !next.contains(partner) { next.append(partner) }
      }
      via.append(hops[index].table)
      ids = next
    }
    let targets = ids.map { Self.written($0, to) }.sorted(by: Resolver.numericOrder)
    guard let target = targets.first else {
      return MappingOutcome(input: input, status: .unresolved, via: via.joined(separator: " > "))
    }
    guard targets.count == 1 else {
      return MappingOutcome(
        input: input, status: .ambiguous, via: via.joined(separator: " > "), candidates: targets)
    }
    return MappingOutcome(
      input: input, status: status, target: target, confidence: Resolver.ceiling(status),
      via: via.isEmpty ? from.rawValue : via.joined(separator: " > "))
  }

  /// Whether an id of a namespace occurs in any table.
  public func knows(_ id: String, _ namespace: Namespace) -> Bool {
    let local = Self.local(IdentifierText(id).bare, namespace)
    if successors[namespace]?[local] != nil || knows(local, namespace, []) { return true }
    let parsed = AccessionParser.parse(local, namespace: namespace).local
    return parsed != local && knows(parsed, namespace, [])
  }

  /// Whether an id has a partner in the first hop, or stands in a table of its namespace.
  private func knows(_ id: String, _ namespace: Namespace, _ path: [Int]) -> Bool {
    if let first = path.first { return hops[first].partners[id] != nil }
    if current[namespace]?.contains(id) == true { return true }
    if hops.contains(where: { $0.from == namespace && $0.partners[id] != nil }) { return true }
    return successors[namespace]?.values.contains { $0.contains(id) } ?? false
  }

  private enum Chain {
    case ends([String], String)
    case retired(String)
  }

  /// Follows replaced ids to the current ones; nil for an id that was never replaced.
  private func followed(_ id: String, _ namespace: Namespace) -> Chain? {
    guard let next = successors[namespace], next[id] != nil else { return nil }
    var ends: [String] = []
    var open: [(id: String, way: [String])] = [(id, [id])]
    var way: [String] = []
    while !open.isEmpty {
      let (here, path) = open.removeFirst()
      guard let following = next[here], !following.isEmpty else {
        if !ends.contains(here) { ends.append(here) }
        if way.isEmpty { way = path }
        continue
      }
      for successor in following {
        if path.contains(successor) { return .retired("the chain runs in a circle at \(successor)") }
        guard path.count <= 16 else { return .retired("the chain is longer than 16 hops") }
        open.append((successor, path + [successor]))
      }
    }
    return .ends(ends, way.joined(separator: " > "))
  }

  /// An id as its namespace writes it: some carry their prefix.
  private static func written(_ id: String, _ namespace: Namespace) -> String {
    switch namespace.rawValue {
    case "hgnc", "chebi", "mgi", "go": "\(namespace.rawValue.uppercased()):\(id)"
    default: id
    }
  }
}
