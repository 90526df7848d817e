internal import Schema

/// Which abundance table of a dataset a run uses: by declared measure, or by a fixed order of preference per layer.
enum AbundanceChoice {
  private static let rna: [Measure] = [
    .lengthScaledCount, .rawCount, .estimatedCount, .tpm, .fpkm, .cpm, .expression, .ratio, .intensity,
  ]
  private static let protein: [Measure] = [
    .maxLFQ, .ratio, .reporterIon, .intensity, .iBAQ, .spectralCount, .expression,
  ]

  /// The table, and why it was chosen.
  ///
  /// - Parameter prefersPeptides: whether a table of peptides, where there is one, comes before those made from it.
  /// - Throws: `refused` when the dataset has no table, or none of the declared measure.
  static func table(
    of dataset: Dataset, declared: Measure?, input: String, prefersPeptides: Bool = false
  ) throws(OmicsError) -> (table: AbundanceTable, reason: String) {
    guard dataset.abundances.contains(where: \.measure.isQuantity) else {
      throw OmicsError(
        .refused, "input \(input) holds no quantities",
        hint: "A run needs abundances; identifications alone rank nothing.")
    }
    let kinds: [FeatureKind] = [.gene, .proteinGroup, .protein, .transcript, .site, .peptide, .smallMolecule]
    var ranked = kinds.flatMap { kind in dataset.abundances.filter { $0.kind == kind && $0.measure.isQuantity } }
    if prefersPeptides, ranked.contains(where: { $0.kind == .peptide }) {
      ranked = ranked.filter { $0.kind == .peptide }
    }
    if let declared {
      if let table = ranked.first(where: { $0.measure == declared }) { return (table, "declared measure") }
      let have = Set(dataset.abundances.map(\.measure.rawValue)).sorted().joined(separator: ", ")
      throw OmicsError(.refused, "input \(input) has no measure \(declared.rawValue)", hint: "It has: \(have).")
    }
    for measure in dataset.layer == .transcriptomics ? rna : protein {
      if let table = ranked.first(where: { $0.measure == measure }) {
        return (table, dataset.abundances.count == 1 ? "the only table" : "first in the order of preference")
      }
    }
    return (ranked[0], "the first table")
  }
}
