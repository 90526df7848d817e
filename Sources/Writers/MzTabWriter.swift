public import Schema

/// Writes proteins, peptides and peptide-spectrum matches as mzTab 1.0
/// (https://github.com/HUPO-PSI/mzTab, specification 1.0.0).
///
/// A dataset that was read from mzTab keeps its metadata, its indexes and its columns. For every other dataset samples
/// become assays in their order, raw files become runs, conditions become study variables, and what has no column of its
/// own an `opt_` column. Abundances keep their scale, which the quantification unit names; of several tables of one kind
/// the first fills the abundance columns and the others optional ones. Missing values are `null`, or `NaN` where the file
/// said so. Reading the text back gives equal samples, features, abundances and identifications, but for groups, which
/// mzTab has as proteins with ambiguity members.
public enum MzTabWriter {
  /// The bytes of the file.
  ///
  /// - Throws: `unsupported` for features other than proteins and peptides and for cross-linked matches, `missing` for a
  ///   dataset with none of what mzTab holds.
  public static func bytes(of dataset: Dataset) throws(OmicsError) -> [UInt8] {
    for row in dataset.features.indices where !kinds.contains(dataset.features.kind(row)) {
      throw OmicsError(
        .unsupported,
        "mzTab 1.0 holds proteins and peptides, not features of kind \(dataset.features.kind(row).rawValue)",
        hint: "Write a folder, .h5ad or .h5mu instead.")
    }
    for match in dataset.identifications where match.sequence.contains("//") {
      throw OmicsError(
        .unsupported, "mzTab 1.0 has no cross-linked matches, which line \(match.line) of the source holds",
        hint: "Write a folder, .h5ad or .h5mu instead.")
    }
    guard dataset.features.count > 0 || dataset.identifications.count > 0 else {
      throw OmicsError(.missing, "the dataset has neither proteins nor peptides nor identifications")
    }
    let metadata = MzTabMetadataLines(dataset)
    var lines = DelimitedLine()
    for line in metadata.lines {
      lines.text("MTD")
      lines.text(line.key)
      lines.text(line.value, missing: "null")
      lines.end()
    }
    let proteins = dataset.features.indices.filter { dataset.features.kind($0) != .peptide }
    let peptides = dataset.features.indices.filter { dataset.features.kind($0) == .peptide }
    if !proteins.isEmpty {
      MzTabFeatureRows(.protein, proteins, dataset, metadata).append(to: &lines)
    }
    if !peptides.isEmpty {
      MzTabFeatureRows(.peptide, peptides, dataset, metadata).append(to: &lines)
    }
    if dataset.identifications.count > 0 {
      MzTabMatchRows(dataset.identifications, metadata).append(to: &lines)
    }
    return lines.bytes
  }

  private static let kinds: Set<FeatureKind> = [.protein, .proteinGroup, .peptide]
}

/// The columns of one section and the cells of its rows by column.
struct MzTabColumns {
  private(set) var names: [String]
  private var index: [String: Int] = [:]

  /// Starts with these columns.
  init(_ names: [String]) {
    self.names = names
    for (position, name) in names.enumerated() { index[name] = position }
  }

  /// The position of a column, added when it is new.
  mutating func position(of name: String) -> Int {
    if let known = index[name] { return known }
    index[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The name of the column an attribute stands in: its own where mzTab has such a column or it is an optional one.
  static func column(of key: String, known: Set<String>) -> String {
    if known.contains(key) || key.hasPrefix("opt_") { return key }
    let base = key.prefix { $0 != "[" }
    if key.hasSuffix("]"), prefixes.contains(where: { base.hasPrefix($0) }) { return key }
    return "opt_global_" + String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
  }

  private static let prefixes = [
    "best_search_engine_score", "search_engine_score", "num_psms_ms_run", "num_peptides_distinct_ms_run",
    "num_peptides_unique_ms_run", "protein_abundance_", "peptide_abundance_",
  ]
}
