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
}
