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
  /// The geometry of a labelling, given in the order of `samples` as a column of `ordered`.
  public func geometry(_ label: [Double]) -> LabelGeometry {
    var lengths = [Double](repeating: 0, count: patterns.count)
    var low = [Int32](repeating: 0, count: patterns.count)
    var high = low
    var vector: [Double] = []
    for (index, pattern) in patterns.enumerated() {
      vector.removeAll(keepingCapacity: true)
      var full = 0.0
      for position in pattern.observed {
        let value = label[Int(position)]
        vector.append(value)
        full += value * value
        if value > 0 { high[index] += 1 } else { low[index] += 1 }
      }
      pattern.removeNuisance(&vector)
      var rest = 0.0
      for value in vector { rest += value * value }
      if rest > 0, rest >= Self.tolerance * Self.tolerance * full { lengths[index] = rest }
    }
    return LabelGeometry(squaredLength: lengths, low: low, high: high)
  }

  /// The label's effect on every row from the products of its residuals with the label and with themselves; a row whose
  /// square is `nan` has none.
  public func effects(products: ArraySlice<Double>, squares: [Double], geometry: LabelGeometry) -> LabelEffects {
    var effects = LabelEffects(rows: squares.count)
    let first = products.startIndex
    for row in squares.indices {
      let index = Int(patternOfRow[row])
      let pattern = patterns[index]
      guard !pattern.observed.isEmpty, !squares[row].isNaN else { continue }
      let length = geometry.squaredLength[index]
      let degrees = pattern.observed.count - pattern.groups - pattern.rank - (length > 0 ? 1 : 0)
      let product = products[first + row]
      let explained = length > 0 ? product * product / length : 0
      effects.sigmaSquared[row] = degrees > 0 ? max(0, squares[row] - explained) / Double(degrees) : .nan
      effects.dfResidual[row] = Double(max(0, degrees))
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
