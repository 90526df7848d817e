internal import Numerics
internal import Schema

/// Controls without a network: what a linear reading of the same inputs gives.
enum LinearControls {
  /// All prepared values of a sample in one row.
  static func values(_ preparation: FoldPreparation, samples: Int) -> [[Double]] {
    (0..<samples).map { row in
      preparation.layers.flatMap { $0.values[row * $0.targets.count..<(row + 1) * $0.targets.count] }
    }
  }

  /// The mean of each gene set's members, a column a set and layer.
  static func pathwayMeans(_ preparation: FoldPreparation, tokens: [[[Int]]], samples: Int) -> [[Double]] {
    (0..<samples).map { row in
      var means: [Double] = []
      for (layer, sets) in zip(preparation.layers, tokens) {
        for set in sets where !set.isEmpty {
          means.append(set.reduce(0) { $0 + layer.values[row * layer.targets.count + $1] } / Double(set.count))
        }
      }
      return means
    }
  }

  /// Scores on the leading principal components of the training samples.
  static func components(
    _ values: [[Double]], training: [Int], size: Int
  ) throws(OmicsError) -> [[Double]] {
    let x = Matrix(rowVectors: training.map { values[$0] }, columns: values.first?.count ?? 0)
    let eigen = try SymmetricEigen(x.outerProduct())
    let order = OrderStatistics.order(eigen.values, descending: true).prefix(min(size, training.count))
    // Loadings are X'u / s: a new sample's score is its product with them.
    let loadings = order.filter { eigen.values[$0] > 1e-9 }.map { index in
      x.multiplied(by: eigen.vectors.column(index), transposingSelf: true).map {
        $0 / eigen.values[index].squareRoot()
      }
    }
    return values.map { row in
      loadings.map { loading in
        var sum = 0.0
        for (value, weight) in zip(row, loading) { sum += value * weight }
        return sum
      }
    }
  }
}
