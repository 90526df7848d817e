internal import Schema

/// An engine's figure beside its controls', and whether it is better.
struct ControlVerdict: Sendable {
  /// A control with its areas by repetition.
  struct Control: Sendable {
    /// The id in `control.json`.
    var id: String
    /// The control in words.
    var words: String
    /// Its area in each repetition.
    var areas: [Double]
    /// Whether its repetitions are other labels instead of other folds.
    var isPermutation = false
  }

  /// The mean over repetitions of the area within folds.
  let score: Double
  /// The controls' means, in order.
  let controls: [EngineFindings.Control]
  /// Whether it is better than every control.
  let beatsControl: Bool
  /// In a sentence.
  let sentence: String

  /// Better means: than every labelling in random order, and than each other control by more than the standard error of
  /// the paired differences and more than 0.005.
  init(_ name: String, engine: [Double], controls: [Control]) {
    let score = Self.mean(engine)
    let lost = controls.filter { control in
      guard !control.isPermutation else { return !(score > control.areas.max() ?? 1) }
      let differences = zip(engine, control.areas).map { $0 - $1 }
      let average = Self.mean(differences)
      let square = differences.reduce(0) { $0 + ($1 - average) * ($1 - average) }
      let count = Double(differences.count)
      let error = count > 1 ? (square / (count - 1) / count).squareRoot() : 0
      return !(average > max(0.005, error))
    }
    self.score = score
    self.controls = controls.map { .init(id: $0.id, score: Self.mean($0.areas)) }
    beatsControl = lost.isEmpty && score.isFinite
    let reached = "\(name) reaches an area of \(Self.shown(score)) on held-out samples"
    if beatsControl {
      sentence = "\(reached) and beats its controls (\(controls.map(\.words).joined(separator: ", ")))."
    } else {
      let words = lost.map { "\($0.words) (\(Self.shown(Self.mean($0.areas))))" }
      sentence =
        "\(reached), which is not better than \(words.joined(separator: " and ")): "
        + "its ranking adds nothing that can be relied on."
    }
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  /// Three digits behind the point.
  private static func shown(_ value: Double) -> String {
    guard value.isFinite else { return "NA" }
    let digits = "\(Int((abs(value) * 1000).rounded()) + 1000)"
    return "\(value < 0 ? "-" : "")\((Int(digits.prefix(digits.count - 3)) ?? 1) - 1).\(digits.suffix(3))"
  }
}
