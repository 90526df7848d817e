internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Columns that hold numbers by the specification and have no field of their own: checked, and kept as written.
///
/// A text in one of them (a decimal comma, a date, `-`) is a fault of the row, not something to carry along.
struct NumericColumns {
  private let columns: [Int]

  private static let names: Set<String> = [
    "charge", "retention_time", "retention_time_window", "mass_to_charge", "exp_mass_to_charge", "calc_mass_to_charge",
    "protein_coverage", "taxid", "theoretical_mass_to_charge", "theoretical_neutral_mass",
    "retention_time_in_seconds", "retention_time_in_seconds_start", "retention_time_in_seconds_end", "rank",
    "best_id_confidence_value",
  ]
  private static let prefixes = [
    "best_search_engine_score[", "search_engine_score[", "id_confidence_measure[", "num_psms_", "num_peptides_",
    "protein_abundance_",
    "peptide_abundance_", "smallmolecule_abundance_", "abundance_",
  ]

  /// The numeric ones of these columns.
  init(_ candidates: [(column: Int, name: String)]) {
    columns = candidates.filter { candidate in
      Self.names.contains(candidate.name) || Self.prefixes.contains { candidate.name.hasPrefix($0) }
    }.map(\.column)
  }

  /// Whether a column is checked here.
  func contains(_ column: Int) -> Bool { columns.contains(column) }

  /// Checks a row; lists joined by bars are checked piece by piece.
  ///
  /// - Throws: `value` for the first cell that is no number.
  func check(_ fields: TabFields, _ header: SectionHeader, file: String) throws(OmicsError) {
    for column in columns where !Self.isNumeric(fields[column]) {
      throw OmicsError(
        .value, "expected a number, found \"\(fields.text(column).prefix(40))\"",
        at: SourceLocation(file: file, line: fields.number, column: header.name(column)),
        hint: "mzTab writes numbers with a decimal point and null for a missing value.")
    }
  }

  private static func isNumeric(_ cell: UnsafeRawBufferPointer) -> Bool {
    if isPlain(cell) { return true }
    if case .text = MzTabNumber(cell) {
      guard cell.contains(0x7C) else { return false }
      for piece in String(decoding: cell, as: UTF8.self).split(separator: "|") {
        let text = MzTabParameter.trimmed(piece)
        if NumberParsing.double(text) == nil, text.lowercased() != "null" { return false }
      }
    }
    return true
  }

  /// Digits with at most one point between them: most cells, told without computing a number.
  private static func isPlain(_ cell: UnsafeRawBufferPointer) -> Bool {
    var points = 0
    for byte in cell {
      if byte == 0x2E { points += 1 } else if byte &- 0x30 > 9 { return false }
    }
    return points < 2 && cell.count > points && cell.count < 300
  }
}
