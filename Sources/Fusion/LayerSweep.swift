internal import Numerics
internal import Schema

/// Labellings of a cohort's samples, and what stands for each in products when something was taken out beforehand.
struct LabelBlock {
  let labels: [[Int8]]
  var working: [[Double]]?
}

/// One layer over a draw of samples, without batch and covariates: its label effects for many labellings.
struct LayerSweep: Sendable {
  private let patterns: NuisancePatterns
  private let residuals: Matrix
  private let squares: [Double]
  private let taken: TakenNuisance?

  /// `patterns` are those of the values, over the draw.
  init(_ values: Matrix, patterns: NuisancePatterns, taken: TakenNuisance? = nil) {
    self.taken = taken
    self.patterns = patterns
    residuals = patterns.residuals(of: values)
    squares = NuisancePatterns.squares(residuals)
  }

  /// The label's effect on every row, a fit a labelling.
  func fits(_ block: LabelBlock) -> [LabelEffects] {
    let labels = patterns.ordered(block.labels)
    let working = block.working.map(patterns.ordered) ?? labels
    let products = residuals.multiplied(by: working, transposingSelf: true)
    let rows = squares.count
    return patterns.geometries(labels, working: working).enumerated().map { index, geometry in
      patterns.effects(
        products: products.values[index * rows..<(index + 1) * rows], squares: squares, geometry: geometry,
        taken: taken)
    }
  }
}

/// Presence of the targets over a draw of samples: the score test of `Detection` for many labellings.
struct DetectionSweep: Sendable {
  private let patterns: NuisancePatterns
  private let residuals: Matrix
  /// Square root of the binomial variance at the pooled rate; nan for a target seen in all samples or in none.
  private let spread: [Double]

  /// `residual` stands for presence in products when something was taken out beforehand.
  init(_ presence: Matrix, residual: Matrix? = nil, groups: [Int], covariates: Matrix?, samples: [Int]) {
    patterns = NuisancePatterns(observedIn: [presence], groups: groups, covariates: covariates, samples: samples)
    residuals = patterns.residuals(of: residual ?? presence)
    let n = Double(samples.count)
    spread = (0..<presence.rows).map { row in
      var seen = 0.0
      for sample in samples { seen += presence[row, sample] }
      return seen > 0 && seen < n ? Detection.spread(seen: seen, of: n) : .nan
    }
  }

  /// Signed z of every target, a vector a labelling.
  func scores(_ block: LabelBlock) -> [[Double]] {
    let labels = patterns.ordered(block.labels)
    let working = block.working.map(patterns.ordered) ?? labels
    let products = residuals.multiplied(by: working, transposingSelf: true)
    let rows = spread.count
    return patterns.geometries(labels, working: working).enumerated().map { index, geometry in
      return (0..<rows).map { row in
        let length = geometry.squaredLength[Int(patterns.patternOfRow[row])]
        return length > 0 ? products[row, index] / (length.squareRoot() * spread[row]) : .nan
      }
    }
  }
}
