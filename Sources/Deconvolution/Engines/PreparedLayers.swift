internal import Numerics

/// Everything that is learned from training samples before any model: which targets of each layer are taken, shifts of
/// batches, slopes of covariates, centres and scales. Applied to held-out samples as it stands.
///
/// Shifts and slopes are estimated beside the label, so that they do not take it out; a batch's shift is shrunk by one
/// sample towards 0, and a batch without training samples has none.
struct PreparedLayers: Sendable {
  /// A layer after preparation.
  struct Layer: Sendable {
    var name: String
    /// Places of the taken targets, ascending.
    var targets: [Int]
    /// Samples by taken targets: standardised, drawn in at `bound`, nan where missing.
    var values: Matrix
  }

  let layers: [Layer]
  /// Beyond this many standard deviations a value is drawn in.
  static let bound = 5.0
  /// Rounds of backfitting.
  private static let rounds = 5

  /// - Parameter most: how many targets a layer may have, the most variable ones; nil for all.
  init(_ study: JoinedStudy, label: [Int], training: [Int], most: Int? = nil) {
    layers = study.layers.map { Self.prepare($0, study, label, training, most) }
  }

  /// What is taken out of a target's values.
  private struct Fit {
    var target: Int
    var centre: Double
    var spread: Double
    var shifts: [Double]
    var slopes: [Double]
  }

  private static func prepare(
    _ layer: JoinedStudy.Layer, _ study: JoinedStudy, _ label: [Int], _ training: [Int], _ most: Int?
  ) -> Layer {
    let (samples, width) = (study.samples.count, study.targets.count)
    let present = training.filter { row in
      (0..<width).contains { !layer.values.values[$0 * samples + row].isNaN }
    }
    let batches = (study.batch.max() ?? 0) + 1
    var fits: [Fit] = []
    layer.values.values.withUnsafeBufferPointer { values in
      for target in 0..<width {
        let column = UnsafeBufferPointer(rebasing: values[target * samples..<(target + 1) * samples])
        if let fit = Self.fit(target, column, study, label, present, batches) { fits.append(fit) }
      }
    }
    if let most, fits.count > most {
      fits.sort { $0.spread == $1.spread ? $0.target < $1.target : $0.spread > $1.spread }
      fits = fits.prefix(most).sorted { $0.target < $1.target }
    }
    var result = Matrix(rows: samples, columns: fits.count, repeating: .nan)
    for (place, fit) in fits.enumerated() {
      for row in 0..<samples {
        let value = layer.values.values[fit.target * samples + row]
        guard !value.isNaN else { continue }
        var rest = value - fit.centre - fit.shifts[study.batch[row]]
        for (slope, covariate) in zip(fit.slopes, study.covariates) { rest -= slope * covariate[row] }
        result.values[place * samples + row] = min(bound, max(-bound, rest / fit.spread))
      }
    }
    return Layer(name: layer.name, targets: fits.map(\.target), values: result)
  }

  /// Label means, batch shifts and covariate slopes of one target by backfitting; nil when it is seen in less than half
  /// of the samples or does not vary.
  private static func fit(
    _ target: Int, _ values: UnsafeBufferPointer<Double>, _ study: JoinedStudy, _ label: [Int], _ present: [Int],
    _ batches: Int
  ) -> Fit? {
    let rows = present.filter { !values[$0].isNaN }
    guard rows.count >= 4, 2 * rows.count >= present.count else { return nil }
    var means = [0.0, 0.0]
    var shifts = [Double](repeating: 0, count: batches)
    var slopes = [Double](repeating: 0, count: study.covariates.count)
    var sizes = [Double](repeating: 0, count: batches)
    var groups = [0.0, 0.0]
    for row in rows {
      sizes[study.batch[row]] += 1
      groups[label[row]] += 1
    }
    var rest = rows.map { values[$0] }
    for _ in 0..<rounds {
      var sums = [0.0, 0.0]
      for (index, row) in rows.enumerated() { sums[label[row]] += rest[index] }
      let steps = (0..<2).map { groups[$0] > 0 ? sums[$0] / groups[$0] : 0 }
      for (index, row) in rows.enumerated() { rest[index] -= steps[label[row]] }
      for side in 0..<2 { means[side] += steps[side] }
      if batches > 1 {
        // Ridge of one sample: the shift a batch has now counts against it.
        var pulls = shifts.map { -$0 }
        for (index, row) in rows.enumerated() { pulls[study.batch[row]] += rest[index] }
        for one in 0..<batches { pulls[one] /= sizes[one] + 1 }
        for (index, row) in rows.enumerated() { rest[index] -= pulls[study.batch[row]] }
        for one in 0..<batches { shifts[one] += pulls[one] }
      }
      for (place, covariate) in study.covariates.enumerated() {
        var (cross, square) = (0.0, 0.0)
        for (index, row) in rows.enumerated() {
          cross += covariate[row] * rest[index]
          square += covariate[row] * covariate[row]
        }
        guard square > 0 else { continue }
        let step = cross / square
        slopes[place] += step
        for (index, row) in rows.enumerated() { rest[index] -= step * covariate[row] }
      }
    }
    let count = Double(rows.count)
    let centre = (means[0] * groups[0] + means[1] * groups[1]) / count
    var square = 0.0
    for (index, row) in rows.enumerated() {
      let value = rest[index] + means[label[row]] - centre
      square += value * value
    }
    let spread = (square / max(1, count - 1)).squareRoot()
    guard spread > 1e-9 else { return nil }
    return Fit(target: target, centre: centre, spread: spread, shifts: shifts, slopes: slopes)
  }
}
