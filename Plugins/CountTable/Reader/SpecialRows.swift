/// Rows of counters that are no genes.
enum SpecialRows {
  /// Why a row is none; nil for a gene.
  static func reason(_ id: String, _ layout: TableLayout) -> String? {
    switch layout {
    case .starReadsPerGene: id.hasPrefix("N_") ? "special row of STAR" : nil
    case .htseq, .matrix:
      id.hasPrefix("__") || layout == .htseq && old.contains(id) ? "special row of HTSeq-count" : nil
    default: nil
    }
  }

  /// The rows every output of STAR begins with.
  static let star: [String] = ["N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"]

  private static let old: Set<String> = [
    "no_feature", "ambiguous", "too_low_aQual", "not_aligned", "alignment_not_unique", "_ambiguous", "_empty",
    "_lowaqual", "_notaligned",
  ]
}
