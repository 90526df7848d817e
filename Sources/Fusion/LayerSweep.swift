internal import Numerics
internal import Schema

/// One layer over a draw of samples, without batch and covariates: its label effects for many labellings.
struct LayerSweep: Sendable {
  private let patterns: NuisancePatterns
  private let residuals: Matrix
  private let squares: [Double]

  init(_ values: Matrix, groups: [Int], covariates: Matrix?, samples: [Int]) {
    patterns = NuisancePatterns(observedIn: [values], groups: groups, covariates: covariates, samples: samples)
    residuals = patterns.residuals(of: values)
    squares = NuisancePatterns.squares(residuals)
  }

  /// The label's effect on every row, a fit a labelling.
  func fits(_ labels: [[Int8]]) -> [LabelEffects] {
    let matrix = patterns.ordered(labels)
    let products = residuals.multiplied(by: matrix, transposingSelf: true)
    let rows = squares.count
    return labels.indices.map { index in
      patterns.effects(
        products: products.values[index * rows..<(index + 1) * rows], squares: squares,
        geometry: patterns.geometry(matrix.column(index)))
    }
  }
}

/// Presence of the targets over a draw of samples: the score test of `Detection` for many labellings.
struct DetectionSweep: Sendable {
  private let patterns: NuisancePatterns
  private let residuals: Matrix
  /// Square root of the binomial variance at the pooled rate; nan for a target seen in all samples or in none.
  private let spread: [Double]

  init(_ presence: Matrix, groups: [Int], covariates: Matrix?, samples: [Int]) {
    patterns = NuisancePatterns(observedIn: [presence], groups: groups, covariates: covariates, samples: samples)
    residuals = patterns.residuals(of: presence)
    let n = Double(samples.count)
    spread = (0..<presence.rows).map { row in
      var seen = 0.0
      for sample in samples { seen += presence[row, sample] }
      return seen > 0 && seen < n ? Detection.spread(seen: seen, of: n) : .nan
    }
  }

  /// Signed z of every target, a vector a labelling.
  func scores(_ labels: [[Int8]]) -> [[Double]] {
    let matrix = patterns.ordered(labels)
    let products = residuals.multiplied(by: matrix, transposingSelf: true)
    let rows = spread.count
    return labels.indices.map { index in
      let geometry = patterns.geometry(matrix.column(index))
      return (0..<rows).map { row in
        let length = geometry.squaredLength[Int(patterns.patternOfRow[row])]
        return length > 0 ? products[row, index] / (length.squareRoot() * spread[row]) : .nan
      }
    }
  }
}
