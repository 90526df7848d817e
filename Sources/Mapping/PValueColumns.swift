public import Schema

/// Columns that hold p-values by their names: they have no sum and no mean, and which method joins them is a decision.
public enum PValueColumns {
  private static let names: Set<String> = [
    "pvalue", "pvalues", "pval", "pvals", "adjpvalue", "adjpval", "padj", "pvalueadj", "fdr", "qvalue", "qval",
    "pvaluecorrected", "bonferroni", "log10pvalue", "neglog10pvalue",
  ]

  /// Throws `refused` when a sample of a table is no sample but such a column.
  public static func refuse(_ table: AbundanceTable, _ samples: SampleTable) throws(OmicsError) {
    for sample in table.samples {
      let name = samples.rows[sample].name
      guard names.contains(String(name.lowercased().filter { $0.isLetter || $0.isNumber })) else { continue }
      throw OmicsError(
        .refused, "column \"\(name)\" holds p-values, which no rule joins by target",
        hint: "Map the ids with tables resolve, and combine by a method of your choice.")
    }
  }
}
