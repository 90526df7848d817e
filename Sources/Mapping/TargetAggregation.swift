public import Schema

/// Values of several features that map to one target, made one row: by rules that depend on measure and scale.
///
/// Linear counts, TPM, intensities: sum. Logarithms: mean of the observed values. Ratios: mean weighted by the peptides
/// each rests on, where every source states them. A cell is missing only when it is missing in every source row.
/// Property: for sums, column totals before equal totals after plus those of the unmapped rows, also where a policy splits
/// a feature among targets.
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
  /// The weight of each source row, in the same order: its share in a sum, its part of a mean before what is missing.
  public var weights: [[Double]]
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
  ///
  /// - Parameter features: where the peptides of ratios are counted.
  public init(_ table: AbundanceTable, mapping: DatasetMapping, features: FeatureTable) {
    var outcomeOf: [Int: Int] = [:]
    for (position, feature) in mapping.features.enumerated() { outcomeOf[feature] = position }
    var sharesOf: [String: [(row: Int, weight: Double)]] = [:]
    var symbolOf: [String: String] = [:]
    unmapped = 0
    for (row, feature) in table.features.enumerated() {
      let shares = outcomeOf[feature].map { mapping.shares($0) } ?? []
      if shares.isEmpty { unmapped += 1 }
      for share in shares {
        sharesOf[share.target, default: []].append((row, share.weight))
        symbolOf[share.target] = share.symbol
      }
    }
    let ids = sharesOf.keys.sorted(by: Resolver.numericOrder)
    targets = ids
    symbols = ids.map { symbolOf[$0] ?? "" }
    sources = ids.map { (sharesOf[$0] ?? []).map(\.row) }
    weights = ids.map { (sharesOf[$0] ?? []).map(\.weight) }
    rule = Self.rule(for: table.measure, table.scale)
    if table.measure == .ratio {
      for (target, rows) in sources.enumerated() where rows.count > 1 {
        let peptides = rows.compactMap { features.rows[table.features[$0]].peptides }
        guard peptides.count == rows.count, peptides.allSatisfy({ $0 > 0 }) else { continue }
        for place in rows.indices { weights[target][place] *= Double(peptides[place]) }
      }
    }
    let (rows, columns) = (ids.count, table.columnCount)
    values = [Double](repeating: .nan, count: rows * columns)
    for column in 0..<columns {
      for row in 0..<rows {
        var (sum, weight) = (0.0, 0.0)
        for (source, share) in zip(sources[row], weights[row]) {
          let value = table[source, column]
          guard !value.isNaN else { continue }
          sum += share * value
          weight += share
        }
        guard weight > 0 else { continue }
        values[column * rows + row] = rule == .sum ? sum : sum / weight
      }
    }
  }
}
