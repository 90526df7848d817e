internal import Schema

/// Tables that their sources publish without a header, known by what their first cells look like.
enum HeaderlessTable {
  /// UniProt's `idmapping_selected`: 22 columns, lists joined by `; `.
  private static let selected: [(name: String, role: MappingTable.Role, namespace: String)] = [
    ("uniprot", .id, "uniprot"), ("entry_name", .symbol, "uniprot.mnemonic"), ("ncbigene", .reference, "ncbigene"),
    ("refseq", .reference, "refseq"), ("gi", .attribute, ""), ("pdb", .attribute, ""), ("go", .reference, "go"),
    ("uniref100", .attribute, ""), ("uniref90", .attribute, ""), ("uniref50", .attribute, ""),
    ("uniparc", .attribute, ""), ("pir", .attribute, ""), ("taxon", .taxon, ""), ("omim", .reference, "omim"),
    ("unigene", .attribute, ""), ("pubmed", .attribute, ""), ("embl", .attribute, ""), ("embl_cds", .attribute, ""),
    ("ensembl", .reference, "ensembl"), ("ensembl_transcript", .reference, "ensembl.transcript"),
    ("ensembl_protein", .reference, "ensembl.protein"), ("pubmed_more", .attribute, ""),
  ]

  /// System codes of BridgeDb that stand in a column of their own.
  private static let codes: Set<String> = [
    "En", "L", "S", "H", "Hac", "Q", "Ce", "Ch", "Cpc", "Cl", "M", "R", "T", "Om", "Pd", "Ca", "Ck", "Cs", "Dr", "Ik",
    "F", "W", "Z", "D", "Mb", "Mbm", "Wd", "Lm", "Wp", "Re", "X", "A", "Ag", "Il", "Uc", "Gg",
  ]

  /// The shape of the table; nil when its first row looks like none of them.
  static func shape(first: [String], delimiter: UInt8) -> TableStream.Shape? {
    columns(first).map {
      TableStream.Shape(
        kind: $0.count == 4 ? "bridgedb" : "uniprot-selected", columns: $0, delimiter: delimiter, hasHeader: false)
    }
  }

  private static func columns(_ first: [String]) -> [MappingTable.Column]? {
    if first.count == 4, codes.contains(first[1]), codes.contains(first[3]) {
      return [
        .init(name: "subject", role: .subject), .init(name: "subject_source"), .init(name: "object", role: .object),
        .init(name: "object_source"),
      ]
    }
    guard first.count == selected.count || first.count == selected.count - 1, let id = first.first,
      IdentifierPattern.isUniProt(Array(id.utf8))
    else { return nil }
    return selected.prefix(first.count).map { column in
      MappingTable.Column(
        name: column.name, role: column.role, namespace: Namespace(rawValue: column.namespace),
        separator: column.role == .reference ? ";" : "")
    }
  }
}
