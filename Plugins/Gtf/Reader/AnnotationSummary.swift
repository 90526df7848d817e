internal import ReaderKit
internal import Schema

/// What follows from all rows together: dialect, gene models, gene features, counts and settings.
enum AnnotationSummary {
  /// Puts the finished table and everything derived from it into the builder.
  static func add(
    _ annotation: AnnotationTable, headers: HeaderFacts, syntax: AttributeSyntax, to builder: inout DatasetBuilder
  ) throws(OmicsError) {
    var table = annotation
    let roles = AttributeRoles(table, syntax: syntax)
    let derivation = GeneDerivation(table, roles: roles, syntax: syntax)
    table.genes = GeneLengths.models(derivation.collector, table.pool)
    let dialect = Dialect(
      Dialect.Marks(
        syntax: syntax, headers: headers, has: { roles.uses(of: $0, in: table.pool) > 0 },
        sources: sources(table),
        idsAreEqual: derivation.pairedIDs > 0 && derivation.equalIDs == derivation.pairedIDs,
        hasGeneID: table.pool.strings.contains { $0.hasPrefix("GeneID:") }))
    table.dialect = dialect.name
    builder.note("dialect", "\(dialect.name): \(dialect.evidence.joined(separator: "; "))")
    builder.dataset.settings = ([Feature.Attribute("dialect", dialect.name)] + headers.settings).sorted {
      $0.key < $1.key
    }
    report(derivation, table, dialect, &builder)
    reportKeys(table, &builder)
    reportLetters(table, &builder)
    try addFeatures(derivation.collector, table, dialect, &builder)
    builder.count("rows", table.count)
    builder.count("genes", table.genes.count)
    builder.count("transcripts", derivation.collector.transcriptCount)
    builder.count("exons", rows(of: "exon", table))
    builder.count("cds", rows(of: "CDS", table))
    builder.dataset.annotation = table
  }

  private static func sources(_ table: AnnotationTable) -> [String] {
    var seen = [Bool](repeating: false, count: table.pool.count)
    var list: [String] = []
    for source in table.sources where !seen[Int(source)] {
      seen[Int(source)] = true
      list.append(table.pool[source])
    }
    return list
  }

  private static func rows(of type: String, _ table: AnnotationTable) -> Int {
    guard let word = table.pool.id(of: type) else { return 0 }
    var total = 0
    for feature in table.featureTypes where feature == word { total += 1 }
    return total
  }

  private static func report(
    _ derivation: GeneDerivation, _ table: AnnotationTable, _ dialect: Dialect, _ builder: inout DatasetBuilder
  ) {
    if let row = derivation.firstGeneless {
      builder.note(
        "rows-without-gene", "\(derivation.geneless) rows name no gene; they are kept outside the gene models",
        line: Int(table.lines[row]))
    }
    if let row = derivation.firstDangling {
      builder.warn(
        "dangling-parent", "\(derivation.dangling) rows lead to a Parent that no row has as its ID",
        line: Int(table.lines[row]), column: "attributes")
    }
    if dialect.family == .ucsc {
      builder.warn(
        "gene-id-equals-transcript-id",
        "every gene_id is a transcript id, so transcripts cannot be grouped into genes")
    }
    var derived = 0
    var isFirstOwn = false
    for draft in derivation.collector.genes {
      let line = Int(table.lines[draft.row])
      let id = table.pool[draft.word]
      if draft.hasOwnRow { isFirstOwn = true } else { derived += 1 }
      if !draft.otherSeqnames.isEmpty {
        builder.warn(
          "gene-on-several-sequences",
          "gene \(id) lies on \(draft.otherSeqnames.count + 1) sequences; lengths are taken on each and added",
          line: line)
      }
      if !draft.otherStrands.isEmpty {
        builder.warn("gene-on-several-strands", "gene \(id) lies on both strands", line: line)
      }
      if draft.hasSeveralNames {
        builder.note("gene-with-several-names", "gene \(id) carries several names; the first is kept", line: line)
      }
    }
    if derived > 0 {
      let all = isFirstOwn ? "\(derived)" : "all \(derived)"
      builder.note("genes-derived", "\(all) genes have no row of their own; their spans are those of their other rows")
    }
  }

  /// Says when an identifier holds letters that look like others, or cannot be seen.
  private static func reportLetters(_ table: AnnotationTable, _ builder: inout DatasetBuilder) {
    let isOdd = table.pool.strings.map { !$0.utf8.allSatisfy { $0 < 0x80 } }
    guard isOdd.contains(true) else { return }
    let isIdentifier = table.pool.strings.map {
      $0.hasSuffix("_id") || $0.hasPrefix("havana_") || $0 == "ID" || $0 == "Parent" || $0 == "Name"
    }
    var reported = isOdd.map { _ in false }
    for row in 0..<table.count {
      for slot in Int(table.attributeOffsets[row])..<Int(table.attributeOffsets[row + 1]) {
        let (key, value) = (Int(table.attributeKeys[slot]), Int(table.attributeValues[slot]))
        let name = table.pool[table.attributeKeys[slot]]
        if isOdd[key], !reported[key], let points = OddLetters.codePoints(in: name) {
          reported[key] = true
          builder.warn(
            "non-ascii-key", "the key \"\(name)\" holds \(points), as no provider writes it",
            line: Int(table.lines[row]), column: "attributes")
        }
        guard isOdd[value], !reported[value] else { continue }
        let id = table.pool[table.attributeValues[slot]]
        // Free text may hold any letter, but none that cannot be seen.
        let odd =
          isIdentifier[key] ? OddLetters.codePoints(in: id) : OddLetters.unseen(in: id) ?? OddLetters.lookAlikes(in: id)
        guard let points = odd else { continue }
        reported[value] = true
        builder.warn(
          "non-ascii-identifier", "\(name) \"\(id)\" holds \(points), unknown to any table",
          line: Int(table.lines[row]), column: "attributes")
      }
    }
  }

  /// Names keys that no provider writes: traces of tools that split values at the wrong place.
  private static func reportKeys(_ table: AnnotationTable, _ builder: inout DatasetBuilder) {
    var reported = [Bool](repeating: false, count: table.pool.count)
    for row in 0..<table.count {
      for slot in Int(table.attributeOffsets[row])..<Int(table.attributeOffsets[row + 1]) {
        let key = Int(table.attributeKeys[slot])
        guard !reported[key] else { continue }
        reported[key] = true
        let text = table.pool[table.attributeKeys[slot]]
        let isPlain = text.utf8.allSatisfy {
          $0 >= 0x80 || ($0 >= 0x30 && $0 <= 0x3A) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x5F
            || $0 == 0x2D
            || $0 == 0x2E
        }
        guard !isPlain || text.isEmpty else { continue }
        builder.note(
          "unusual-attribute-key", "attribute key \"\(text)\" looks like a piece of a value; it is kept",
          line: Int(table.lines[row]), column: "attributes")
      }
    }
  }

  // MARK: Features

  /// Keys of a gene's row that its feature keeps beside name and biotype.
  private static let keptKeys: Set<String> = [
    "gene_version", "hgnc_id", "db_xref", "Dbxref", "havana_gene", "gene_synonym",
  ]

  private static func addFeatures(
    _ collector: GeneCollector, _ table: AnnotationTable, _ dialect: Dialect, _ builder: inout DatasetBuilder
  ) throws(OmicsError) {
    for (index, draft) in collector.genes.enumerated() {
      let model = table.genes[index]
      let row = table.row(draft.row)
      var attributes: [Feature.Attribute] = []
      if !model.name.isEmpty { attributes.append(.init("gene_name", model.name)) }
      if !model.biotype.isEmpty { attributes.append(.init("gene_biotype", model.biotype)) }
      attributes += row.attributes.filter { keptKeys.contains($0.key) && !$0.value.isEmpty }
      let (accession, namespace) = accession(model.id, row, dialect)
      let feature = Feature(
        id: model.id, kind: .gene, accession: accession, namespace: namespace, description: model.name,
        attributes: attributes, line: row.line)
      try builder.addFeature(feature)
    }
  }

  /// A gene's accession: what its provider uses as the key.
  ///
  /// RefSeq's `gene_id` and `ID` are symbols with a suffix for copies; its key is the GeneID reference.
  private static func accession(
    _ id: String, _ row: AnnotationTable.Row, _ dialect: Dialect
  ) -> (String, Namespace) {
    if dialect.family == .refseq {
      for attribute in row.attributes where attribute.key == "db_xref" || attribute.key == "Dbxref" {
        if attribute.value.hasPrefix("GeneID:") { return (String(attribute.value.dropFirst(7)), .ncbiGene) }
      }
    }
    // Ensembl's GFF3 writes `ID=gene:ENSG00000141510`.
    let plain = dialect.syntax == .gff3 && id.hasPrefix("gene:") ? String(id.dropFirst(5)) : id
    return (plain, isEnsembl(plain) ? .ensembl : .local)
  }

  /// `ENSG00000141510`, `ENSMUSG…`, with or without version.
  private static func isEnsembl(_ id: String) -> Bool {
    guard id.hasPrefix("ENS") else { return false }
    let digits = id.utf8.drop { $0 >= 0x41 && $0 <= 0x5A }
    return digits.prefix { $0 >= 0x30 && $0 <= 0x39 }.count >= 11
  }
}
