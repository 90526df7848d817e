/// One call of `AbsorbedFactorModel.fit`: the chosen samples ordered by group, and the work done once for all rows
/// without missing values.
struct AbsorbedFactorPlan: Sendable {
  /// Columns of the matrix, ordered by group and then by column.
  private let samples: [Int]
  /// Group of every chosen sample, numbered from 0 without gaps, ascending.
  private let group: [Int32]
  /// Covariates and, last, the label: `terms` columns of `samples.count` values.
  private let columns: [Double]
  private let terms: Int
  /// Columns after centring and orthogonalisation over all chosen samples.
  private let completeColumns: [Double]
  private let complete: Basis

  /// What orthogonalisation found: one inverse squared length a column (0 for a dependent one).
  struct Basis: Sendable {
    var inverseLengths: [Double]
    var groups = 0
    var rank = 0
    var low: Int32 = 0
    var high: Int32 = 0
  }

  private static let tolerance = 1e-7

  init(groups: [Int], covariates: Matrix, label: [Double], samples chosen: [Int]) {
    samples = chosen.filter { !label[$0].isNaN }.sorted { (groups[$0], $0) < (groups[$1], $1) }
    var codes: [Int32] = []
    for (position, sample) in samples.enumerated() {
      let previous = position > 0 ? groups[samples[position - 1]] : groups[sample]
      codes.append((codes.last ?? 0) + (groups[sample] == previous ? 0 : 1))
    }
    group = codes
    terms = covariates.columns + 1
    var values: [Double] = []
    for column in 0..<covariates.columns { values += samples.map { covariates[$0, column] } }
    columns = values + samples.map { label[$0] }
    var work = columns
    var basis = Basis(inverseLengths: [Double](repeating: 0, count: terms))
    let (count, terms) = (samples.count, terms)
    codes.withUnsafeBufferPointer { codes in
      work.withUnsafeMutableBufferPointer { work in
        guard let start = work.baseAddress, let codes = codes.baseAddress else { return }
        basis.inverseLengths.withUnsafeMutableBufferPointer { lengths in
          guard let lengths = lengths.baseAddress else { return }
          let found = Self.orthogonalize(start, stride: count, count: count, terms: terms, codes, lengths)
          (basis.groups, basis.rank, basis.low, basis.high) = found
        }
      }
    }
    complete = basis
    completeColumns = work
  }

  /// Fits a block of rows.
  func fit(_ input: MatrixView, _ rows: Range<Int>, into output: LabelEffectOutput) {
    let count = samples.count
    let tile = 16
    guard count > 0 else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: (tile + 1 + terms) * count + terms) { scratch in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { codes in
        guard let tiles = scratch.baseAddress, let codes = codes.baseAddress else { return }
        let response = tiles + tile * count
        let work = response + count
        let lengths = work + terms * count
        columns.withUnsafeBufferPointer { columns in
          completeColumns.withUnsafeBufferPointer { ready in
            group.withUnsafeBufferPointer { group in
              complete.inverseLengths.withUnsafeBufferPointer { readyLengths in
                guard let columns = columns.baseAddress, let ready = ready.baseAddress,
                  let group = group.baseAddress, let readyLengths = readyLengths.baseAddress
                else { return }
                var first = rows.lowerBound
                while first < rows.upperBound {
                  let height = min(tile, rows.upperBound - first)
                  for position in 0..<count {
                    let source = input.values + samples[position] * input.rows + first
                    for offset in 0..<height { tiles[offset * count + position] = source[offset] }
                  }
                  for offset in 0..<height {
                    let row = tiles + offset * count
                    let observed = Self.gather(row, count, group, response, codes)
                    if observed == count {
                      let found = (complete.groups, complete.rank, complete.low, complete.high)
                      finish(first + offset, response, observed, group, ready, readyLengths, found, output)
                    } else if observed > 0 {
                      for term in 0..<terms {
                        Self.compact(columns + term * count, row, count, into: work + term * count)
                      }
                      let found = Self.orthogonalize(
                        work, stride: count, count: observed, terms: terms, codes, lengths)
                      finish(first + offset, response, observed, codes, work, lengths, found, output)
                    }
                  }
                  first += height
                }
              }
            }
          }
        }
      }
    }
  }

  /// Centres the response, takes out the basis, and writes the row's results.
  @inline(__always)
  private func finish(
    _ row: Int, _ response: UnsafeMutablePointer<Double>, _ observed: Int, _ codes: UnsafePointer<Int32>,
    _ basis: UnsafePointer<Double>, _ lengths: UnsafePointer<Double>,
    _ found: (groups: Int, rank: Int, low: Int32, high: Int32), _ output: LabelEffectOutput
  ) {
    _ = Self.center(response, observed, codes)
    var coefficient = 0.0
    for term in 0..<terms {
      let column = basis + term * samples.count
      coefficient = Self.dot(column, response, observed) * lengths[term]
      Self.subtract(column, coefficient, from: response, observed)
    }
    let degrees = observed - found.groups - found.rank
    let variance = degrees > 0 ? Self.dot(response, response, observed) / Double(degrees) : .nan
    output.sigmaSquared[row] = variance
    output.dfResidual[row] = Double(max(0, degrees))
    output.observedLow[row] = found.low
    output.observedHigh[row] = found.high
    if lengths[terms - 1] > 0 {
      let unscaled = lengths[terms - 1].squareRoot()
      output.beta[row] = coefficient
      output.stdevUnscaled[row] = unscaled
      output.standardError[row] = unscaled * variance.squareRoot()
    }
  }

  /// Centres columns within groups and makes each orthogonal to those before it, in place.
  ///
  /// A column whose rest is shorter than `tolerance` times its full length gets the inverse length 0 and drops out.
  private static func orthogonalize(
    _ work: UnsafeMutablePointer<Double>, stride: Int, count: Int, terms: Int, _ codes: UnsafePointer<Int32>,
    _ lengths: UnsafeMutablePointer<Double>
  ) -> (groups: Int, rank: Int, low: Int32, high: Int32) {
    var groups = 0
    var rank = 0
    var high: Int32 = 0
    let label = work + (terms - 1) * stride
    for position in 0..<count where label[position] > 0 { high += 1 }
    for term in 0..<terms {
      let column = work + term * stride
      let full = dot(column, column, count)
      groups = center(column, count, codes)
      for earlier in 0..<term where lengths[earlier] > 0 {
        let other = work + earlier * stride
        subtract(other, dot(other, column, count) * lengths[earlier], from: column, count)
      }
      let rest = dot(column, column, count)
      if rest > 0, rest >= tolerance * tolerance * full {
        lengths[term] = 1 / rest
        rank += 1
      } else {
        lengths[term] = 0
      }
    }
    return (groups, rank, Int32(count) - high, high)
  }
}

/// The inner loops, over raw buffers in a fixed order.
extension AbsorbedFactorPlan {
  /// Copies observed (finite) values and their groups to the front; returns how many there are.
  @inline(__always)
  private static func gather(
    _ row: UnsafePointer<Double>, _ count: Int, _ group: UnsafePointer<Int32>,
    _ response: UnsafeMutablePointer<Double>, _ codes: UnsafeMutablePointer<Int32>
  ) -> Int {
    var observed = 0
    for position in 0..<count {
      response[observed] = row[position]
      codes[observed] = group[position]
      observed += row[position].isFinite ? 1 : 0
    }
    return observed
  }

  /// Copies the values of a column at a row's observed samples to the front.
  @inline(__always)
  private static func compact(
    _ column: UnsafePointer<Double>, _ row: UnsafePointer<Double>, _ count: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    var observed = 0
    for position in 0..<count {
      target[observed] = column[position]
      observed += row[position].isFinite ? 1 : 0
    }
  }

  /// Takes the group mean out of every value; groups are runs of equal codes; returns their number.
  @inline(__always)
  private static func center(
    _ values: UnsafeMutablePointer<Double>, _ count: Int, _ codes: UnsafePointer<Int32>
  ) -> Int {
    var start = 0
    var groups = 0
    while start < count {
      var end = start + 1
      while end < count, codes[end] == codes[start] { end += 1 }
      let mean = sum(values + start, end - start) / Double(end - start)
      for position in start..<end { values[position] -= mean }
      groups += 1
      start = end
    }
    return groups
  }

  /// Sum over four interleaved partial sums.
  @inline(__always)
  private static func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var position = 0
    while position + 4 <= count {
      a += values[position]
      b += values[position + 1]
      c += values[position + 2]
      d += values[position + 3]
      position += 4
    }
    while position < count {
      a += values[position]
      position += 1
    }
    return (a + b) + (c + d)
  }

  /// Inner product over four interleaved partial sums.
  @inline(__always)
  private static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var position = 0
    while position + 4 <= count {
      a += x[position] * y[position]
      b += x[position + 1] * y[position + 1]
      c += x[position + 2] * y[position + 2]
      d += x[position + 3] * y[position + 3]
      position += 4
    }
    while position < count {
      a += x[position] * y[position]
      position += 1
    }
    return (a + b) + (c + d)
  }

  /// y -= factor * x.
  @inline(__always)
  private static func subtract(
    _ x: UnsafePointer<Double>, _ factor: Double, from y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    guard factor != 0 else { return }
    for position in 0..<count { y[position] -= factor * x[position] }
  }
}
