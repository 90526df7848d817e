internal import Glibc
internal import Numerics
internal import Schema

/// What the summaries by group share.
enum SummaryInput {
  /// The rule for peptides of several proteins, as the cards state it.
  static let shared = "a peptide of several proteins counts for the group it is written with and no other"

  /// The groups of the rows; rows of each group in the order of their ids, so that the table's order does not matter.
  static func groups(_ input: MethodInput) throws(OmicsError) -> (RowGroups, [Diagnostic]) {
    var groups = RowGroups(input.featureGroups ?? [])
    let ids = input.ids
    for index in groups.rows.indices {
      groups.rows[index].sort { ids[$0] != ids[$1] ? ids[$0].utf8.lexicographicallyPrecedes(ids[$1].utf8) : $0 < $1 }
    }
    guard !groups.ids.isEmpty else { throw OmicsError(.refused, "no row names a group") }
    guard groups.nameless > 0 else { return (groups, []) }
    return (
      groups,
      [
        Diagnostic(
          .warning, "no-group", "\(groups.nameless) rows name no group and are left out", count: groups.nameless)
      ]
    )
  }

  /// Positive linear values; others are missing.
  static func linear(_ input: MethodInput) -> Matrix {
    var values = input.values
    for index in values.values.indices {
      var value = values.values[index]
      switch input.scale {
      case .linear: break
      case .log2: value = exp2(value)
      case .log10: value = pow(10, value)
      case .ln: value = exp(value)
      }
      values.values[index] = value > 0 ? value : .nan
    }
    return values
  }

  /// A warning that names the first of some groups; none for none.
  static func warning(_ code: String, _ marked: [Bool], _ groups: RowGroups, _ what: String) -> [Diagnostic] {
    guard let first = marked.firstIndex(of: true) else { return [] }
    let count = marked.count { $0 }
    return [Diagnostic(.warning, code, "\(count) groups \(what), first: \(groups.ids[first])", count: count)]
  }

  /// A side table of marked groups; none for none.
  static func marks(_ name: String, _ marked: [Bool], _ groups: RowGroups) -> [MethodOutcome.SideTable] {
    let rows = marked.indices.filter { marked[$0] }
    guard !rows.isEmpty else { return [] }
    return [
      MethodOutcome.SideTable(
        name: name, columns: ["feature", "rows"], ids: rows.map { groups.ids[$0] },
        values: Matrix(columns: [rows.map { Double(groups.rows[$0].count) }], rows: rows.count))
    ]
  }
}
