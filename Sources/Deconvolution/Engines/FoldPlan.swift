internal import Numerics

/// Which samples are held out together: groups are never torn apart, labels are spread evenly.
///
/// Groups are batches, joined where an individual stands in several of them, when there are at least twice as many as
/// folds and no fold would lose a label; otherwise individuals, spread over folds within label, cohort and batch.
struct FoldPlan: Sendable {
  /// The fold of each sample; -1 for samples that take no part.
  let fold: [Int]
  /// How many folds.
  let folds: Int
  /// `batch` or `subject`.
  let grouping: String

  init(_ study: JoinedStudy, label: [Int], rows: [Int], folds: Int, seed: UInt64, index: Int) {
    self.folds = folds
    var stream = RandomStream(seed: seed, name: "folds", index: UInt64(index))
    let batches = Self.joined(study, rows)
    if Set(rows.map { batches[$0] }).count >= 2 * folds {
      let byBatch = Self.assign(label, rows, folds, &stream, group: batches) { _ in [] }
      let isWhole = (0..<folds).allSatisfy { held in
        Set(rows.filter { byBatch[$0] == held }.map { label[$0] }).count == 2
      }
      if isWhole {
        (fold, grouping) = (byBatch, "batch")
        return
      }
    }
    fold = Self.assign(label, rows, folds, &stream, group: study.subject) {
      [label[$0], study.cohort[$0], study.batch[$0]]
    }
    grouping = "subject"
  }

  /// The samples of a fold, and the others.
  func split(holdingOut held: Int) -> (training: [Int], held: [Int]) {
    let rows = fold.indices.filter { fold[$0] >= 0 }
    return (rows.filter { fold[$0] != held }, rows.filter { fold[$0] == held })
  }

  /// Batches that share an individual, as one group: the least row of each.
  private static func joined(_ study: JoinedStudy, _ rows: [Int]) -> [Int] {
    var group = study.samples.indices.map { $0 }
    func root(_ row: Int) -> Int {
      var row = row
      while group[row] != row { row = group[row] }
      return row
    }
    for keys in [study.batch, study.subject] {
      var first: [Int: Int] = [:]
      for row in rows {
        guard let other = first[keys[row]] else {
          first[keys[row]] = row
          continue
        }
        let (a, b) = (root(row), root(other))
        group[max(a, b)] = min(a, b)
      }
    }
    return group.indices.map(root)
  }

  /// Groups dealt in random order to the fold that has the fewest of their label, then the fewest samples.
  private static func assign(
    _ label: [Int], _ rows: [Int], _ folds: Int, _ stream: inout RandomStream, group: [Int], stratum: (Int) -> [Int]
  ) -> [Int] {
    var members: [Int: [Int]] = [:]
    for row in rows { members[group[row], default: []].append(row) }
    var groups = members.keys.sorted().compactMap { members[$0] }
    stream.shuffle(&groups)
    let strata = groups.map { stratum($0[0]) }
    // A stable order by stratum keeps what was shuffled within each.
    let order = groups.indices.sorted {
      strata[$0] == strata[$1] ? $0 < $1 : strata[$0].lexicographicallyPrecedes(strata[$1])
    }
    var cases = [Int](repeating: 0, count: folds)
    var controls = cases
    var fold = [Int](repeating: -1, count: label.count)
    for own in order.map({ groups[$0] }) {
      let ones = own.reduce(0) { $0 + label[$1] }
      let chosen =
        (0..<folds).min { left, right in
          let (a, b) = ones > 0 ? (cases[left], cases[right]) : (controls[left], controls[right])
          return a == b ? cases[left] + controls[left] < cases[right] + controls[right] : a < b
        } ?? 0
      cases[chosen] += ones
      controls[chosen] += own.count - ones
      for row in own { fold[row] = chosen }
    }
    return fold
  }
}
