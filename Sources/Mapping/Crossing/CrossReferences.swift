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
    var partners: [String: [Partner]] = [:]
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
    takeDeniedAway()
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
    hops.append(Hop(from: from, to: to, isOrthology: isOrthology))
    return hops.count - 1
  }

  /// Adds a partner; a pair that several tables name is the more certain.
  mutating func add(_ partner: String, to id: String, in hop: Int, _ confidence: Double) {
    let table = tables.count - 1
    if hops[hop].tables.last != table { hops[hop].tables.append(table) }
    if let place = hops[hop].partners[id]?.firstIndex(where: { $0.id == partner }) {
      if hops[hop].partners[id]?[place].table != table {
        let known = hops[hop].partners[id]?[place].confidence ?? 0
        hops[hop].partners[id]?[place].confidence = 1 - (1 - known) * (1 - confidence)
      }
      return
    }
    hops[hop].partners[id, default: []].append(Partner(id: partner, table: table, confidence: confidence))
  }

  /// Takes pairs with a `Not` mapping out of all hops, whichever table came first.
  private mutating func takeDeniedAway() {
    guard !denied.isEmpty else { return }
    for index in hops.indices {
      let (from, to) = (hops[index].from, hops[index].to)
      for (id, partners) in hops[index].partners {
        let kept = partners.filter { !isDenied(id, from, $0.id, to) }
        if kept.count != partners.count { hops[index].partners[id] = kept.isEmpty ? nil : kept }
      }
    }
  }

  /// Whether a table joins two namespaces directly.
  public func joins(_ from: Namespace, _ to: Namespace) -> Bool { hops.contains { $0.from == from && $0.to == to } }

  /// Whether a `Not` mapping speaks of the two ids.
  func isDenied(_ id: String, _ from: Namespace, _ other: String, _ to: Namespace) -> Bool {
    !denied.isEmpty && denied.contains("\(from.rawValue):\(id) \(to.rawValue):\(other)")
  }

  // MARK: Ids

  /// An id without its prefix and, for Ensembl and RefSeq, its version.
  static func local(_ id: String, _ namespace: Namespace) -> String {
    var text = id[...]
    let word = namespace.rawValue.split(separator: "@").first.map { $0.lowercased() } ?? ""
    if text.utf8.contains(0x3A) {
      while text.lowercased().hasPrefix(word + ":") { text = text.dropFirst(word.utf8.count + 1) }
    }
    guard word == "ensembl" || word == "refseq", text.utf8.contains(0x2E) else { return String(text) }
    let accession = AccessionParser.parse(String(text), namespace: Namespace(rawValue: word))
    return accession.flags.isEmpty ? accession.local : String(text)
  }

  /// A CURIE such as `GeneID:7157` or `HGNC:HGNC:5` in parts; nil without a prefix.
  func parts(_ curie: String) -> (namespace: Namespace, id: String)? {
    guard let colon = curie.firstIndex(of: ":"), colon != curie.startIndex else { return nil }
    let namespace = registry.namespace(String(curie[..<colon]))
    return (namespace, Self.local(String(curie[curie.index(after: colon)...]), namespace))
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
