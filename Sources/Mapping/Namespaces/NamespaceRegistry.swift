public import OmicsIO
public import Schema

/// The namespaces that are known: how their ids look, what else they are called, and the order in which patterns are tried.
///
/// Read from `Mappings/namespaces`. Patterns validate, they do not detect: only those with a rank, which nothing else can
/// mean, name a namespace by themselves; digits and symbols need membership in a table.
public struct NamespaceRegistry: Sendable {
  /// One namespace.
  public struct Entry: Sendable {
    /// The Bioregistry prefix.
    public var namespace: Namespace
    /// What an id stands for: gene, protein, compound, pathway, …
    public var entity: String
    /// The NCBI taxon its ids belong to; empty for all.
    public var species: String
    /// The place of its pattern in detection; nil when its pattern decides nothing.
    public var rank: Int?
    /// What an id looks like, without prefix; nil when there is no rule.
    public var pattern: AnchoredPattern?
    /// Whether a version may follow a dot.
    public var hasVersion: Bool
    /// Whether an isoform may follow a dash.
    public var hasIsoform: Bool
    /// The prefix that ids repeat inside their local part, such as `CHEBI`; empty for none.
    public var banana: String
    /// Whether ids are written in capitals.
    public var isUpper: Bool
    /// Other words for it.
    public var synonyms: [String]
  }

  /// The namespaces, by prefix.
  public private(set) var entries: [Entry] = []
  private var byName: [String: Int] = [:]
  private var ranked: [Int] = []

  /// Knows nothing: ids are taken as they stand.
  public init() {}

  /// Reads a registry.
  ///
  /// - Throws: `missing` for an absent column, `value` for a pattern or rank that cannot be understood, `duplicate` for a
  ///   word that names two namespaces.
  public init(_ source: inout ByteSource) throws(OmicsError) {
    var scanner = DelimitedScanner(delimiter: 0x09)
    let header = try scanner.next(&source)?.strings() ?? []
    func column(_ name: String) throws(OmicsError) -> Int {
      guard let place = header.firstIndex(of: name) else {
        throw OmicsError(
          .missing, "a namespace registry has a column \"\(name)\"", at: SourceLocation(file: source.name, line: 1))
      }
      return place
    }
    let places = try [
      "prefix", "entity", "species", "rank", "pattern", "version", "isoform", "banana", "case", "synonyms",
    ]
    .map { (name) throws(OmicsError) in try column(name) }
    while let row = try scanner.next(&source) {
      let at = SourceLocation(file: source.name, line: row.lineNumber)
      guard row.count == header.count else {
        throw OmicsError(.malformed, "expected \(header.count) cells, found \(row.count)", at: at)
      }
      let cells = places.map { row.string($0) }
      let pattern = cells[4].isEmpty ? nil : AnchoredPattern(cells[4])
      guard cells[4].isEmpty || pattern != nil else {
        throw OmicsError(.value, "the pattern \"\(cells[4])\" cannot be understood", at: at)
      }
      guard cells[3].isEmpty || Int(cells[3]) != nil else {
        throw OmicsError(.value, "rank takes a whole number, found \"\(cells[3])\"", at: at)
      }
      let synonyms = cells[9].split(separator: "|").map(String.init)
      for word in [cells[0]] + synonyms {
        guard byName.updateValue(entries.count, forKey: word) == nil else {
          throw OmicsError(.duplicate, "\"\(word)\" names two namespaces", at: at)
        }
      }
      entries.append(
        Entry(
          namespace: Namespace(rawValue: cells[0]), entity: cells[1], species: cells[2], rank: Int(cells[3]),
          pattern: pattern, hasVersion: cells[5] == "dot", hasIsoform: cells[6] == "dash", banana: cells[7],
          isUpper: cells[8] == "upper", synonyms: synonyms))
    }
    // Longer words are found in any case; short ones, such as system codes of one letter, as written.
    for (index, entry) in entries.enumerated() {
      for word in [entry.namespace.rawValue] + entry.synonyms where word.utf8.count > 2 {
        if byName[word.lowercased()] == nil { byName[word.lowercased()] = index }
      }
    }
    ranked = entries.indices.filter { entries[$0].rank != nil }
      .sorted { (entries[$0].rank ?? 0) < (entries[$1].rank ?? 0) }
  }

  /// The namespace of a prefix or synonym; nil when it is not known.
  public func entry(_ word: String) -> Entry? {
    (byName[word] ?? byName[word.lowercased()]).map { entries[$0] }
  }

  /// The namespace of a word; the lowercased word itself where the registry knows none.
  public func namespace(_ word: String) -> Namespace {
    entry(word)?.namespace ?? Namespace(rawValue: word.lowercased())
  }

  /// Whether an id can be one of a namespace, with or without its prefix; namespaces without a rule take any.
  public func isWellFormed(_ id: String, _ namespace: Namespace) -> Bool {
    guard let entry = entry(namespace.rawValue), let pattern = entry.pattern else { return true }
    if pattern.matches(Self.bare(id, entry)) { return true }
    guard entry.hasIsoform, let dash = id.lastIndex(of: "-") else { return false }
    return pattern.matches(Self.bare(String(id[..<dash]), entry))
  }

  /// The namespace whose ranked pattern an id fits first. Those whose ids are plain digits need their banana.
  public func byPattern(_ id: String) -> Namespace? {
    for index in ranked {
      let entry = entries[index]
      if entry.banana.isEmpty {
        if entry.pattern?.matches(id) == true { return entry.namespace }
      } else if Self.hasBanana(id, entry), entry.pattern?.matches(Self.bare(id, entry)) == true {
        return entry.namespace
      }
    }
    return nil
  }

  private static func hasBanana(_ id: String, _ entry: Entry) -> Bool {
    id.lowercased().hasPrefix(entry.banana.lowercased() + ":")
  }

  private static func bare(_ id: String, _ entry: Entry) -> String {
    let words = [entry.namespace.rawValue + ":"] + (entry.banana.isEmpty ? [] : [entry.banana.lowercased() + ":"])
    var text = id[...]
    while let word = words.first(where: { text.lowercased().hasPrefix($0) }) { text = text.dropFirst(word.utf8.count) }
    return String(text)
  }
}
