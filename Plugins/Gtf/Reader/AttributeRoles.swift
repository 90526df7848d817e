internal import Schema

/// What the attribute keys of a file mean for gene models.
///
/// Keys are words of the table's pool; a key's role is found by its id, without comparing text.
struct AttributeRoles {
  /// What a key says.
  enum Role: UInt8 {
    case none, geneID, transcriptID, identifier, parent, name, biotype
  }

  /// Keys that hold a gene's name, best first.
  static let nameKeys = ["gene_name", "ref_gene_name", "gene_symbol", "gene", "Name"]
  /// Keys that hold a gene's biotype, best first.
  static let biotypeKeys = ["gene_biotype", "gene_type", "biotype"]

  /// Role by word id; words beyond the end have none.
  private var roles: [Role]
  /// Order of preference among keys of one role; lower is better.
  private var ranks: [UInt8]
  /// How many times each word was used as a key.
  private let uses: [Int32]

  init(_ table: AnnotationTable, syntax: AttributeSyntax) {
    var uses = [Int32](repeating: 0, count: table.pool.count)
    for key in table.attributeKeys { uses[Int(key)] &+= 1 }
    self.uses = uses
    roles = [Role](repeating: .none, count: table.pool.count)
    ranks = [UInt8](repeating: 0, count: table.pool.count)
    set(table.pool, ["gene_id"], .geneID)
    set(table.pool, ["transcript_id"], .transcriptID)
    // `gene` and `Name` name other things outside RefSeq and GFF3 gene rows.
    set(table.pool, syntax == .gff3 ? Self.nameKeys : Array(Self.nameKeys.dropLast()), .name)
    set(table.pool, syntax == .gff3 ? Self.biotypeKeys : Array(Self.biotypeKeys.dropLast()), .biotype)
    if syntax == .gff3 {
      set(table.pool, ["ID"], .identifier)
      set(table.pool, ["Parent"], .parent)
    }
  }

  private mutating func set(_ pool: StringPool, _ keys: [String], _ role: Role) {
    for (rank, key) in keys.enumerated() {
      guard let id = pool.id(of: key), uses[Int(id)] > 0 else { continue }
      roles[Int(id)] = role
      ranks[Int(id)] = UInt8(rank)
    }
  }

  /// How often a text was used as a key.
  func uses(of key: String, in pool: StringPool) -> Int { pool.id(of: key).map { Int(uses[Int($0)]) } ?? 0 }

  /// What one row says, as words; -1 where it says nothing.
  struct Facts {
    var gene: Int32 = -1
    var transcript: Int32 = -1
    var identifier: Int32 = -1
    var firstParent: Int32 = -1
    var parentCount = 0
    var name: Int32 = -1
    var biotype: Int32 = -1
  }

  /// The facts of a row; `empty` is the id of the empty word, which is never an identifier.
  func facts(_ table: AnnotationTable, row: Int, empty: Int32) -> Facts {
    var facts = Facts()
    var (nameRank, biotypeRank) = (UInt8.max, UInt8.max)
    for slot in Int(table.attributeOffsets[row])..<Int(table.attributeOffsets[row + 1]) {
      let key = Int(table.attributeKeys[slot])
      let value = table.attributeValues[slot]
      if value == empty { continue }
      switch roles[key] {
      case .none: break
      case .geneID: if facts.gene < 0 { facts.gene = value }
      case .transcriptID: if facts.transcript < 0 { facts.transcript = value }
      case .identifier: if facts.identifier < 0 { facts.identifier = value }
      case .parent:
        if facts.parentCount == 0 { facts.firstParent = value }
        facts.parentCount += 1
      case .name:
        if ranks[key] < nameRank { (facts.name, nameRank) = (value, ranks[key]) }
      case .biotype:
        if ranks[key] < biotypeRank { (facts.biotype, biotypeRank) = (value, ranks[key]) }
      }
    }
    return facts
  }

  /// The values of `Parent` in a row, in order.
  func parents(_ table: AnnotationTable, row: Int, empty: Int32) -> [Int32] {
    var list: [Int32] = []
    for slot in Int(table.attributeOffsets[row])..<Int(table.attributeOffsets[row + 1]) {
      let value = table.attributeValues[slot]
      if roles[Int(table.attributeKeys[slot])] == .parent, value != empty { list.append(value) }
    }
    return list
  }
}
