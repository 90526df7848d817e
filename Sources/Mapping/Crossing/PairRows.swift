internal import OmicsIO
internal import Schema

/// What the rows of a table say of ids and their partners, one row at a time, whether the table stands in memory or not.
struct PairRows {
  /// An id of a hop has a partner: the hop's place in `hops`, the id, the partner, trust.
  typealias Entry = (Int, String, String, Double) -> Void

  /// The hops of the rows so far, in the order in which they came.
  private(set) var hops: [(from: Namespace, to: Namespace)] = []

  private enum Shape {
    /// Ids, and columns of their partners.
    case columns([Int])
    /// BridgeDb: each side has the code of its system in a column of its own.
    case systemCodes(object: Int, left: Int, right: Int)
    /// UniProt's idmapping: the database stands in a column of its own.
    case databases(object: Int, name: Int)
  }

  private let columns: [MappingTable.Column]
  private let registry: NamespaceRegistry
  private let shape: Shape
  private let subject: Int
  private let confidence: Int?
  private let status: Int?
  private let sources: [Int]
  private var hopOf: [Namespace: [Namespace: Int]] = [:]
  private var spaceOf: [String: (namespace: Namespace, form: LocalForm)] = [:]

  /// The rows of a pair table; nil for any other.
  init?(_ head: MappingTable, registry: NamespaceRegistry) {
    guard !["sssom", "orthologs"].contains(head.kind), head.column(.id) == nil, let subject = head.column(.subject)
    else { return nil }
    let object = head.column(.object)
    switch head.kind {
    case "uniprot-idmapping":
      guard let object, let name = head.column(named: "database") else { return nil }
      self.init(head, registry, subject, .databases(object: object, name: name))
    case "bridgedb":
      guard let object, let left = head.column(named: "subject_source"),
        let right = head.column(named: "object_source")
      else { return nil }
      self.init(head, registry, subject, .systemCodes(object: object, left: left, right: right))
    default:
      self.init(head, registry, subject, .columns(head.columns.indices.filter { head.columns[$0].role == .object }))
    }
  }

  /// The ids of one column and their partners in another.
  init(_ head: MappingTable, _ id: Int, partners column: Int, registry: NamespaceRegistry) {
    self.init(head, registry, id, .columns([column]))
  }

  private init(_ head: MappingTable, _ registry: NamespaceRegistry, _ subject: Int, _ shape: Shape) {
    columns = head.columns
    self.registry = registry
    self.subject = subject
    self.shape = shape
    confidence = head.column(.confidence)
    status = head.column(.status)
    sources = SourceSupport.columns(head)
  }

  /// Takes a row.
  mutating func take(_ cell: (Int) -> String, _ entry: Entry) {
    if let status, !MappingTable.currentWords.contains(cell(status)) { return }
    switch shape {
    case .columns(let objects):
      guard let left = reference(cell(subject), columns[subject].namespace) else { return }
      var trust = confidence.flatMap { NumberParsing.double(cell($0)) } ?? 1
      if sources.contains(where: { cell($0) != "1" }) { trust *= SourceSupport.partial }
      for object in objects {
        for value in columns[object].values(cell(object)) {
          guard let right = reference(value, columns[object].namespace) else { continue }
          join(left, right, trust, entry)
        }
      }
    case .systemCodes(let object, let left, let right):
      let (from, to) = (space(cell(left)), space(cell(right)))
      join((from.namespace, from.form(cell(subject))), (to.namespace, to.form(cell(object))), 1, entry)
    case .databases(let object, let name):
      // Genes, transcripts and proteins of Ensembl are told apart on the way there; on the way back the id itself tells.
      let word = cell(name)
      let (namespace, form) = space(word)
      let isEnsembl = namespace.rawValue.hasPrefix("ensembl")
      let (accession, id) = (cell(subject), form(cell(object)))
      guard !accession.isEmpty, !id.isEmpty else { return }
      var canonical = accession
      if accession.utf8.contains(0x2D) {
        let parsed = AccessionParser.parse(accession, namespace: .uniprot)
        if parsed.isoform != nil { canonical = parsed.local }
      }
      let (there, back) = (hop(.uniprot, namespace), hop(namespace, .uniprot))
      let general = isEnsembl && namespace != .ensembl ? hop(.ensembl, .uniprot) : nil
      for key in canonical == accession ? [accession] : [accession, canonical] {
        entry(there, key, id, 1)
        entry(back, id, key, 1)
      }
      if let general { entry(general, id, canonical, 1) }
    }
  }

  private mutating func join(
    _ left: (namespace: Namespace, id: String), _ right: (namespace: Namespace, id: String), _ trust: Double,
    _ entry: Entry
  ) {
    guard !left.id.isEmpty, !right.id.isEmpty else { return }
    entry(hop(left.namespace, right.namespace), left.id, right.id, trust)
    entry(hop(right.namespace, left.namespace), right.id, left.id, trust)
  }

  private mutating func hop(_ from: Namespace, _ to: Namespace) -> Int {
    if let known = hopOf[from]?[to] { return known }
    hopOf[from, default: [:]][to] = hops.count
    hops.append((from, to))
    return hops.count - 1
  }

  /// An id of a column in its local form; in a column without a namespace the id brings it along.
  private mutating func reference(_ value: String, _ namespace: Namespace) -> (namespace: Namespace, id: String)? {
    guard namespace.rawValue.isEmpty else {
      if let known = spaceOf[namespace.rawValue] { return (namespace, known.form(value)) }
      let form = LocalForm(namespace)
      spaceOf[namespace.rawValue] = (namespace, form)
      return (namespace, form(value))
    }
    return CrossReferences.parts(value, registry)
  }

  /// The namespace that a database or system code means.
  private mutating func space(_ word: String) -> (namespace: Namespace, form: LocalForm) {
    if let known = spaceOf[word] { return known }
    let namespace: Namespace
    switch (shape, word) {
    case (.databases, "Ensembl_TRS"): namespace = Namespace(rawValue: "ensembl.transcript")
    case (.databases, "Ensembl_PRO"): namespace = Namespace(rawValue: "ensembl.protein")
    default: namespace = registry.namespace(word)
    }
    var form = LocalForm(namespace)
    if case .databases = shape, namespace.rawValue.hasPrefix("ensembl") { form = LocalForm(.ensembl) }
    spaceOf[word] = (namespace, form)
    return (namespace, form)
  }
}
