/// What every pattern of `NuisancePatterns` leaves of one labelling.
public struct LabelGeometry: Sendable {
  /// Squared length of the label without factor and covariates; 0 where the label depends on them.
  public let squaredLength: [Double]
  /// Observed samples whose label is 0.
  public let low: [Int32]
  /// Observed samples whose label is above 0.
  public let high: [Int32]
}

extension NuisancePatterns {
  /// The geometry of every labelling, given in the order of `samples` as the columns of `ordered`.
  ///
  /// `working` stands for the labels in products when something was taken out of them beforehand.
  public func geometries(_ labels: Matrix, working: Matrix? = nil) -> [LabelGeometry] {
    let working = working ?? labels
    let count = labels.columns
    var lengths = [Double](repeating: 0, count: patterns.count * count)
    var high = [Int32](repeating: 0, count: patterns.count * count)
    var block = LabelTable(labels, working)
    for (index, pattern) in patterns.enumerated() {
      block.read(pattern)
      if pattern.rank > 0 { block.takeOutBasis(of: pattern, working) }
      for place in 0..<count {
        let (full, rest) = (block.full[place], block.rest[place])
        high[place * patterns.count + index] = Int32(block.high[place])
        if rest > 0, rest >= Self.tolerance * Self.tolerance * full { lengths[place * patterns.count + index] = rest }
      }
    }
    return (0..<count).map { place in
      let range = place * patterns.count..<(place + 1) * patterns.count
      let own = Array(high[range])
      return LabelGeometry(
        squaredLength: Array(lengths[range]), low: zip(patterns, own).map { Int32($0.observed.count) - $1 }, high: own)
    }
  }

  /// The label's effect on every row from the products of its residuals with the label and with themselves; a row whose
  /// square is `nan` has none. `taken` says what was taken out of values and labels beforehand.
  public func effects(
    products: ArraySlice<Double>, squares: [Double], geometry: LabelGeometry, taken: TakenNuisance? = nil
  ) -> LabelEffects {
    var effects = LabelEffects(rows: squares.count)
    let first = products.startIndex
    for row in squares.indices {
      let index = Int(patternOfRow[row])
      let pattern = patterns[index]
      guard !pattern.observed.isEmpty, !squares[row].isNaN else { continue }
      let length = geometry.squaredLength[index] * (taken?.kept[row] ?? 1)
      let spent = (taken?.share[row] ?? 0) * Double(pattern.observed.count)
      let degrees = Double(pattern.observed.count - pattern.groups - pattern.rank - (length > 0 ? 1 : 0)) - spent
      let product = products[first + row]
      let explained = length > 0 ? product * product / length : 0
      effects.sigmaSquared[row] = degrees > 0 ? max(0, squares[row] - explained) / degrees : .nan
      effects.dfResidual[row] = max(0, degrees)
      effects.observedLow[row] = geometry.low[index]
      effects.observedHigh[row] = geometry.high[index]
      guard length > 0 else { continue }
      effects.beta[row] = product / length
      effects.stdevUnscaled[row] = 1 / length.squareRoot()
      effects.standardError[row] = effects.stdevUnscaled[row] * effects.sigmaSquared[row].squareRoot()
    }
    return effects
  }

  /// Squared length of every column.
  public static func squares(_ residuals: Matrix) -> [Double] { products(residuals, residuals) }

  /// Inner product of every column of one matrix with the same column of another.
  public static func products(_ left: Matrix, _ right: Matrix) -> [Double] {
    (0..<left.columns).map { column in
      let range = column * left.rows..<(column + 1) * left.rows
      var sum = 0.0
      for index in range { sum += left.values[index] * right.values[index] }
      return sum
    }
  }

  /// Samples the rows of a pattern are observed in, groups seen, and rank of the covariates beside them.
  public func size(ofPattern index: Int) -> (observed: Int, groups: Int, rank: Int) {
    (patterns[index].observed.count, patterns[index].groups, patterns[index].rank)
  }
}

/// What covariates that were taken out of values and labels beforehand, over all samples, cost each row.
public struct TakenNuisance: Sendable {
  /// Degrees of freedom an observed sample.
  public let share: [Double]
  /// The squared length that the label has beside the covariates in the row's own samples, as a share of what it has there
  /// after they were taken out over all samples; 0 where they leave nothing.
  public let kept: [Double]

  /// The cost beside the covariates that `patterns` hold, for one label; `plain` are the same patterns without them, and
  /// `working` is the label without them over all samples. Both labels in the order of the matrices' columns.
  public init(_ patterns: NuisancePatterns, plain: NuisancePatterns, label: [Double], working: [Double]) {
    let exact = patterns.geometries(patterns.ordered([label]))[0].squaredLength
    let left = plain.geometries(plain.ordered([label]), working: plain.ordered([working]))[0].squaredLength
    let rows = patterns.patternOfRow.indices
    share = rows.map { row in
      let size = patterns.size(ofPattern: Int(patterns.patternOfRow[row]))
      return Double(size.rank) / Double(max(1, size.observed))
    }
    kept = rows.map { row in
      let all = left[Int(plain.patternOfRow[row])]
      return all > 0 ? exact[Int(patterns.patternOfRow[row])] / all : 0
    }
  }
}

/// Labels of a block with one row a sample, so that all labellings of a sample are read together.
private struct LabelTable {
  private let count: Int
  private let labels: [Double]
  private let working: [Double]
  /// Squared length of each labelling over the observed samples, before and after batch means are taken out; how many
  /// labels are above 0.
  private(set) var full: [Double]
  private(set) var rest: [Double]
  private(set) var high: [Double]
  private var sums: [Double]

  init(_ labels: Matrix, _ working: Matrix) {
    count = labels.columns
    self.labels = labels.transposed().values
    self.working = working.transposed().values
    full = [Double](repeating: 0, count: labels.columns)
    rest = full
    high = full
    sums = full
  }

  /// Sums over the observed samples of a pattern, run by run.
  mutating func read(_ pattern: NuisancePatterns.Pattern) {
    let count = count
    for place in 0..<count { (full[place], rest[place], high[place]) = (0, 0, 0) }
    labels.withUnsafeBufferPointer { labels in
      working.withUnsafeBufferPointer { working in
        full.withUnsafeMutableBufferPointer { full in
          rest.withUnsafeMutableBufferPointer { rest in
            high.withUnsafeMutableBufferPointer { high in
              sums.withUnsafeMutableBufferPointer { sums in
                for run in 0..<pattern.groups {
                  let range = Int(pattern.runs[run])..<Int(pattern.runs[run + 1])
                  for place in 0..<count { sums[place] = 0 }
                  for observed in range {
                    let start = Int(pattern.observed[observed]) * count
                    for place in 0..<count {
                      let (label, value) = (labels[start + place], working[start + place])
                      full[place] += label * label
                      high[place] += label > 0 ? 1 : 0
                      sums[place] += value
                      rest[place] += value * value
                    }
                  }
                  let size = Double(range.count)
                  for place in 0..<count { rest[place] -= sums[place] * sums[place] / size }
                }
              }
            }
          }
        }
      }
    }
    // What rounding leaves of a label that batch explains is nothing.
    for place in 0..<count where rest[place] < 1e-12 * full[place] { rest[place] = 0 }
  }

  /// The exact length beside covariates.
  mutating func takeOutBasis(of pattern: NuisancePatterns.Pattern, _ working: Matrix) {
    for place in 0..<count {
      var vector = pattern.observed.map { working[Int($0), place] }
      pattern.removeNuisance(&vector)
      rest[place] = vector.reduce(0) { $0 + $1 * $1 }
    }
  }
}
