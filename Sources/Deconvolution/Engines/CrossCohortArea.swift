internal import Schema

/// How well a model of one cohort reads another.
public struct CrossCohortArea: Sendable, Hashable {
  /// The cohort learned from.
  public var training: String
  /// The cohort read.
  public var testing: String
  /// The area under the ROC curve.
  public var area: Double

  /// All ordered pairs of cohorts that hold both labels, the first of at least ten samples; empty with one cohort.
  ///
  /// - Parameter read: scores of the held-out rows by a model of the training rows, and the number of the pair.
  static func all(
    _ study: JoinedStudy, _ read: (_ training: [Int], _ held: [Int], _ index: Int) throws(OmicsError) -> [Double]
  ) throws(OmicsError) -> [CrossCohortArea] {
    var members: [[Int]] = study.cohorts.map { _ in [] }
    for row in study.rows { members[study.cohort[row]].append(row) }
    let able = members.indices.filter { Set(members[$0].map { study.label[$0] }).count == 2 }
    var list: [CrossCohortArea] = []
    for first in able where members[first].count >= 10 {
      for second in able where second != first {
        var area = HeldOutArea()
        area.add(
          scores: try read(members[first], members[second], list.count),
          label: members[second].map { study.label[$0] })
        list.append(
          CrossCohortArea(training: study.cohorts[first], testing: study.cohorts[second], area: area.value))
      }
    }
    return list
  }
}
