internal import Schema

/// A kind of mapping table: by which columns it is recognised and what they mean.
struct TableKind: Sendable {
  /// A column by the names that releases have given it.
  struct Known: Sendable {
    var column: MappingTable.Column
    var spellings: [String]

    init(
      _ name: String, _ spellings: [String], _ role: MappingTable.Role = .attribute, _ namespace: String = "",
      list separator: String = ""
    ) {
      column = MappingTable.Column(
        name: name, role: role, namespace: Namespace(rawValue: namespace), separator: separator)
      self.spellings = spellings
    }
  }

  /// The kind's name.
  let name: String
  /// The delimiter of its files.
  let delimiter: UInt8
  /// Columns that must be there.
  let needed: [String]
  /// The columns it knows.
  let columns: [Known]

  /// All kinds with a header, the more particular ones first.
  static let all: [TableKind] = [
    TableKind(
      name: "hgnc", delimiter: 0x09, needed: ["hgnc_id", "symbol", "status"],
      columns: [
        Known("hgnc_id", ["HGNC ID", "hgnc_id", "HGNC_ID"], .id, "hgnc"),
        Known("symbol", ["Approved symbol", "Approved Symbol", "symbol", "WITHDRAWN_SYMBOL"], .symbol, "hgnc.symbol"),
        Known("name", ["Approved name", "Approved Name", "name"]),
        Known("status", ["Status", "status", "STATUS"], .status),
        Known("alias", ["Alias symbols", "Synonyms", "alias_symbol"], .alias, "hgnc.symbol", list: ","),
        Known(
          "previous", ["Previous symbols", "Previous Symbols", "prev_symbol"], .previous, "hgnc.symbol", list: ","),
        Known(
          "ncbigene",
          ["NCBI Gene ID(supplied by NCBI)", "Entrez Gene ID(supplied by NCBI)", "NCBI Gene ID", "entrez_id"],
          .reference, "ncbigene"),
        Known("uniprot", ["UniProt ID(supplied by UniProt)", "uniprot_ids"], .reference, "uniprot", list: ","),
        Known(
          "ensembl", ["Ensembl gene ID", "Ensembl ID(supplied by Ensembl)", "ensembl_gene_id"], .reference, "ensembl"),
        Known("mgi", ["Mouse genome database ID(supplied by MGI)", "mgd_id"], .reference, "mgi", list: ","),
        Known("rgd", ["Rat genome database ID(supplied by RGD)", "rgd_id"], .reference, "rgd", list: ","),
        Known("refseq", ["RefSeq IDs", "refseq_accession"], .reference, "refseq", list: ","),
        Known("locus_type", ["Locus type", "locus_type"]), Known("enzyme", ["Enzyme IDs", "enzyme_id"]),
        Known("successors", ["MERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)"]),
      ]),
    TableKind(
      name: "ncbi-gene", delimiter: 0x09, needed: ["ncbigene_id", "symbol", "gene_type"],
      columns: [
        Known("taxon", ["#tax_id", "tax_id"], .taxon),
        Known("ncbigene_id", ["GeneID", "entrez_id"], .id, "ncbigene"),
        Known("symbol", ["Symbol", "symbol"], .symbol, "hgnc.symbol"),
        Known("alias", ["Synonyms"], .alias, "hgnc.symbol", list: "|"),
        Known("name", ["description", "name"]), Known("gene_type", ["type_of_gene", "gene_type"]),
        Known("references", ["dbXrefs"]),
      ]),
    TableKind(
      name: "mgi", delimiter: 0x09, needed: ["mgi_id", "symbol"],
      columns: [
        Known("mgi_id", ["ID", "MGI Accession ID"], .id, "mgi"),
        Known("symbol", ["symbol", "Marker Symbol"], .symbol, "mgi.symbol"),
        Known("alias", ["synonyms", "Marker Synonyms (pipe-separated)"], .alias, "mgi.symbol", list: "|"),
        Known("ensembl", ["ensembl"], .reference, "ensembl"),
      ]),
    TableKind(
      name: "go-terms", delimiter: 0x09, needed: ["go_id", "term"],
      columns: [
        Known("go_id", ["go_id"], .id, "go"), Known("ontology", ["ontology"]), Known("term", ["term"], .symbol),
      ]),
    TableKind(
      name: "orthologs", delimiter: 0x2C, needed: ["subject", "object"],
      columns: [
        Known("subject", ["Gene stable ID"], .subject, "ensembl"), Known("gene_name", ["Gene name"]),
        Known("object_name", ["Mouse gene name"]),
        Known("object", ["Mouse gene stable ID"], .object, "ensembl"),
        Known("type", ["Mouse homology type"]),
        Known("confidence", ["Mouse orthology confidence [0 low, 1 high]"], .confidence),
        Known("gene_order", ["Mouse Gene-order conservation score"]),
        Known("supporting_source", ["supporting_source"]),
      ]),
    pairs("ensembl-ncbigene", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_gene_id"])),
    pairs("ensembl-protein", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_protein_id"])),
    pairs("ensembl-transcript", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_transcript_id"])),
    pairs("uniprot-ncbigene", ("ncbigene", ["entrez_id"]), ("uniprot", ["uniprot_id"])),
    pairs("refseq-ncbigene", ("ncbigene", ["entrez_id"]), ("refseq", ["refseq_accession"])),
    pairs("omim-ncbigene", ("ncbigene", ["entrez_id"]), ("omim", ["omim_id"])),
    pairs("alias-ncbigene", ("hgnc.symbol", ["alias_symbol"]), ("ncbigene", ["entrez_id"])),
    pairs("chebi-chembl", ("chebi", ["CHEBI"]), ("chembl.compound", ["CHEMBL"])),
    pairs("chebi-pubchem", ("chebi", ["CHEBI"]), ("pubchem.compound", ["PUBCHEM"])),
    secondary("chebi-secondary", "chebi", ["Secondary"], ["Primary"]),
    secondary("go-secondary", "go", ["secondary_go_id"], ["primary_go_id"]),
    secondary("uniprot-secondary", "uniprot", ["Secondary AC", "secondary_ac"], ["Primary AC", "primary_ac"]),
    TableKind(
      name: "biomart", delimiter: 0x09, needed: ["ensembl_id"],
      columns: [
        Known("ensembl_id", ["Gene stable ID", "Ensembl Gene ID"], .subject, "ensembl"),
        Known("transcript_id", ["Transcript stable ID"]), Known("name", ["Gene name", "HGNC symbol"]),
        Known("hgnc", ["HGNC ID"], .object, "hgnc"),
        Known(
          "ncbigene", ["NCBI gene (formerly Entrezgene) ID", "NCBI gene ID", "EntrezGene ID"], .object, "ncbigene"),
        Known("uniprot", ["UniProtKB/Swiss-Prot ID", "UniProtKB/TrEMBL ID"], .object, "uniprot"),
      ]),
    TableKind(
      name: "pairs", delimiter: 0x09, needed: ["subject", "object"],
      columns: [
        Known("subject", ["subject", "source", "from", "left"], .subject),
        Known("object", ["object", "target", "to", "right"], .object),
        Known("confidence", ["confidence"], .confidence),
      ]),
  ]

  private static func pairs(
    _ name: String, _ subject: (String, [String]), _ object: (String, [String])
  ) -> TableKind {
    TableKind(
      name: name, delimiter: 0x09, needed: ["subject", "object"],
      columns: [
        Known("subject", subject.1, .subject, subject.0), Known("object", object.1, .object, object.0),
      ])
  }

  private static func secondary(
    _ name: String, _ namespace: String, _ old: [String], _ current: [String]
  ) -> TableKind {
    TableKind(
      name: name, delimiter: 0x09, needed: ["secondary", "primary"],
      columns: [Known("secondary", old, .id, namespace), Known("primary", current, .successors, namespace)])
  }

  /// The columns of a header; nil when a needed one lacks.
  func columns(of header: [String]) -> [MappingTable.Column]? {
    var taken: Set<String> = []
    let list = header.map { written -> MappingTable.Column in
      guard let known = columns.first(where: { $0.spellings.contains(written) && !taken.contains($0.column.name) })
      else { return MappingTable.Column(name: written) }
      taken.insert(known.column.name)
      var column = known.column
      column.written = written
      return column
    }
    return needed.allSatisfy { taken.contains($0) } ? list : nil
  }
}
