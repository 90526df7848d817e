import Glibc
public import Schema

/// Writes one abundance table of peptides or proteins as the long table that MSstats takes (the ten columns of
/// `?SRMRawData`; https://doi.org/10.1093/bioinformatics/btu305), one row for each feature and sample.
///
/// A protein's `ProteinName` is its leading accession. A peptide's id is its ProForma notation with the charge behind a
/// slash, which gives `PeptideSequence` and `PrecursorCharge`; its `ProteinName` are its members, otherwise its accession
/// where that is not the sequence itself. `Run` is the raw file where every sample has one of its own, otherwise the
/// sample; `BioReplicate` the subject, otherwise the sample. Intensities are linear: logarithms are taken back. Missing
/// values are `NA`.
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
      let name = Name(feature)
      for (column, sample) in samples.enumerated() {
        lines.text(name.protein, missing: "NA")
        lines.text(name.peptide, missing: "NA")
        lines.text(name.charge, missing: "NA")
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

  /// The names of a feature in the words of MSstats; empty where it has none.
  private struct Name {
    var protein = ""
    var peptide = ""
    var charge = ""

    init(_ feature: Feature) {
      guard feature.kind == .peptide else {
        protein = feature.accession
        return
      }
      peptide = feature.id
      if let slash = feature.id.lastIndex(of: "/"), Int(feature.id[feature.id.index(after: slash)...]) != nil {
        peptide = String(feature.id[..<slash])
        charge = String(feature.id[feature.id.index(after: slash)...])
      }
      if !feature.members.isEmpty {
        protein = feature.members.joined(separator: ";")
      } else if feature.accession != feature.id, feature.accession != Self.residues(peptide) {
        protein = feature.accession
      }
    }

    /// The residues of a peptide in ProForma, without what stands in brackets.
    private static func residues(_ proforma: String) -> String {
      var depth = 0
      var residues = ""
      for character in proforma {
        if character == "[" { depth += 1 }
        if depth == 0, character.isLetter { residues.append(character) }
        if character == "]" { depth -= 1 }
      }
      return residues
    }
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
