/// A factor and covariates taken out of rows with missing values, prepared for many labellings of the same samples.
///
/// Rows observed in the same samples share a pattern; per pattern the covariates are centred within the factor's groups
/// and made orthonormal once. With residuals y of a row and a label l whose residual l' has squared length |l'|², the
/// label's coefficient is y·l / |l'|² and the residual sum of squares y·y - (y·l)² / |l'|² (Frisch and Waugh 1933; Lovell
/// 1963), so that a whole block of labellings costs one matrix product. The result equals `AbsorbedFactorModel`.
public struct NuisancePatterns: Sendable {
  /// Columns of the matrices, ordered by group and then by column: the order of all vectors here.
  public let samples: [Int]
  /// The pattern of every row; rows without any observed sample have the pattern that observes none.
  public let patternOfRow: [Int32]
  let group: [Int32]
  let patterns: [Pattern]

  /// One set of observed samples with what it leaves of the covariates.
  struct Pattern: Sendable {
    /// Positions in `samples`, ascending.
    var observed: [Int32]
    /// First position of every group's run in `observed`, and the end.
    var runs: [Int32]
    /// Orthonormal columns of `observed.count` values each.
    var basis: [Double]
    var rank: Int
    var groups: Int { runs.count - 1 }
  }

  /// The share of its length below which a column counts as dependent on those before it; as in `AbsorbedFactorModel`.
  static let tolerance = 1e-7

  /// Patterns of the rows that are finite in all matrices at once, over some of their columns.
  ///
  /// `groups` holds a whole number a column, `covariates` is columns x covariates.
  public init(observedIn matrices: [Matrix], groups: [Int], covariates: Matrix? = nil, samples chosen: [Int]) {
    samples = chosen.sorted { (groups[$0], $0) < (groups[$1], $1) }
    var codes: [Int32] = []
    for (position, sample) in samples.enumerated() {
      let isNew = position > 0 && groups[samples[position - 1]] != groups[sample]
      codes.append((codes.last ?? 0) + (isNew ? 1 : 0))
    }
    group = codes
    let rows = matrices.first?.rows ?? 0
    let words = (samples.count + 63) / 64
    var bits = [UInt64](repeating: 0, count: rows * words)
    for (position, sample) in samples.enumerated() {
      let (word, bit) = (position / 64, UInt64(1) << UInt64(position % 64))
      for row in 0..<rows where matrices.allSatisfy({ $0.values[sample * rows + row].isFinite }) {
        bits[row * words + word] |= bit
      }
    }
    var known: [ArraySlice<UInt64>: Int32] = [:]
    var list: [Pattern] = []
    var previous: (bits: ArraySlice<UInt64>, pattern: Int32)?
    var places = [Int32](repeating: 0, count: rows)
    for row in 0..<rows {
      let own = bits[row * words..<(row + 1) * words]
      if let previous, previous.bits == own {
        places[row] = previous.pattern
        continue
      }
      let pattern: Int32
      if let found = known[own] {
        pattern = found
      } else {
        pattern = Int32(list.count)
        known[own] = pattern
        list.append(Self.pattern(Array(own), samples, codes, covariates))
      }
      places[row] = pattern
      previous = (own, pattern)
    }
    patternOfRow = places
    patterns = list
  }

  private static func pattern(
    _ bits: [UInt64], _ samples: [Int], _ group: [Int32], _ covariates: Matrix?
  ) -> Pattern {
    let observed = samples.indices.filter { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }.map { Int32($0) }
    var runs: [Int32] = []
    for (place, position) in observed.enumerated()
    where place == 0 || group[Int(position)] != group[Int(observed[place - 1])] {
      runs.append(Int32(place))
    }
    runs.append(Int32(observed.count))
    var pattern = Pattern(observed: observed, runs: runs, basis: [], rank: 0)
    guard let covariates else { return pattern }
    for column in 0..<covariates.columns {
      var vector = observed.map { covariates[samples[Int($0)], column] }
      let full = vector.reduce(0) { $0 + $1 * $1 }
      pattern.removeNuisance(&vector)
      let rest = vector.reduce(0) { $0 + $1 * $1 }
      guard rest > 0, rest >= tolerance * tolerance * full else { continue }
      let length = rest.squareRoot()
      pattern.basis += vector.map { $0 / length }
      pattern.rank += 1
    }
    return pattern
  }

  /// Every row without factor and covariates: samples (in the order of `samples`) x rows, 0 where a row is not observed.
  public func residuals(of values: Matrix) -> Matrix {
    let count = samples.count
    var result = Matrix(rows: count, columns: values.rows)
    var vector: [Double] = []
    for row in 0..<values.rows {
      let pattern = patterns[Int(patternOfRow[row])]
      vector.removeAll(keepingCapacity: true)
      for position in pattern.observed { vector.append(values.values[samples[Int(position)] * values.rows + row]) }
      pattern.removeNuisance(&vector)
      for (place, position) in pattern.observed.enumerated() {
        result.values[row * count + Int(position)] = vector[place]
      }
    }
    return result
  }

  /// The labels (one number a column of the matrices) in the order of `samples`: samples x labellings.
  public func ordered(_ labels: [[Int8]]) -> Matrix { ordered(labels.map { $0.map(Double.init) }) }

  /// Numbers, one a column of the matrices, in the order of `samples`: samples x vectors.
  public func ordered(_ vectors: [[Double]]) -> Matrix {
    Matrix(columns: vectors.map { vector in samples.map { vector[$0] } }, rows: samples.count)
  }

  /// Residuals as rows x columns of the matrices; nan where a row is not observed.
  public func scattered(_ residuals: Matrix, columns: Int) -> Matrix {
    var result = Matrix(rows: residuals.columns, columns: columns, repeating: .nan)
    for row in 0..<result.rows {
      for position in patterns[Int(patternOfRow[row])].observed {
        result[row, samples[Int(position)]] = residuals[Int(position), row]
      }
    }
    return result
  }

  /// Numbers in the order of `samples` back in the order of the matrices' columns; nan for columns that were not chosen.
  public func unordered(_ vector: [Double], columns: Int) -> [Double] {
    var result = [Double](repeating: .nan, count: columns)
    for (position, sample) in samples.enumerated() { result[sample] = vector[position] }
    return result
  }
}

extension NuisancePatterns.Pattern {
  /// Takes group means and the basis out of a vector over the observed samples.
  func removeNuisance(_ vector: inout [Double]) {
    let count = vector.count
    vector.withUnsafeMutableBufferPointer { vector in
      for run in 0..<groups {
        let range = Int(runs[run])..<Int(runs[run + 1])
        var sum = 0.0
        for place in range { sum += vector[place] }
        let mean = sum / Double(range.count)
        for place in range { vector[place] -= mean }
      }
      basis.withUnsafeBufferPointer { basis in
        for column in 0..<rank {
          let start = column * count
          var product = 0.0
          for place in 0..<count { product += basis[start + place] * vector[place] }
          for place in 0..<count { vector[place] -= product * basis[start + place] }
        }
      }
    }
  }
}
