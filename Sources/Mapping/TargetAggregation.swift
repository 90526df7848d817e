public import Schema

/// Values of several features that map to one target, made one row: by rules that depend on measure and scale.
///
/// Linear counts, TPM, intensities: sum. Logarithms and ratios: mean of the observed values. A cell is missing only
/// when it is missing in every source row. Property: for sums, column totals before equal totals after plus those of
/// the unmapped rows.
public struct TargetAggregation: Sendable {
  /// How values were joined.
  public enum Rule: String, Sendable {
    /// Summed.
    case sum
    /// Averaged over the observed values.
    case mean
  }

  /// Target ids, sorted by number, then text.
  public var targets: [String]
  /// Display symbols, a target each.
  public var symbols: [String]
  /// Source rows of each target, as row numbers of the abundance table: every cell can be taken apart.
  public var sources: [[Int]]
  /// `values[j * targets.count + i]`: target i in column j of the abundance table.
  public var values: [Double]
  /// The rule used.
  public var rule: Rule
  /// How many rows of the abundance table have no target.
  public var unmapped: Int

  /// The rule for a measure on a scale.
  public static func rule(for measure: Measure, _ scale: Scale) -> Rule {
    scale.isLogarithmic || measure == .ratio || measure == .copyNumber || measure == .effectiveLength ? .mean : .sum
  }

  /// Joins the rows of `table` by the outcomes of its features.
  public init(_ table: AbundanceTable, mapping: DatasetMapping) {
    var outcomeOf: [Int: Int] = [:]
    for (position, feature) in mapping.features.enumerated() { outcomeOf[feature] = position }
    var rowsOf: [String: [Int]] = [:]
    var symbolOf: [String: String] = [:]
    unmapped = 0
    for (row, feature) in table.features.enumerated() {
      guard let position = outcomeOf[feature], let target = mapping.outcomes[position].target else {
        unmapped += 1
        continue
      }
      rowsOf[target, default: []].append(row)
      symbolOf[target] = mapping.outcomes[position].symbol
    }
    let ids = rowsOf.keys.sorted(by: Resolver.numericOrder)
    targets = ids
    symbols = ids.map { symbolOf[$0] ?? "" }
    sources = ids.map { rowsOf[$0] ?? [] }
    rule = Self.rule(for: table.measure, table.scale)
    let (rows, columns) = (ids.count, table.columnCount)
    values = [Double](repeating: .nan, count: rows * columns)
    for column in 0..<columns {
      for row in 0..<rows {
        var sum = 0.0
        var observed = 0
        for source in sources[row] {
          let value = table[source, column]
          guard !value.isNaN else { continue }
          sum += value
          observed += 1
        }
        guard observed > 0 else { continue }
        values[column * rows + row] = rule == .sum ? sum : sum / Double(observed)
      }
    }
  }
}
