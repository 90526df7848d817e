internal import OmicsIO

/// What marks a row as decoy or contaminant.
extension DelimitedLayout.Table {
  /// Whether the row is a decoy; nil when nothing says.
  func isDecoy(_ row: Row) -> Bool? { marked(row, plan.decoy, decoy, plan.decoyPrefixes) }

  /// Whether the row is a contaminant; nil when nothing says.
  func isContaminant(_ row: Row) -> Bool? {
    marked(row, plan.contaminant, contaminant, plan.contaminantPrefixes)
  }

  private func marked(_ row: Row, _ mark: DelimitedTable.Mark?, _ column: Int?, _ prefixes: [String]) -> Bool? {
    if let mark, let column { return mark.words.contains(row.string(column)) }
    guard !prefixes.isEmpty, let place = prefixed ?? members ?? accession ?? id.first else { return nil }
    let names = MemberList.split(row.string(place), plan.separator)
    guard !names.isEmpty else { return nil }
    return names.allSatisfy { name in prefixes.contains { name.hasPrefix($0) } }
  }
}
