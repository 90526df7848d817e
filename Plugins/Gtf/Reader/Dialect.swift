internal import Schema

/// Whose way of writing GTF or GFF3 a file follows, and why that is believed.
struct Dialect {
  /// Known ways.
  enum Family: String {
    case gencode = "GENCODE"
    case tenX = "10x"
    case ensembl = "Ensembl"
    case oldEnsembl = "Ensembl before release 75"
    case refseq = "RefSeq"
    case ucsc = "UCSC"
    case stringtie = "StringTie"
    case collapsed = "collapsed"
    case plain = "plain"
  }

  var family: Family
  var syntax: AttributeSyntax
  /// Why, a short sentence each.
  var evidence: [String]

  /// The name that the annotation carries.
  var name: String { "\(family.rawValue) \(syntax.rawValue)" }

  /// What decides: which keys, sources and ids a file uses.
  struct Marks {
    var syntax: AttributeSyntax
    var headers: HeaderFacts
    /// Whether a key is used.
    var has: (String) -> Bool
    /// The words of the source column.
    var sources: [String]
    /// Whether every transcript bears its gene's id.
    var idsAreEqual: Bool
    /// Whether some `db_xref` or `Dbxref` starts with `GeneID:`.
    var hasGeneID: Bool
  }

  /// Decides by the marks of a whole file.
  init(_ marks: Marks) {
    syntax = marks.syntax
    family = .plain
    evidence = []
    let versioned = marks.has("gene_version")
    if let provider = marks.headers["provider"], provider == "GENCODE" {
      conclude(versioned ? .tenX : .gencode, "header line provider: GENCODE")
      if versioned { evidence.append("key gene_version stands beside gene_type") }
    } else if marks.headers["processor"]?.hasPrefix("NCBI") == true
      || marks.headers["annotation-source"]?.hasPrefix("NCBI") == true
    {
      conclude(.refseq, "header lines of the NCBI annotation writer")
    } else if marks.has("gbkey") && (marks.hasGeneID || marks.has("product")) {
      conclude(.refseq, "keys gbkey and GeneID references")
    } else if marks.has("gene_type") {
      conclude(versioned ? .tenX : .gencode, "key gene_type")
      if versioned { evidence.append("key gene_version stands beside gene_type") }
    } else if marks.sources.contains("StringTie") || marks.sources.contains("Cufflinks") || marks.has("ref_gene_id") {
      conclude(.stringtie, "source column or key ref_gene_id of a transcript assembler")
    } else if marks.has("gene_biotype") || (marks.syntax == .gff3 && marks.has("biotype")) {
      conclude(.ensembl, "key \(marks.has("gene_biotype") ? "gene_biotype" : "biotype")")
      if marks.headers["genebuild-last-updated"] != nil { evidence.append("header line genebuild-last-updated") }
    } else if marks.syntax == .gff3 {
      evidence.append("no key of a known provider")
    } else if marks.idsAreEqual && !marks.has("gene_name") {
      conclude(.ucsc, "every transcript_id equals its gene_id and there is no gene_name")
    } else if marks.has("transcript_name") && marks.sources.contains("protein_coding") {
      conclude(.oldEnsembl, "the source column holds biotypes and there is no gene_biotype")
    } else if !marks.has("transcript_id") {
      conclude(.collapsed, "no transcript_id in any row")
    } else {
      evidence.append("no key of a known provider")
    }
  }

  private mutating func conclude(_ family: Family, _ reason: String) {
    self.family = family
    evidence.append(reason)
  }
}
