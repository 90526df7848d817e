internal import Numerics
internal import Schema

/// The rows of a matrix standardised for ComBat, and each row's location and scale in each batch.
struct ComBatRows: Sendable {
  let model: ComBatModel
  private(set) var fates: [ComBat.Fate]
  /// Rows x batches: mean of standardised values, nan where the batch does not count.
  private(set) var locations: Matrix
  /// Rows x batches: variance of standardised values.
  private(set) var scales: Matrix
  /// Rows x batches: sums of squares about the mean, and the mean itself and numbers of values.
  private(set) var squares: Matrix
  private(set) var counts: Matrix
  private(set) var centres: Matrix
  /// Rows: standard deviation that values are divided by, and grand mean.
  private var deviations: [Double]
  private var grandMeans: [Double]
  private var coefficients: Matrix

  init(
    _ values: Matrix, _ model: ComBatModel, _ settings: ComBat.Settings, reference: Int?, threads: Int?
  ) throws(OmicsError) {
    self.model = model
    let batches = model.levels.count
    let usable = Self.fates(values, model, settings)
    fates = usable.fates
    var fitted = values
    if settings.incomplete == .perBatch {
      for batch in 0..<batches {
        for row in 0..<values.rows where fates[row] == .partly && usable.observed[row, batch] < 2 {
          for sample in model.members[batch] { fitted[row, sample] = .nan }
        }
      }
    }
    coefficients = try RowwiseLinearModel(design: model.design).fit(fitted, threads: threads).coefficients
    let hasMissing = settings.switchesDivisor && values.values.contains { $0.isNaN }
    locations = Matrix(rows: values.rows, columns: batches, repeating: .nan)
    scales = locations
    squares = locations
    centres = locations
    counts = Matrix(rows: values.rows, columns: batches)
    deviations = [Double](repeating: .nan, count: values.rows)
    grandMeans = deviations
    let transposed = fitted.transposed()
    let (coefficients, fates, weight) = (self.coefficients, self.fates, values.columns)
    let figures: [RowFigures?] = parallelMap(count: values.rows, threads: threads) { row in
      guard fates[row] != .constant, fates[row] != .tooFew else { return nil }
      return RowFigures(
        transposed.values[row * weight..<(row + 1) * weight], coefficients.row(row), model, reference: reference,
        dividesByLess: hasMissing, isMeanOnly: settings.isMeanOnly || fates[row] == .shifted)
    }
    for (row, figure) in figures.enumerated() {
      guard let figure else {
        if self.fates[row] != .constant { self.fates[row] = .tooFew }
        continue
      }
      deviations[row] = figure.deviation
      grandMeans[row] = figure.grandMean
      locations.setRow(row, to: figure.locations)
      scales.setRow(row, to: figure.scales)
      squares.setRow(row, to: figure.squares)
      counts.setRow(row, to: figure.counts)
      centres.setRow(row, to: figure.centres)
    }
  }

  /// Which rows can be adjusted how.
  private static func fates(
    _ values: Matrix, _ model: ComBatModel, _ settings: ComBat.Settings
  ) -> (fates: [ComBat.Fate], observed: Matrix) {
    var fates = [ComBat.Fate](repeating: .full, count: values.rows)
    var observed = Matrix(rows: values.rows, columns: model.levels.count)
    let needed = settings.isMeanOnly ? 1.0 : 2.0
    for row in 0..<values.rows {
      var enough = 0
      for (batch, members) in model.members.enumerated() {
        var first = Double.nan
        var differs = false
        for sample in members {
          let value = values[row, sample]
          if value.isNaN { continue }
          observed[row, batch] += 1
          if first.isNaN { first = value } else if value != first { differs = true }
        }
        if observed[row, batch] > 1, !differs { fates[row] = .constant }
        if observed[row, batch] >= needed { enough += 1 }
      }
      guard fates[row] != .constant, enough < model.levels.count else { continue }
      switch settings.incomplete {
      case .leave: fates[row] = .tooFew
      case .meanOnly:
        fates[row] = (0..<model.levels.count).allSatisfy { observed[row, $0] > 0 } ? .shifted : .tooFew
      case .perBatch: fates[row] = enough > 1 ? .partly : .tooFew
      }
    }
    return (fates, observed)
  }

  /// The values with each batch's estimates taken out.
  func adjusted(_ values: Matrix, _ priors: ComBatPriors, threads: Int?) -> Matrix {
    let batches = model.levels.count
    let columns: [[Double]] = parallelMap(count: values.columns, threads: threads) { sample in
      var column = values.column(sample)
      let batch = model.batchOf[sample]
      if batch == priors.reference { return column }
      for row in column.indices where !column[row].isNaN {
        let (location, scale) = (priors.locations[row, batch], priors.scales[row, batch])
        guard !location.isNaN else { continue }
        var standing = grandMeans[row]
        for term in batches..<model.design.columns {
          standing += coefficients[row, term] * model.design[sample, term]
        }
        let z = (column[row] - standing) / deviations[row]
        column[row] = (z - location) / scale.squareRoot() * deviations[row] + standing
      }
      return column
    }
    return Matrix(columns: columns, rows: values.rows)
  }
}

/// The figures of one row.
private struct RowFigures: Sendable {
  var deviation: Double
  var grandMean = 0.0
  var locations: [Double]
  var scales: [Double]
  var squares: [Double]
  var counts: [Double]
  var centres: [Double]

  /// nil where a covariate or a counted batch cannot be estimated, or nothing varies beside the model.
  init?(
    _ values: ArraySlice<Double>, _ coefficients: [Double], _ model: ComBatModel, reference: Int?,
    dividesByLess: Bool, isMeanOnly: Bool
  ) {
    let batches = model.levels.count
    guard coefficients[batches...].allSatisfy({ !$0.isNaN }) else { return nil }
    let start = values.startIndex
    counts = model.members.map { members in Double(members.count { !values[start + $0].isNaN }) }
    let total = model.members.reduce(0.0) { $0 + Double($1.count) }
    var weights = 0.0
    for batch in 0..<batches where counts[batch] > 0 {
      guard !coefficients[batch].isNaN else { return nil }
      grandMean += Double(model.members[batch].count) / total * coefficients[batch]
      weights += Double(model.members[batch].count) / total
    }
    if weights < 1 - 1e-12 { grandMean /= weights }
    if let reference {
      guard !coefficients[reference].isNaN else { return nil }
      grandMean = coefficients[reference]
    }
    var standing = [Double](repeating: grandMean, count: values.count)
    var (sum, square, observed) = (0.0, 0.0, 0.0)
    var residuals: [Double] = []
    for sample in 0..<values.count {
      var part = 0.0
      for term in batches..<max(batches, model.design.columns) {
        part += coefficients[term] * model.design[sample, term]
      }
      standing[sample] += part
      let value = values[start + sample]
      guard !value.isNaN, reference == nil || model.batchOf[sample] == reference else { continue }
      let residual = value - coefficients[model.batchOf[sample]] - part
      residuals.append(residual)
      sum += residual
      square += residual * residual
      observed += 1
    }
    if dividesByLess {
      let mean = sum / observed
      deviation = (residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (observed - 1)).squareRoot()
    } else {
      deviation = (square / observed).squareRoot()
    }
    // A row that the model fits but for rounding would put a scale of nothing under all others' priors.
    let largest = values.lazy.filter { !$0.isNaN }.map { abs($0) }.max() ?? 0
    guard deviation > 1e-10 * largest, deviation.isFinite else { return nil }
    centres = [Double](repeating: .nan, count: batches)
    squares = centres
    scales = centres
    for (batch, members) in model.members.enumerated() where counts[batch] > 0 {
      var mean = 0.0
      for sample in members where !values[start + sample].isNaN {
        mean += (values[start + sample] - standing[sample]) / deviation
      }
      mean /= counts[batch]
      var spread = 0.0
      for sample in members where !values[start + sample].isNaN {
        let z = (values[start + sample] - standing[sample]) / deviation
        spread += (z - mean) * (z - mean)
      }
      centres[batch] = mean
      squares[batch] = spread
      scales[batch] = isMeanOnly ? 1 : spread / (counts[batch] - 1)
    }
    locations = centres
    if let reference {
      let base = centres[reference]
      for batch in 0..<batches where batch != reference { locations[batch] -= base }
    }
  }
}
