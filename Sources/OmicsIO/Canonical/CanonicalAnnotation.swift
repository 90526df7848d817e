import Schema

/// `annotation.tsv` (one row a GTF line) and `genes.tsv` (one row a gene derived from them).
///
/// `gene_id` to `biotype` repeat what the attributes say, for readers that want columns; the attributes are the truth.
enum CanonicalAnnotation {
  static let columns = [
    "seqname", "source", "feature", "start", "end", "score", "strand", "frame", "gene_id", "transcript_id",
    "protein_id", "gene_name", "biotype", "attributes", "line",
  ]
  static let geneColumns = [
    "gene_id", "gene_name", "biotype", "seqname", "start", "end", "strand", "transcripts", "length_exon_union",
    "length_longest", "length_median", "length_mean", "length_cds", "exons",
  ]
  private static let derived: [[String]] = [
    ["gene_id"], ["transcript_id"], ["protein_id"], ["gene_name", "gene"], ["gene_biotype", "gene_type", "biotype"],
  ]

  private static func first(_ keys: [String], _ row: AnnotationTable.Row) -> String? {
    for key in keys {
      if let value = row.first(key) { return value }
    }
    return nil
  }

  static func table(_ annotation: AnnotationTable, to sink: ByteSink? = nil) -> CanonicalTableWriter {
    var table = CanonicalTableWriter(
      "annotation", facts: [("dialect", annotation.dialect)], columns: columns, to: sink)
    for index in 0..<annotation.count {
      let row = annotation.row(index)
      table.statedText(row.seqname)
      table.statedText(row.source)
      table.statedText(row.feature)
      table.integer(row.start)
      table.integer(row.end)
      table.number(row.score)
      table.statedText(row.strand)
      table.integer(row.frame, missing: -1)
      for keys in derived { table.optionalText(first(keys, row)) }
      table.attributes(row.attributes)
      table.integer(row.line, missing: 0)
      table.endRow()
    }
    return table
  }

  static func read(_ table: inout CanonicalTableReader) throws(OmicsError) -> AnnotationTable {
    try table.require(columns)
    var annotation = AnnotationTable()
    annotation.dialect = try table.fact("dialect")
    while try table.next() {
      let frame = try table.integer(7, missing: -1)
      guard let frame = Int8(exactly: frame) else { throw table.error(.value, "no such frame", column: 7) }
      let row = AnnotationTable.Row(
        seqname: try table.statedText(0), source: try table.statedText(1), feature: try table.statedText(2),
        start: try table.integer(3), end: try table.integer(4), score: try table.number(5),
        strand: try table.statedText(6), frame: Int(frame), attributes: try table.attributes(13),
        line: try lineNumber(table))
      for (offset, keys) in derived.enumerated() {
        guard try table.optionalText(8 + offset) == first(keys, row) else {
          throw table.error(.malformed, "the cell differs from the row's attributes", column: 8 + offset)
        }
      }
      annotation.append(row)
    }
    return annotation
  }

  private static func lineNumber(_ table: CanonicalTableReader) throws(OmicsError) -> Int {
    let line = try table.integer(14, missing: 0)
    guard Int32(exactly: line) != nil else { throw table.error(.value, "no such line", column: 14) }
    return line
  }

  static func genes(_ genes: [GeneModel]) -> CanonicalTableWriter {
    var table = CanonicalTableWriter("genes", columns: geneColumns)
    for gene in genes {
      table.statedText(gene.id)
      table.statedText(gene.name)
      table.statedText(gene.biotype)
      table.statedText(gene.seqname)
      table.integer(gene.start)
      table.integer(gene.end)
      table.statedText(gene.strand)
      table.integer(gene.transcripts)
      table.integer(gene.lengthExonUnion)
      table.integer(gene.lengthLongest)
      table.number(gene.lengthMedian)
      table.number(gene.lengthMean)
      table.integer(gene.lengthCDS)
      table.integer(gene.exons)
      table.endRow()
    }
    return table
  }

  static func readGenes(_ table: inout CanonicalTableReader) throws(OmicsError) -> [GeneModel] {
    try table.require(geneColumns)
    var genes: [GeneModel] = []
    while try table.next() {
      var gene = GeneModel(id: try table.statedText(0))
      gene.name = try table.statedText(1)
      gene.biotype = try table.statedText(2)
      gene.seqname = try table.statedText(3)
      gene.start = try table.integer(4)
      gene.end = try table.integer(5)
      gene.strand = try table.statedText(6)
      gene.transcripts = try table.integer(7)
      gene.lengthExonUnion = try table.integer(8)
      gene.lengthLongest = try table.integer(9)
      gene.lengthMedian = try table.number(10)
      gene.lengthMean = try table.number(11)
      gene.lengthCDS = try table.integer(12)
      gene.exons = try table.integer(13)
      genes.append(gene)
    }
    return genes
  }
}
