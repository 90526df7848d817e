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
  /// Columns that must be there.
  let needed: [String]
  /// The columns it knows.
  let columns: [Known]

  /// All kinds with a header, the more particular ones first.
  static let all: [TableKind] = [
    TableKind(
      name: "hgnc", needed: ["hgnc_id", "symbol", "status"],
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
      name: "ncbi-gene", needed: ["ncbigene_id", "symbol", "gene_type"],
      columns: [
        Known("taxon", ["#tax_id", "tax_id"], .taxon),
        Known("ncbigene_id", ["GeneID", "entrez_id"], .id, "ncbigene"),
        Known("symbol", ["Symbol", "symbol"], .symbol, "hgnc.symbol"),
        Known("alias", ["Synonyms"], .alias, "hgnc.symbol", list: "|"),
        Known("name", ["description", "name"]), Known("gene_type", ["type_of_gene", "gene_type"]),
        Known("references", ["dbXrefs"], .reference, list: "|"),
      ]),
    TableKind(
      name: "mgi", needed: ["mgi_id", "symbol"],
      columns: [
        Known("mgi_id", ["ID", "MGI Accession ID"], .id, "mgi"),
        Known("symbol", ["symbol", "Marker Symbol"], .symbol, "mgi.symbol"),
        Known("alias", ["synonyms", "Marker Synonyms (pipe-separated)"], .alias, "mgi.symbol", list: "|"),
        Known("ensembl", ["ensembl"], .reference, "ensembl@mouse"),
        Known("status", ["Status"], .status), Known("name", ["Marker Name"]),
        Known("successors", ["Current MGI Accession ID (if withdrawn)"], .successors, "mgi", list: "|"),
      ]),
    TableKind(
      name: "go-terms", needed: ["go_id", "term"],
      columns: [
        Known("go_id", ["go_id"], .id, "go"), Known("ontology", ["ontology"]), Known("term", ["term"], .symbol),
      ]),
    TableKind(
      name: "orthologs", needed: ["subject", "object"],
      columns: [
        Known("subject", ["Gene stable ID"], .subject, "ensembl"), Known("gene_name", ["Gene name"]),
        Known("object_name", ["SPECIES gene name"]),
        Known("object", ["SPECIES gene stable ID"], .object, "ensembl"),
        Known("type", ["SPECIES homology type"]),
        Known("confidence", ["SPECIES orthology confidence [0 low, 1 high]"], .confidence),
        Known("gene_order", ["SPECIES Gene-order conservation score"]),
        Known("supporting_source", ["supporting_source"]),
      ]),
    pairs(
      "ensembl-ncbigene", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_gene_id"]),
      sources: ["from_ncbi", "from_ensembl"]),
    pairs("ensembl-protein", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_protein_id"])),
    pairs("ensembl-transcript", ("ncbigene", ["entrez_id"]), ("ensembl", ["ensembl_transcript_id"])),
    pairs("uniprot-ncbigene", ("ncbigene", ["entrez_id"]), ("uniprot", ["uniprot_id"])),
    pairs("refseq-ncbigene", ("ncbigene", ["entrez_id"]), ("refseq", ["refseq_accession"])),
    pairs("omim-ncbigene", ("ncbigene", ["entrez_id"]), ("omim", ["omim_id"])),
    pairs("alias-ncbigene", ("hgnc.symbol", ["alias_symbol"]), ("ncbigene", ["entrez_id"])),
    pairs("chebi-chembl", ("chebi", ["CHEBI"]), ("chembl.compound", ["CHEMBL"])),
    pairs("chebi-pubchem", ("chebi", ["CHEBI"]), ("pubchem.compound", ["PUBCHEM"])),
    TableKind(
      name: "ncbi-history", needed: ["ncbigene_id", "successors"],
      columns: [
        Known("taxon", ["#tax_id"], .taxon), Known("successors", ["GeneID"], .successors, "ncbigene"),
        Known("ncbigene_id", ["Discontinued_GeneID"], .id, "ncbigene"), Known("symbol_then", ["Discontinued_Symbol"]),
        Known("date", ["Discontinue_Date"]),
      ]),
    TableKind(
      name: "gene2ensembl", needed: ["subject", "object"],
      columns: [
        Known("taxon", ["#tax_id"], .taxon), Known("subject", ["GeneID"], .subject, "ncbigene"),
        Known("object", ["Ensembl_gene_identifier"], .object, "ensembl"),
      ]),
    TableKind(
      name: "ensembl-history", needed: ["old", "new"],
      columns: [
        Known("old", ["old_stable_id", "Old stable ID"], .id, "ensembl"),
        Known("new", ["new_stable_id", "New stable ID"], .successors, "ensembl"),
      ]),
    TableKind(
      name: "chebi-compounds", needed: ["chebi_id", "name"],
      columns: [
        Known("chebi_id", ["CHEBI_ACCESSION"], .id, "chebi"), Known("chebi_status", ["STATUS"]),
        Known("parent", ["PARENT_ID"]), Known("name", ["NAME"], .symbol),
      ]),
    secondary("chebi-secondary", "chebi", ["Secondary"], ["Primary"]),
    secondary("go-secondary", "go", ["secondary_go_id"], ["primary_go_id"]),
    secondary("uniprot-secondary", "uniprot", ["Secondary AC", "secondary_ac"], ["Primary AC", "primary_ac"]),
    TableKind(
      name: "biomart", needed: ["ensembl_id"],
      columns: [
        Known("ensembl_id", ["Gene stable ID", "Ensembl Gene ID"], .subject, "ensembl"),
        Known("transcript_id", ["Transcript stable ID"]), Known("name", ["Gene name"]),
        Known("hgnc", ["HGNC ID"], .object, "hgnc"),
        Known(
          "ncbigene", ["NCBI gene (formerly Entrezgene) ID", "NCBI gene ID", "EntrezGene ID"], .object, "ncbigene"),
        Known("uniprot", ["UniProtKB/Swiss-Prot ID", "UniProtKB/TrEMBL ID"], .object, "uniprot"),
        Known("hgnc_symbol", ["HGNC symbol"], .object, "hgnc.symbol"),
        Known("refseq", ["RefSeq mRNA ID"], .object, "refseq"),
        Known("refseq_peptide", ["RefSeq peptide ID"], .object, "refseq"),
      ]),
    TableKind(
      name: "bridgedb", needed: ["subject", "subject_source", "object", "object_source"],
      columns: [
        Known("subject", ["left", "left id", "idLeft", "source id", "identifier"], .subject),
        Known("subject_source", ["left code", "left system code", "codeLeft", "source code", "identifier source"]),
        Known("object", ["right", "right id", "idRight", "target id", "target", "mapping"], .object),
        Known("object_source", ["right code", "right system code", "codeRight", "target code", "mapping source"]),
      ]),
    TableKind(
      name: "pairs", needed: ["subject", "object"],
      columns: [
        Known("subject", ["subject", "source", "from", "left"], .subject),
        Known("object", ["object", "target", "to", "right"], .object),
        Known("confidence", ["confidence"], .confidence),
      ]),
  ]

  private static func pairs(
    _ name: String, _ subject: (String, [String]), _ object: (String, [String]), sources: [String] = []
  ) -> TableKind {
    TableKind(
      name: name, needed: ["subject", "object"],
      columns: [
        Known("subject", subject.1, .subject, subject.0), Known("object", object.1, .object, object.0),
      ] + sources.map { Known($0, [$0], .source) })
  }

  private static func secondary(
    _ name: String, _ namespace: String, _ old: [String], _ current: [String]
  ) -> TableKind {
    TableKind(
      name: name, needed: ["secondary", "primary"],
      columns: [Known("secondary", old, .id, namespace), Known("primary", current, .successors, namespace)])
  }

  private static func species(of header: [String]) -> String? {
    let ending = " gene stable ID"
    return header.first { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.utf8.count)) }
  }

  /// The columns of a header; nil when a needed one lacks.
  func columns(of header: [String]) -> [MappingTable.Column]? {
    var taken: Set<String> = []
    // BioMart puts the species before the words of its ortholog columns.
    let species = name == "orthologs" ? Self.species(of: header) : nil
    let list = header.map { written -> MappingTable.Column in
      var word = written
      if let species, word.hasPrefix(species + " ") { word = "SPECIES" + word.dropFirst(species.utf8.count) }
      guard let known = columns.first(where: { $0.spellings.contains(word) && !taken.contains($0.column.name) })
      else { return MappingTable.Column(name: written) }
      taken.insert(known.column.name)
      var column = known.column
      column.written = written
      if let species, column.role == .object {
        let word = species.lowercased().split(separator: " ").joined(separator: "-")
        column.namespace = Namespace(rawValue: "ensembl@\(word)")
      }
      return column
    }
    return needed.allSatisfy { taken.contains($0) } ? list : nil
  }
}
