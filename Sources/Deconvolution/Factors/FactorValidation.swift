internal import Numerics
internal import Schema

/// How well the label-linked factor reads samples the model has never seen, beside principal components read the same
/// way. All that is learned, is learned from training samples.
struct FactorValidation: Sendable {
  let study: JoinedStudy
  let factors: Int
  let seed: UInt64

  /// What one held-out fold gives.
  struct Unit: Sendable {
    /// Labels of the held-out samples.
    var label: [Int]
    /// Their values of the factor, oriented towards cases.
    var scores: [Double]
    /// Their values of the component that follows the label.
    var components: [Double]
    /// Loadings of the factor by layer, a target each, oriented towards cases; nan where not taken.
    var loadings: [[Double]]
  }

  /// Fits on training samples, reads held-out ones.
  func unit(label: [Int], training: [Int], held: [Int], name: String, index: UInt64) throws(OmicsError) -> Unit {
    let prepared = PreparedLayers(study, label: label, training: training)
    let known = prepared.layers.map { $0.values.selectingRows(training) }
    let unseen = prepared.layers.map { $0.values.selectingRows(held) }
    let model = try FactorModel(known, factors: factors, seed: seed, name: name, index: index)
    let own = training.map { label[$0] }
    let batch = training.map { study.batch[$0] }
    let reading = FactorReading(model.scores, label: own, batch: batch)
    let scores = try model.scores(of: unseen).column(reading.linked).map { $0 * reading.sign }
    return Unit(
      label: held.map { label[$0] }, scores: scores,
      components: try components(known, unseen, label: own, batch: batch),
      loadings: Self.loadings(model, prepared, reading, targets: study.targets.count))
  }

  /// Loadings of the linked factor by layer on all targets of the study, oriented towards cases.
  static func loadings(
    _ model: FactorModel, _ prepared: PreparedLayers, _ reading: FactorReading, targets: Int
  ) -> [[Double]] {
    zip(model.layers, prepared.layers).map { layer, taken in
      var result = [Double](repeating: .nan, count: targets)
      for (place, target) in taken.targets.enumerated() {
        result[target] = reading.sign * layer.loadings[place, reading.linked]
      }
      return result
    }
  }

  /// Strength of each target: loadings summed over layers by size; nan where no layer has it.
  static func strengths(_ loadings: [[Double]]) -> [Double] {
    guard let first = loadings.first else { return [] }
    return first.indices.map { target in
      let own = loadings.compactMap { $0[target].isNaN ? nil : abs($0[target]) }
      return own.isEmpty ? .nan : own.reduce(0, +)
    }
  }

  /// As many principal components with missing cells at their mean; the one that follows the label most.
  private func components(
    _ known: [Matrix], _ unseen: [Matrix], label: [Int], batch: [Int]
  ) throws(OmicsError) -> [Double] {
    var gram = Matrix(rows: known[0].rows, columns: known[0].rows)
    var across = Matrix(rows: unseen[0].rows, columns: known[0].rows)
    for (first, second) in zip(known, unseen) {
      let (x, y) = (Self.filled(first), Self.filled(second))
      let own = x.outerProduct()
      let other = y.multiplied(by: x, transposingOther: true)
      for place in gram.values.indices { gram.values[place] += own.values[place] }
      for place in across.values.indices { across.values[place] += other.values[place] }
    }
    let eigen = try SymmetricEigen(gram)
    let vectors = eigen.vectors.selectingColumns(Array(0..<min(factors, gram.rows)))
    let reading = FactorReading(vectors, label: label, batch: batch)
    return across.multiplied(by: vectors.column(reading.linked)).map { $0 * reading.sign }
  }

  private static func filled(_ matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, values: matrix.values.map { $0.isNaN ? 0 : $0 })
  }
}
