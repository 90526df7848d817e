internal import Schema

/// What the words of the feature column mean for gene models, by word id.
struct FeatureTypes {
  /// The part a row plays.
  enum Kind: UInt8 {
    /// A gene's own row.
    case gene
    /// An exon.
    case exon
    /// A coding piece.
    case coding
    /// Another piece of a transcript: UTR, codon, intron.
    case part
    /// A transcript of any sort.
    case transcript
    /// Anything else.
    case other
  }

  private let kinds: [Kind]

  init(_ pool: StringPool) { kinds = pool.strings.map(Self.kind) }

  /// The kind of a word.
  subscript(word: Int32) -> Kind { kinds[Int(word)] }

  private static let parts: Set<String> = [
    "UTR", "five_prime_utr", "three_prime_utr", "five_prime_UTR", "three_prime_UTR", "5UTR", "3UTR", "start_codon",
    "stop_codon", "Selenocysteine", "stop_codon_redefined_as_selenocysteine", "intron", "inter", "inter_CNS",
    "intron_CNS", "protein", "polypeptide",
  ]

  private static let transcripts: Set<String> = [
    "transcript", "mRNA", "lnc_RNA", "primary_transcript", "pseudogenic_transcript", "antisense_RNA", "telomerase_RNA",
    "vault_RNA", "Y_RNA", "RNase_P_RNA", "RNase_MRP_RNA", "SRP_RNA", "guide_RNA", "V_gene_segment", "C_gene_segment",
    "D_gene_segment", "J_gene_segment", "processed_transcript", "unconfirmed_transcript", "NMD_transcript_variant",
  ]

  private static func kind(_ word: String) -> Kind {
    switch word {
    case "gene", "pseudogene": .gene
    case "exon", "pseudogenic_exon": .exon
    case "CDS": .coding
    case _ where word.hasSuffix("_gene"): .gene
    case _ where parts.contains(word): .part
    case _ where transcripts.contains(word) || word.hasSuffix("RNA"): .transcript
    default: .other
    }
  }
}
