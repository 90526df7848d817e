internal import Numerics

/// Which samples are held out together: groups are never torn apart, labels and cohorts are spread evenly.
///
/// Groups are the batches when there are at least twice as many as folds and no fold would lose a label; otherwise the
/// individuals, spread over folds within label, cohort and batch.
struct FoldPlan: Sendable {
  /// The fold of each sample.
  let fold: [Int]
  /// `batch` or `subject`.
  let grouping: String

  init(_ input: StudyInput, rows: [Int], folds: Int, seed: UInt64, index: Int) {
    var stream = RandomStream(seed: seed, name: "folds", index: UInt64(index))
    if Set(rows.map { input.batch[$0] }).count >= 2 * folds {
      let byBatch = Self.assign(input, rows, folds: folds, &stream, group: { input.batch[$0] }, stratum: { _ in "" })
      if Self.holds(byBatch, input, rows, folds) {
        fold = byBatch
        grouping = "batch"
        return
      }
    }
    fold = Self.assign(
      input, rows, folds: folds, &stream, group: { input.subject[$0] },
      stratum: { "\(input.label[$0])/\(input.cohort[$0])/\(input.batch[$0])" })
    grouping = "subject"
  }

  /// The samples of a fold, and the others, out of `rows`.
  func split(_ rows: [Int], holdingOut held: Int) -> (training: [Int], held: [Int]) {
    (rows.filter { fold[$0] != held }, rows.filter { fold[$0] == held })
  }

  /// Groups dealt to the fold that has the fewest of their label, then the fewest samples.
  private static func assign(
    _ input: StudyInput, _ rows: [Int], folds: Int, _ stream: inout RandomStream, group: (Int) -> String,
    stratum: (Int) -> String
  ) -> [Int] {
    var members: [String: [Int]] = [:]
    for row in rows { members[group(row), default: []].append(row) }
    var names = members.keys.sorted()
    stream.shuffle(&names)
    func first(_ name: String) -> Int { members[name]?.first ?? 0 }
    // A stable order by stratum keeps what was shuffled within each.
    names = names.enumerated().sorted {
      let (a, b) = (stratum(first($0.element)), stratum(first($1.element)))
      return a == b ? $0.offset < $1.offset : a < b
    }.map(\.element)
    var cases = [Int](repeating: 0, count: folds)
    var controls = cases
    var fold = [Int](repeating: -1, count: input.samples.count)
    for name in names {
      let own = members[name] ?? []
      let ones = own.reduce(0) { $0 + input.label[$1] }
      let best = (0..<folds).min { left, right in
        let (a, b) = ones > 0 ? (cases[left], cases[right]) : (controls[left], controls[right])
        if a != b { return a < b }
        return cases[left] + controls[left] < cases[right] + controls[right]
      }
      let chosen = best ?? 0
      cases[chosen] += ones
      controls[chosen] += own.count - ones
      for row in own { fold[row] = chosen }
    }
    return fold
  }

  private static func holds(_ fold: [Int], _ input: StudyInput, _ rows: [Int], _ folds: Int) -> Bool {
    (0..<folds).allSatisfy { held in
      Set(rows.filter { fold[$0] == held }.map { input.label[$0] }).count == 2
    }
  }
}
