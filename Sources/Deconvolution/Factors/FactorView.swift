internal import Numerics

/// One layer as the factor model sees it: samples that have it, by targets, missing cells at what the model expects.
///
/// A cell that is filled with its own expectation pulls on nothing, so the fit is that of the measured cells alone; the
/// product of samples with samples is all that updates of factors need.
struct FactorView: Sendable {
  /// The samples that have any value, as rows of the study.
  let rows: [Int]
  /// Samples that have the layer, by targets.
  private(set) var values: Matrix
  /// What was taken out of each target.
  private(set) var centre: [Double]
  /// The product of samples with samples.
  private(set) var gram: Matrix
  /// How many cells are measured.
  let observed: Int
  /// Places of missing cells, in column-major order.
  private let missing: [Int]

  /// - Parameter given: all samples by targets, nan where missing.
  init(_ given: Matrix) {
    rows = (0..<given.rows).filter { row in (0..<given.columns).contains { !given[row, $0].isNaN } }
    values = given.selectingRows(rows)
    missing = values.values.indices.filter { [values] in values.values[$0].isNaN }
    observed = values.values.count - missing.count
    centre = [Double](repeating: 0, count: given.columns)
    let count = values.rows
    for column in 0..<values.columns {
      let range = column * count..<(column + 1) * count
      let own = values.values[range].filter { !$0.isNaN }
      let mean = own.isEmpty ? 0 : own.reduce(0, +) / Double(own.count)
      centre[column] = mean
      for index in range { values.values[index] = values.values[index].isNaN ? 0 : values.values[index] - mean }
    }
    gram = values.outerProduct()
  }

  /// Whether any cell of a sample that has the layer is missing.
  var hasMissing: Bool { !missing.isEmpty }

  /// The diagonal of the product, summed: the whole sum of squares.
  var trace: Double { (0..<gram.rows).reduce(0) { $0 + gram[$1, $1] } }

  /// Fills missing cells with what the factors expect and centres their targets anew.
  ///
  /// - Returns: the root mean square change of the filled cells.
  mutating func fill(scores: Matrix, loadings: Matrix) -> Double {
    guard hasMissing else { return 0 }
    // Factors are contiguous for each sample and each target.
    let (z, w) = (scores.transposed().values, loadings.transposed().values)
    let (factors, count) = (scores.columns, values.rows)
    var square = 0.0
    var columns: [Int] = []
    values.values.withUnsafeMutableBufferPointer { cells in
      for index in missing {
        let (column, row) = (index / count, index % count)
        var expected = 0.0
        for factor in 0..<factors { expected += z[row * factors + factor] * w[column * factors + factor] }
        square += (expected - cells[index]) * (expected - cells[index])
        cells[index] = expected
        if columns.last != column { columns.append(column) }
      }
      for column in columns {
        let range = column * count..<(column + 1) * count
        let mean = cells[range].reduce(0, +) / Double(count)
        centre[column] += mean
        for index in range { cells[index] -= mean }
      }
    }
    gram = values.outerProduct()
    return (square / Double(missing.count)).squareRoot()
  }

  /// The share of the measured cells' sum of squares that each factor rebuilds alone.
  func explained(scores: Matrix, loadings: Matrix) -> [Double] {
    let count = values.rows
    var isMissing = [Bool](repeating: false, count: values.values.count)
    for index in missing { isMissing[index] = true }
    var (total, rebuilt) = (0.0, [Double](repeating: 0, count: scores.columns))
    for column in 0..<values.columns {
      let own = (0..<count).filter { !isMissing[column * count + $0] }
      for row in own { total += values.values[column * count + row] * values.values[column * count + row] }
      for factor in 0..<scores.columns {
        let weight = loadings.values[factor * loadings.rows + column]
        var (cross, square) = (0.0, 0.0)
        for row in own {
          let score = scores.values[factor * count + row]
          cross += values.values[column * count + row] * score
          square += score * score
        }
        rebuilt[factor] += weight * (2 * cross - weight * square)
      }
    }
    return rebuilt.map { total > 0 ? $0 / total : 0 }
  }
}
