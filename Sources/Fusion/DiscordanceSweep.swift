internal import Numerics
internal import Schema

/// Protein given RNA over a draw of samples, for many labellings: `Discordance` in products of residuals.
///
/// With x and y the residuals of RNA and protein over the samples that have both, a labelling enters the slope through
/// x·l and y·l alone, and the residual y - s x has the product y·l - s x·l and the square y·y - 2 s x·y + s² x·x.
struct DiscordanceSweep: Sendable {
  /// Beside batch: what the slope is fitted on.
  private let within: Pair
  /// Beside batch and covariates: what the residual is tested on; the same as `within` without covariates.
  private let adjusted: Pair?

  /// Residuals of both layers with their inner products.
  private struct Pair: Sendable {
    let patterns: NuisancePatterns
    let x: Matrix
    let y: Matrix
    let xx: [Double]
    let xy: [Double]
    let yy: [Double]

    init(_ rna: Matrix, _ protein: Matrix, _ patterns: NuisancePatterns) {
      self.patterns = patterns
      x = patterns.residuals(of: rna)
      y = patterns.residuals(of: protein)
      xx = NuisancePatterns.squares(x)
      xy = NuisancePatterns.products(x, y)
      yy = NuisancePatterns.squares(y)
    }
  }

  private let taken: TakenNuisance?

  /// `within` are the patterns of rows seen in both layers beside batch, `adjusted` the same beside covariates too.
  init(
    rna: Matrix, protein: Matrix, within: NuisancePatterns, adjusted: NuisancePatterns? = nil,
    taken: TakenNuisance? = nil
  ) {
    self.taken = taken
    self.within = Pair(rna, protein, within)
    self.adjusted = adjusted.map { Pair(rna, protein, $0) }
  }

  /// The label's effect on the residual of every row, a fit a labelling.
  func fits(_ block: LabelBlock) -> [LabelEffects] {
    let labels = within.patterns.ordered(block.labels)
    let matrix = block.working.map(within.patterns.ordered) ?? labels
    let xl = within.x.multiplied(by: matrix, transposingSelf: true)
    let yl = within.y.multiplied(by: matrix, transposingSelf: true)
    let test = adjusted ?? within
    let testXl = adjusted.map { $0.x.multiplied(by: matrix, transposingSelf: true) } ?? xl
    let testYl = adjusted.map { $0.y.multiplied(by: matrix, transposingSelf: true) } ?? yl
    let rows = within.xx.count
    let geometries = within.patterns.geometries(labels, working: matrix)
    let testGeometries = adjusted.map { $0.patterns.geometries(labels, working: matrix) } ?? geometries
    return block.labels.indices.map { index in
      let geometry = geometries[index]
      let slopes = self.slopes(xl, yl, index, geometry)
      var products = [Double](repeating: .nan, count: rows)
      var squares = products
      for row in 0..<rows where !slopes[row].isNaN {
        let slope = slopes[row]
        products[row] = testYl[row, index] - slope * testXl[row, index]
        squares[row] = max(0, test.yy[row] - 2 * slope * test.xy[row] + slope * slope * test.xx[row])
      }
      return test.patterns.effects(
        products: products[...], squares: squares,
        geometry: testGeometries[index], taken: taken)
    }
  }

  private func slopes(_ xl: Matrix, _ yl: Matrix, _ index: Int, _ geometry: LabelGeometry) -> [Double] {
    let rows = within.xx.count
    var slopes = [Double](repeating: .nan, count: rows)
    var errors = slopes
    for row in 0..<rows {
      let pattern = Int(within.patterns.patternOfRow[row])
      let size = within.patterns.size(ofPattern: pattern)
      (slopes[row], errors[row]) = Discordance.slope(
        .init(
          xx: within.xx[row], xy: within.xy[row], yy: within.yy[row], xl: xl[row, index], yl: yl[row, index],
          ll: geometry.squaredLength[pattern] * (taken?.kept[row] ?? 1),
          degrees: Double(size.observed - size.groups - 2) - (taken?.share[row] ?? 0) * Double(size.observed)))
    }
    return Discordance.shrink(slopes, errors)
  }
}
