internal import Schema

/// The engine's figure beside its controls', and whether it is better.
struct EngineVerdict: Sendable {
  /// The mean over repetitions of the area within folds.
  let score: Double
  /// The controls' means, in order.
  let controls: [EngineFindings.Control]
  /// Whether it is better than every control.
  let beatsControl: Bool
  /// In a sentence.
  let sentence: String

  /// Compares areas by repetition. Better means: than every repetition with permuted labels, and than each other control
  /// by more than the standard error of the difference and more than 0.005.
  init(_ name: String, engine: [Double], controls: [(variant: UnitVariant, areas: [Double])]) {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    let score = mean(engine)
    var figures: [EngineFindings.Control] = []
    var better: [UnitVariant] = []
    for (variant, areas) in controls {
      figures.append(.init(id: variant.id, score: mean(areas)))
      if case .permutedLabels = variant {
        if !(score > areas.max() ?? 1) { better.append(variant) }
        continue
      }
      let differences = zip(engine, areas).map { $0 - $1 }
      let average = mean(differences)
      let square = differences.reduce(0) { $0 + ($1 - average) * ($1 - average) }
      let error =
        differences.count > 1 ? (square / Double(differences.count - 1) / Double(differences.count)).squareRoot() : 0
      if !(average > max(0.005, error)) { better.append(variant) }
    }
    self.score = score
    self.controls = figures
    beatsControl = better.isEmpty && score.isFinite
    func shown(_ value: Double) -> String {
      let thousandths = Int((value * 1000).rounded())
      let digits = "\(abs(thousandths) % 1000)"
      return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
    let figure = score.isFinite ? shown(score) : "NA"
    if beatsControl {
      let words = controls.map(\.variant.words).joined(separator: ", ")
      sentence = "\(name) reaches an area of \(figure) on held-out samples and beats its controls (\(words))."
    } else {
      let words = better.map { variant in
        let own = figures.first { $0.id == variant.id }?.score ?? .nan
        return "\(variant.words) (\(own.isFinite ? shown(own) : "NA"))"
      }
      sentence =
        "\(name) reaches an area of \(figure) on held-out samples, which is not better than "
        + words.joined(separator: " and ") + ": its ranking adds nothing that can be relied on."
    }
  }
}
