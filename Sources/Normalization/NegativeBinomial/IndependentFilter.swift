public import Numerics

/// Adjustment of p-values over the rows above the cut in mean count that gives most rejections, without chasing noise, as
/// DESeq2 1.38's `results` does.
///
/// Bourgon, Gentleman & Huber 2010, doi:10.1073/pnas.0914005107.
public struct IndependentFilter: Sendable {
  /// Adjusted p-values; nan below the cut.
  public private(set) var adjusted: [Double]
  /// The share of rows below the cut.
  public private(set) var share: Double
  /// The mean count at the cut.
  public private(set) var cut: Double

  private static let steps = 50
  /// With so few rejections nothing is filtered.
  private static let fewRejections = 10.0

  /// Filters by `means` and adjusts.
  public init(_ pValues: [Double], means: [Double], alpha: Double, adjustment: PValueAdjustment) {
    let lowest = Double(means.count { $0 == 0 }) / Double(max(1, means.count))
    let highest = lowest < 0.95 ? 0.95 : 1
    let shares = (0..<Self.steps).map { lowest + (highest - lowest) * Double($0) / Double(Self.steps - 1) }
    let cuts = OrderStatistics.quantiles(means, shares)
    func adjusted(_ cut: Double) -> [Double] {
      adjustment.adjust(pValues.indices.map { means[$0] >= cut ? pValues[$0] : .nan })
    }
    let rejections = cuts.map { cut in Double(adjusted(cut).count { $0 < alpha }) }
    var chosen = 0
    if let most = rejections.max(), most > Self.fewRejections {
      let smooth = Lowess.fit(x: shares, y: rejections, span: 0.2)
      let residuals = rejections.indices.filter { rejections[$0] > 0 }.map { rejections[$0] - smooth[$0] }
      let spread = (residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)).squareRoot()
      let bar = (smooth.max() ?? 0) - spread
      chosen = rejections.firstIndex { $0 > bar } ?? 0
    }
    share = shares[chosen]
    cut = cuts[chosen]
    self.adjusted = adjusted(cut)
  }
}
