public import Schema

/// References between ids of namespaces, gathered from any tables.
///
/// A hop joins two namespaces by all tables that know the pair; ids are compared without their prefix (`CHEBI:15377` and
/// `15377` are one) and Ensembl and RefSeq ids without their version. `Not` mappings of SSSOM take the pair away, whatever
/// another table says. Orthologs are a hop of their own between `ensembl` and `ensembl@mouse`.
public struct CrossReferences: Sendable {
  /// An id on the other side of a hop.
  struct Partner: Sendable, Hashable {
    var id: String
    /// The first table that says so, as its place in the order of tables.
    var table: Int
    /// Trust from 0 to 1; independent tables that agree add up.
    var confidence: Double
  }

  /// A hop between two namespaces with what it knows.
  struct Hop: Sendable {
    var from: Namespace
    var to: Namespace
    var tables: [Int] = []
    var isOrthology = false
    /// The places of the ids of its two sides among the pools.
    var fromPool: Int
    var toPool: Int
    var links = PartnerLinks()
    /// What tables on disk know of it.
    var lookups: [(file: LookupFile, hop: Int, table: Int)] = []
    /// Orthologs that the policy keeps back, and ids that are known to have none.
    var held: [String: [String]] = [:]
  }

  /// What took the place of an id that is no longer current.
  struct Replacement: Sendable {
    /// Whether it was an accession of the same entry, not an entry that was withdrawn.
    var isSecondary: Bool
    var successors: [String] = []
  }

  /// A name an entry had, or has besides its symbol.
  struct Name: Sendable {
    var status: MappingStatus
    var namespace: Namespace
    var id: String
  }

  /// The names of the tables, in the order they were added.
  var tables: [String] = []
  /// The hops, in the order in which tables gave them.
  var hops: [Hop] = []
  /// The ids of namespaces that hops join.
  private(set) var pools: [IdPool] = []
  private var poolOf: [Namespace: Int] = [:]
  /// Ids that are not current any more.
  var replaced: [Namespace: [String: Replacement]] = [:]
  /// Ids that took the place of others.
  var succeeding: [Namespace: Set<String>] = [:]
  /// Ids that are current.
  var current: [Namespace: Set<String>] = [:]
  /// Previous symbols and aliases by symbol namespace.
  var names: [Namespace: [String: [Name]]] = [:]
  /// Pairs that a `Not` mapping denies, as `ns:id ns:id`.
  var denied: Set<String> = []
  private var hopOf: [String: Int] = [:]

  /// The namespaces that are known by name and by their synonyms.
  public let registry: NamespaceRegistry
  /// Which orthologs count.
  public let orthologs: OrthologPolicy

  /// Nothing known.
  public init(registry: NamespaceRegistry = NamespaceRegistry(), orthologs: OrthologPolicy = .oneToOne) {
    self.registry = registry
    self.orthologs = orthologs
  }

  /// The namespaces that occur.
  public var namespaces: [Namespace] {
    Set(hops.flatMap { [$0.from, $0.to] } + Array(replaced.keys) + Array(current.keys) + Array(names.keys)).sorted()
  }

  /// The namespace that a word means here: itself, a synonym of the registry, or its only species.
  public func namespace(_ word: String) -> Namespace {
    let known = namespaces
    let asked = Namespace(rawValue: word)
    if known.contains(asked) { return asked }
    let synonym = registry.namespace(word)
    if known.contains(synonym) { return synonym }
    let species = known.filter { $0.rawValue.hasPrefix("\(synonym.rawValue)@") }
    return species.count == 1 ? species[0] : synonym
  }

  /// Adds a table; the name stands in what `via` says.
  public mutating func add(_ table: MappingTable, name: String) {
    tables.append(name)
    gather(table)
  }

  /// Joins two ids, both ways.
  mutating func join(
    _ left: String, _ from: Namespace, _ right: String, _ to: Namespace, confidence: Double = 1
  ) {
    guard !left.isEmpty, !right.isEmpty else { return }
    add(right, to: left, in: hop(from, to), confidence)
    add(left, to: right, in: hop(to, from), confidence)
  }

  /// The number of the hop between two namespaces, made where there is none.
  mutating func hop(_ from: Namespace, _ to: Namespace, isOrthology: Bool = false) -> Int {
    let key = "\(from.rawValue) \(to.rawValue)"
    if let known = hopOf[key] { return known }
    hopOf[key] = hops.count
    hops.append(Hop(from: from, to: to, isOrthology: isOrthology, fromPool: pool(from), toPool: pool(to)))
    return hops.count - 1
  }

  private mutating func pool(_ namespace: Namespace) -> Int {
    if let known = poolOf[namespace] { return known }
    poolOf[namespace] = pools.count
    pools.append(IdPool())
    return pools.count - 1
  }

  /// Adds a partner; a pair that several tables name is the more certain.
  mutating func add(_ partner: String, to id: String, in hop: Int, _ confidence: Double) {
    let table = tables.count - 1
    if hops[hop].tables.last != table { hops[hop].tables.append(table) }
    var (id, partner) = (id, partner)
    let own = id.withUTF8 { pools[hops[hop].fromPool].number(UnsafeRawBufferPointer($0)) }
    let other = partner.withUTF8 { pools[hops[hop].toPool].number(UnsafeRawBufferPointer($0)) }
    hops[hop].links.add(other, to: own, table: table, confidence: confidence)
  }

  /// The partners of an id in a hop, without those that a `Not` mapping denies.
  func partners(_ id: String, in hop: Int) -> [Partner] {
    let hop = hops[hop]
    var found: [Partner] = []
    if let number = pools[hop.fromPool].find(id) {
      hop.links.forEach(number) {
        found.append(Partner(id: pools[hop.toPool][Int($0.partner)], table: Int($0.table), confidence: $0.confidence))
      }
    }
    for lookup in hop.lookups {
      for (partner, confidence) in lookup.file.partners(of: id, hop: lookup.hop) {
        if let place = found.firstIndex(where: { $0.id == partner }) {
          found[place].table = min(found[place].table, lookup.table)
          found[place].confidence = 1 - (1 - found[place].confidence) * (1 - confidence)
        } else {
          found.append(Partner(id: partner, table: lookup.table, confidence: confidence))
        }
      }
    }
    if !denied.isEmpty { found.removeAll { isDenied(id, hop.from, $0.id, hop.to) } }
    return found
  }

  /// Whether an id has partners in a hop.
  func hasPartners(_ id: String, in hop: Int) -> Bool {
    if denied.isEmpty, hops[hop].lookups.isEmpty {
      return pools[hops[hop].fromPool].find(id).map { hops[hop].links.count($0) > 0 } ?? false
    }
    return !partners(id, in: hop).isEmpty
  }

  /// Goes over the ids of a hop that have partners, and these, in the order in which tables in memory gave them.
  func forEachId(in hop: Int, _ body: (String, [Partner]) -> Void) {
    for number in 0..<pools[hops[hop].fromPool].count where hops[hop].links.count(number) > 0 {
      let id = pools[hops[hop].fromPool][number]
      let partners = partners(id, in: hop)
      if !partners.isEmpty { body(id, partners) }
    }
  }

  /// Whether a table joins two namespaces directly.
  public func joins(_ from: Namespace, _ to: Namespace) -> Bool { hop(joining: from, to) != nil }

  /// The number of the hop between two namespaces.
  func hop(joining from: Namespace, _ to: Namespace) -> Int? { hops.firstIndex { $0.from == from && $0.to == to } }

  /// Whether a `Not` mapping speaks of the two ids.
  func isDenied(_ id: String, _ from: Namespace, _ other: String, _ to: Namespace) -> Bool {
    !denied.isEmpty && denied.contains("\(from.rawValue):\(id) \(to.rawValue):\(other)")
  }

  // MARK: Ids

  /// An id without its prefix and, for Ensembl and RefSeq, its version.
  static func local(_ id: String, _ namespace: Namespace) -> String { LocalForm(namespace)(id) }

  /// A CURIE such as `GeneID:7157` or `HGNC:HGNC:5` in parts; nil without a prefix.
  func parts(_ curie: String) -> (namespace: Namespace, id: String)? { Self.parts(curie, registry) }

  static func parts(_ curie: String, _ registry: NamespaceRegistry) -> (namespace: Namespace, id: String)? {
    guard let colon = curie.firstIndex(of: ":"), colon != curie.startIndex else { return nil }
    let namespace = registry.namespace(String(curie[..<colon]))
    return (namespace, local(String(curie[curie.index(after: colon)...]), namespace))
  }

  /// An id as its namespace writes it: some carry their prefix.
  func written(_ id: String, _ namespace: Namespace) -> String {
    if let banana = registry.entry(namespace.rawValue)?.banana, !banana.isEmpty { return "\(banana):\(id)" }
    switch namespace.rawValue {
    case "hgnc", "chebi", "mgi", "go": return "\(namespace.rawValue.uppercased()):\(id)"
    default: return id
    }
  }
}
