internal import Schema

/// Assigns the rows of an annotation to genes.
struct GeneDerivation {
  /// Rows that name no gene.
  private(set) var geneless = 0
  /// The first such row.
  private(set) var firstGeneless: Int?
  /// `Parent` values that no row has as its ID, and the first row with one.
  private(set) var dangling = 0
  private(set) var firstDangling: Int?
  /// How many rows with both ids have equal ones, and how many have both.
  private(set) var equalIDs = 0
  private(set) var pairedIDs = 0
  private(set) var collector: GeneCollector
  private let roles: AttributeRoles
  private let empty: Int32
  private let types: FeatureTypes

  /// Derives the genes of `table`.
  init(_ table: AnnotationTable, roles: AttributeRoles, syntax: AttributeSyntax) {
    collector = GeneCollector(wordCount: table.pool.count)
    self.roles = roles
    empty = table.pool.id(of: "") ?? -1
    types = FeatureTypes(table.pool)
    switch syntax {
    case .gtf: deriveGTF(table)
    case .gff3: deriveGFF3(table)
    }
  }

  // MARK: GTF

  private mutating func deriveGTF(_ table: AnnotationTable) {
    for row in 0..<table.count {
      let facts = roles.facts(table, row: row, empty: empty)
      guard facts.gene >= 0 else {
        noteGeneless(row)
        continue
      }
      let kind = types[table.featureTypes[row]]
      let gene = collector.add(row: row, to: facts.gene, isOwnRow: kind == .gene, table)
      collector.describe(gene, name: facts.name, biotype: facts.biotype)
      guard kind != .gene else { continue }
      if facts.transcript >= 0 {
        pairedIDs += 1
        if facts.transcript == facts.gene { equalIDs += 1 }
        collector.see(transcript: facts.transcript)
      }
      if kind == .exon { collector.addExon(gene, transcript: facts.transcript, row: row, table) }
      if kind == .coding { collector.addCoding(gene, transcript: facts.transcript, row: row, table) }
    }
  }

  // MARK: GFF3

  private mutating func deriveGFF3(_ table: AnnotationTable) {
    var rowOf = [Int32](repeating: -1, count: table.pool.count)
    for row in 0..<table.count {
      let id = roles.facts(table, row: row, empty: empty).identifier
      if id >= 0, rowOf[Int(id)] < 0 { rowOf[Int(id)] = Int32(row) }
    }
    for row in 0..<table.count {
      let facts = roles.facts(table, row: row, empty: empty)
      let kind = types[table.featureTypes[row]]
      if kind == .gene {
        let word = facts.identifier >= 0 ? facts.identifier : facts.gene >= 0 ? facts.gene : facts.name
        guard word >= 0 else {
          noteGeneless(row)
          continue
        }
        let gene = collector.add(row: row, to: word, isOwnRow: true, table)
        collector.describe(gene, name: facts.name, biotype: facts.biotype)
      } else if facts.parentCount == 0 {
        addRoot(row, facts, kind, table)
      } else if facts.parentCount == 1 {
        addChild(row, of: facts.firstParent, facts, kind, rowOf, table)
      } else {
        for parent in roles.parents(table, row: row, empty: empty) {
          addChild(row, of: parent, facts, kind, rowOf, table)
        }
      }
    }
  }

  /// A row without `Parent`: a gene's transcript in files without gene rows, or something outside genes.
  private mutating func addRoot(
    _ row: Int, _ facts: AttributeRoles.Facts, _ kind: FeatureTypes.Kind, _ table: AnnotationTable
  ) {
    let isPiece = kind == .exon || kind == .coding
    let word = facts.gene >= 0 ? facts.gene : kind == .transcript || isPiece ? facts.identifier : -1
    guard word >= 0 else {
      noteGeneless(row)
      return
    }
    let gene = collector.add(row: row, to: word, isOwnRow: false, table)
    collector.describe(gene, name: facts.name, biotype: facts.gene >= 0 ? facts.biotype : -1)
    let transcript = kind == .transcript ? facts.identifier : facts.transcript
    collector.see(transcript: transcript)
    if kind == .exon { collector.addExon(gene, transcript: transcript, row: row, table) }
    if kind == .coding { collector.addCoding(gene, transcript: transcript, row: row, table) }
  }

  private mutating func addChild(
    _ row: Int, of parent: Int32, _ facts: AttributeRoles.Facts, _ kind: FeatureTypes.Kind, _ rowOf: [Int32],
    _ table: AnnotationTable
  ) {
    let ancestor = ascend(from: parent, rowOf, table)
    if ancestor.isDangling {
      dangling += 1
      if firstDangling == nil { firstDangling = row }
    }
    // Without the parent's row the gene is what the row itself says, or else the parent's own name.
    let word = ancestor.isDangling && facts.gene >= 0 ? facts.gene : ancestor.word
    let gene = collector.add(row: row, to: word, isOwnRow: false, table)
    // Only rows that stand alone may name the gene: `Name` of a transcript is the transcript's.
    if ancestor.isDangling { collector.describe(gene, name: -1, biotype: -1) }
    let transcript: Int32
    switch kind {
    case .exon, .coding, .part: transcript = ancestor.isDirect ? -1 : parent
    default: transcript = facts.identifier
    }
    if kind != .part { collector.see(transcript: transcript) }
    if kind == .exon { collector.addExon(gene, transcript: transcript, row: row, table) }
    if kind == .coding { collector.addCoding(gene, transcript: transcript, row: row, table) }
  }

  /// The gene above a parent: the nearest gene row, or the topmost id.
  private func ascend(
    from parent: Int32, _ rowOf: [Int32], _ table: AnnotationTable
  ) -> (word: Int32, isDangling: Bool, isDirect: Bool) {
    var word = parent
    // Real hierarchies are three or four deep; the bound ends a circle of parents.
    for depth in 0..<32 {
      let row = Int(rowOf[Int(word)])
      guard row >= 0 else { return (word, true, false) }
      if types[table.featureTypes[row]] == .gene { return (word, false, depth == 0) }
      let facts = roles.facts(table, row: row, empty: empty)
      guard facts.firstParent >= 0 else { return (facts.gene >= 0 ? facts.gene : word, false, false) }
      word = facts.firstParent
    }
    return (word, true, false)
  }

  private mutating func noteGeneless(_ row: Int) {
    geneless += 1
    if firstGeneless == nil { firstGeneless = row }
  }
}
