/// The layouts of count tables.
enum TableLayout: String, CaseIterable, Sendable {
  /// Subread featureCounts.
  case featureCounts
  /// STAR ReadsPerGene.out.tab.
  case starReadsPerGene = "STAR ReadsPerGene"
  /// HTSeq-count, with or without a header.
  case htseq = "HTSeq-count"
  /// Salmon quant.sf.
  case salmon = "Salmon quant"
  /// kallisto abundance.tsv.
  case kallisto
  /// RSEM genes.results.
  case rsemGenes = "RSEM genes"
  /// RSEM isoforms.results.
  case rsemIsoforms = "RSEM isoforms"
  /// GCT 1.2.
  case gct12 = "GCT 1.2"
  /// GCT 1.3.
  case gct13 = "GCT 1.3"
  /// A matrix with a header line and ids in the first column.
  case matrix

  /// The columns that tell the layout by their names, the column of ids first.
  var columns: [String] {
    switch self {
    case .featureCounts: ["Geneid", "Chr", "Start", "End", "Strand", "Length"]
    case .salmon: ["Name", "Length", "EffectiveLength", "TPM", "NumReads"]
    case .kallisto: ["target_id", "length", "eff_length", "est_counts", "tpm"]
    case .rsemGenes: ["gene_id", "transcript_id(s)", "length", "effective_length", "expected_count", "TPM", "FPKM"]
    case .rsemIsoforms:
      ["transcript_id", "gene_id", "length", "effective_length", "expected_count", "TPM", "FPKM", "IsoPct"]
    default: []
    }
  }

  /// Whether a tool writes it that has a number for every cell, never below 0.
  var isOfCounter: Bool { self != .matrix && self != .gct12 && self != .gct13 }
}
