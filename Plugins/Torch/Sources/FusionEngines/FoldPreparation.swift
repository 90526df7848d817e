internal import Numerics

/// Everything that is learned from the training samples of a fold before any model: which targets of each layer are
/// taken, batch shifts, centres and scales. Applied to held-out samples as it stands.
struct FoldPreparation: Sendable {
  /// A layer after preparation.
  struct Layer: Sendable {
    var name: String
    /// Places of the taken targets.
    var targets: [Int]
    /// `values[sample * targets.count + i]`: standardised, 0 where missing.
    var values: [Double]
    /// 1 where measured, 0 where missing.
    var mask: [Double]
    /// 1 for samples that have any value in the layer.
    var present: [Double]
  }

  let layers: [Layer]
  /// Beyond this many standard deviations a value is drawn in.
  static let bound = 5.0

  init(_ input: StudyInput, label: [Int], training: [Int], features: Int) {
    layers = input.layers.map { Self.prepare($0, input, label, training, features) }
  }

  private static func prepare(
    _ layer: StudyInput.LayerValues, _ input: StudyInput, _ label: [Int], _ training: [Int],
    _ features: Int
  ) -> Layer {
    let width = input.targets.count
    var names: [String: Int] = [:]
    for batch in input.batch where names[batch] == nil { names[batch] = names.count }
    let batch = input.batch.map { names[$0] ?? 0 }
    let present = training.filter { row in
      (0..<width).contains { !layer.values[row * width + $0].isNaN }
    }
    var found: [(target: Int, spread: Double, centre: Double, shifts: [Double])] = []
    for target in 0..<width {
      var sums = [0.0, 0.0]
      var counts = [0.0, 0.0]
      for row in present {
        let value = layer.values[row * width + target]
        guard !value.isNaN else { continue }
        sums[label[row]] += value
        counts[label[row]] += 1
      }
      let total = counts[0] + counts[1]
      guard total >= 4, total >= 0.5 * Double(present.count) else { continue }
      let centre = (sums[0] + sums[1]) / total
      let means = (0..<2).map { counts[$0] > 0 ? sums[$0] / counts[$0] : centre }
      // A batch's shift is what its samples deviate from their label's mean, so that the label is not taken out.
      var shifts = [Double](repeating: 0, count: names.count)
      var members = shifts
      for row in present {
        let value = layer.values[row * width + target]
        guard !value.isNaN else { continue }
        shifts[batch[row]] += value - means[label[row]]
        members[batch[row]] += 1
      }
      for index in shifts.indices { shifts[index] = members[index] >= 2 ? shifts[index] / members[index] : 0 }
      var square = 0.0
      for row in present {
        let value = layer.values[row * width + target]
        if !value.isNaN { square += (value - shifts[batch[row]] - centre) * (value - shifts[batch[row]] - centre) }
      }
      let spread = (square / max(1, total - 1)).squareRoot()
      if spread > 1e-9 { found.append((target, spread, centre, shifts)) }
    }
    found.sort { $0.spread == $1.spread ? $0.target < $1.target : $0.spread > $1.spread }
    let taken = found.prefix(features).sorted { $0.target < $1.target }
    var result = Layer(
      name: layer.name, targets: taken.map(\.target),
      values: [Double](repeating: 0, count: input.samples.count * taken.count), mask: [], present: [])
    result.mask = result.values
    for row in input.samples.indices {
      var any = 0.0
      for (place, target) in taken.enumerated() {
        let value = layer.values[row * width + target.target]
        guard !value.isNaN else { continue }
        any = 1
        let scaled = (value - target.shifts[batch[row]] - target.centre) / target.spread
        result.values[row * taken.count + place] = min(bound, max(-bound, scaled))
        result.mask[row * taken.count + place] = 1
      }
      result.present.append(any)
    }
    return result
  }
}
