internal import Mapping
internal import OmicsIO
internal import Schema
internal import Workspace

/// A Bioconductor annotation package (SQLite) as a mapping table: a row a gene, lists joined by `|`.
enum AnnotationPackage {
  private static let parts: [(property: String, column: MappingTable.Column)] = [
    ("gene_info.symbol", .init(name: "symbol", role: .symbol, namespace: .hgncSymbol)),
    ("gene_info.gene_name", .init(name: "name")), ("genetype", .init(name: "gene_type")),
    ("alias", .init(name: "alias", role: .alias, namespace: .hgncSymbol, separator: "|")),
    ("ensembl", .init(name: "ensembl", role: .reference, namespace: .ensembl, separator: "|")),
    ("ensembl_trans", list("ensembl_transcript", "ensembl.transcript")),
    ("ensembl_prot", list("ensembl_protein", "ensembl.protein")), ("uniprot", list("uniprot", "uniprot")),
    ("refseq", list("refseq", "refseq")), ("omim", list("omim", "omim")),
  ]

  private static func list(_ name: String, _ namespace: String) -> MappingTable.Column {
    MappingTable.Column(name: name, role: .reference, namespace: Namespace(rawValue: namespace), separator: "|")
  }

  /// Whether a file is a database.
  static func isDatabase(_ source: inout ByteSource) throws(OmicsError) -> Bool {
    try source.head(AnnotationDatabase.signature.count).starts(with: AnnotationDatabase.signature)
  }

  /// Reads the package. Its facts name the organism and the dates of its sources.
  static func read(_ path: String) throws(OmicsError) -> MappingTable {
    let database = try AnnotationDatabase(path: path, properties: parts.map(\.property))
    let present = parts.filter { part in database.properties.contains { $0.name == part.property } }
    func fact(_ name: String) -> String { database.metadata.first { $0.name == name }?.value ?? "" }
    let isHuman = fact("TAXID").isEmpty || fact("TAXID") == "9606"
    var columns = [MappingTable.Column(name: "ncbigene_id", role: .id, namespace: .ncbiGene)] + present.map(\.column)
    if !isHuman {
      // Symbols of other species are no HGNC symbols.
      let symbols = Namespace(rawValue: "symbol@\(fact("TAXID"))")
      for index in columns.indices where columns[index].namespace == .hgncSymbol { columns[index].namespace = symbols }
    }
    var table = MappingTable(kind: "org-db", columns: columns, rows: [], lines: [], file: path)
    for gene in database.genes {
      var row = [gene.id]
      for part in present {
        let values = database.properties.first { $0.name == part.property }?.values[gene.number] ?? []
        row.append(values.map { $0.split(separator: "\t").joined(separator: " ") }.joined(separator: "|"))
      }
      table.rows.append(row)
      table.lines.append(table.rows.count)
    }
    for (key, name) in [
      ("organism", "ORGANISM"), ("ncbi_gene_date", "EGSOURCEDATE"), ("ensembl_date", "ENSOURCEDATE"),
      ("uniprot_date", "UPSOURCEDATE"),
    ] where !fact(name).isEmpty { table.facts.append((key, fact(name))) }
    return table
  }
}
