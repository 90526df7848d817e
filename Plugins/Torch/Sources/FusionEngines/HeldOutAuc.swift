/// The area under the ROC curve over pairs of a case and a control of the same fold: folds are never compared with each
/// other, since every fold has a model of its own.
struct HeldOutAuc {
  private var right = 0.0
  private var pairs = 0.0

  /// Adds the held-out samples of one fold.
  mutating func add(logits: [Double], label: [Int]) {
    for (i, first) in label.enumerated() where first == 1 {
      for (j, second) in label.enumerated() where second == 0 {
        pairs += 1
        right += logits[i] > logits[j] ? 1 : logits[i] == logits[j] ? 0.5 : 0
      }
    }
  }

  /// The area; nan without a pair.
  var value: Double { pairs > 0 ? right / pairs : .nan }
}
