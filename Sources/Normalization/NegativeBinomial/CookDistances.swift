internal import Numerics

/// How far each count of a row moves its fit, and which rows hold a count that moves it too far, as DESeq2 1.38 judges.
///
/// Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8.
struct CookDistances: Sendable {
  /// The samples of each distinct row of the design.
  private let cells: [[Int]]
  /// Samples whose cell has three or more: only they can mark a row.
  private let judged: [Int]
  private let terms: Int
  private let isTwoGroups: Bool
  private let cutoff: Double

  private static let leastDispersion = 0.04

  init(design: Matrix) {
    let rows = (0..<design.rows).map { design.row($0) }
    cells = Set(rows).sorted { $0.lexicographicallyPrecedes($1) }.map { cell in
      rows.indices.filter { rows[$0] == cell }
    }
    judged = cells.filter { $0.count >= 3 }.flatMap { $0 }.sorted()
    terms = design.columns
    isTwoGroups = terms == 2 && cells.count == 2
    cutoff =
      design.rows > terms
      ? FDistribution(Double(terms), Double(design.rows - terms)).quantile(lower: 0.99) : .infinity
  }

  /// Whether a count of the row moves its fit too far.
  ///
  /// - Parameters:
  ///   - normalized: counts over their factors.
  ///   - hats: the hat value of each sample in the weighted fit.
  func isOutlying(_ counts: [Double], _ normalized: [Double], means: [Double], hats: [Double]) -> Bool {
    guard !judged.isEmpty else { return false }
    let dispersion = momentDispersion(normalized)
    let distances = counts.indices.map { sample in
      let variance = means[sample] + dispersion * means[sample] * means[sample]
      let away = counts[sample] - means[sample]
      let rest = 1 - hats[sample]
      return away * away / variance / Double(terms) * hats[sample] / (rest * rest)
    }
    guard let largest = judged.map({ distances[$0] }).max(), largest > cutoff else { return false }
    guard isTwoGroups else { return true }
    // Of two groups, a count below three others is no outlier that matters.
    let top = distances.indices.max { distances[$0] < distances[$1] } ?? 0
    return counts.count { $0 > counts[top] } < 3
  }

  /// A dispersion by moments from trimmed variances, of the most variable cell where cells have three samples.
  private func momentDispersion(_ normalized: [Double]) -> Double {
    let variance: Double
    if judged.isEmpty {
      variance = Self.trimmedVariance(normalized, trim: 1.0 / 8, scale: 1.51)
    } else {
      variance =
        cells.map { cell in
          let (trim, scale) = cell.count <= 3 ? (1.0 / 3, 2.04) : cell.count <= 23 ? (0.25, 1.86) : (0.125, 1.51)
          return Self.trimmedVariance(cell.map { normalized[$0] }, trim: trim, scale: scale)
        }.max() ?? 0
    }
    let mean = Descriptive.mean(normalized)
    return max((variance - mean) / (mean * mean), Self.leastDispersion)
  }

  private static func trimmedVariance(_ values: [Double], trim: Double, scale: Double) -> Double {
    let centre = OrderStatistics.trimmedMean(values, fraction: trim)
    return scale * OrderStatistics.trimmedMean(values.map { ($0 - centre) * ($0 - centre) }, fraction: trim)
  }
}
