import Glibc
public import Schema

/// Writes one abundance table of peptides or proteins as the long table that MSstats takes (the ten columns of
/// `?SRMRawData`; https://doi.org/10.1093/bioinformatics/btu305), one row for each feature and sample.
///
/// `ProteinName` is the leading accession, of a peptide the proteins it names as members (or its attribute `accession`);
/// `Run` the raw file where every sample has one of its own, otherwise the sample; `BioReplicate` the subject, otherwise
/// the sample. Intensities are linear: logarithms are taken back. Missing values are `NA`.
public enum MSstatsWriter {
  /// The columns.
  public static let columns = [
    "ProteinName", "PeptideSequence", "PrecursorCharge", "FragmentIon", "ProductCharge", "IsotopeLabelType",
    "Condition", "BioReplicate", "Run", "Intensity",
  ]

  /// The bytes of the file.
  ///
  /// - Throws: `missing` or `undecided` when the selection fits no table or several, `missing` for a sample without a
  ///   condition, `unsupported` for values that are no intensities or features that are neither peptides nor proteins.
  public static func bytes(
    of dataset: Dataset, selection: TableSelection = TableSelection()
  ) throws(OmicsError) -> [UInt8] {
    let table = try selection.table(of: dataset)
    guard [.intensity, .maxLFQ, .iBAQ, .reporterIon].contains(table.measure) else {
      throw OmicsError(.unsupported, "MSstats takes intensities, not \(table.measure.rawValue)")
    }
    guard [.peptide, .protein, .proteinGroup].contains(table.kind) else {
      throw OmicsError(.unsupported, "MSstats takes peptides and proteins, not features of kind \(table.kind.rawValue)")
    }
    let samples = table.samples.map { dataset.samples.rows[$0] }
    for sample in samples where sample.condition.isEmpty {
      throw OmicsError(
        .missing, "sample \"\(sample.name)\" has no condition, which MSstats needs",
        hint: "Give a sample sheet with a column condition.")
    }
    let runs = Set(samples.map(\.msRun))
    let hasRuns = runs.count == samples.count && !runs.contains("")
    var lines = DelimitedLine()
    for column in columns { lines.text(column) }
    lines.end()
    for (row, index) in table.features.enumerated() {
      let feature = dataset.features.rows[index]
      let isPeptide = feature.kind == .peptide
      let protein = isPeptide ? proteins(of: feature) : feature.accession
      let charge = isPeptide ? value("charge", of: feature) : ""
      for (column, sample) in samples.enumerated() {
        lines.text(protein, missing: "NA")
        lines.text(isPeptide ? feature.accession : "", missing: "NA")
        lines.text(charge, missing: "NA")
        lines.text("NA")
        lines.text("NA")
        lines.text("L")
        lines.text(sample.condition)
        lines.text(sample.subject.isEmpty ? sample.name : sample.subject)
        lines.text(hasRuns ? sample.msRun : sample.name)
        lines.number(linear(table[row, column], table.scale), missing: "NA")
        lines.end()
      }
    }
    return lines.bytes
  }

  private static func proteins(of peptide: Feature) -> String {
    peptide.members.isEmpty ? value("accession", of: peptide) : peptide.members.joined(separator: ";")
  }

  private static func value(_ key: String, of feature: Feature) -> String {
    feature.attributes.first { $0.key == key }?.value ?? ""
  }

  private static func linear(_ value: Double, _ scale: Scale) -> Double {
    switch scale {
    case .linear: value
    case .log2: exp2(value)
    case .log10: pow(10, value)
    case .ln: exp(value)
    }
  }
}
