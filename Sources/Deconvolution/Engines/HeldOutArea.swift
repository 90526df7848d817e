/// The area under the ROC curve over pairs of a case and a control of the same fold: folds are never compared with each
/// other, since every fold has a model of its own.
struct HeldOutArea: Sendable {
  private var right = 0.0
  private var pairs = 0.0

  /// Adds the held-out samples of one fold; a larger score speaks for a case.
  mutating func add(scores: [Double], label: [Int]) {
    for (i, first) in label.enumerated() where first == 1 {
      for (j, second) in label.enumerated() where second == 0 {
        pairs += 1
        right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
  }

  /// The area; nan without a pair.
  var value: Double { pairs > 0 ? right / pairs : .nan }
}
