internal import Numerics
internal import Schema

/// What leads in one cohort, looked up in another: does it move the same way there?
struct CrossCohort {
  let cohorts: [CohortInput]

  /// One check for each ordered pair of cohorts.
  var checks: [RunCheck] {
    cohorts.flatMap { first in
      cohorts.filter { $0.name != first.name }.map { second in check(first, in: second) }
    }
  }

  private func check(_ first: CohortInput, in second: CohortInput) -> RunCheck {
    let id = "same-sign:\(first.name):\(second.name)"
    let leading = LeaveOneOut.list([first.own], of: [first]).prefix(RobustnessBattery.leading)
    let (here, there) = (Self.places(first), Self.places(second))
    var (tested, same) = (0, 0)
    for target in leading {
      guard let place = here[target], let other = there[target], let own = strongest(place, first),
        let channel = second.own.channels.firstIndex(of: own.channel), case let z = second.own.z[channel][other],
        !z.isNaN
      else { continue }
      tested += 1
      if own.z * z > 0 { same += 1 }
    }
    guard tested >= 5 else {
      return RunCheck(
        id: id, value: .nan, threshold: .nan, verdict: "info",
        explanation: "only \(tested) of the leading targets of cohort \(first.name) are measured in \(second.name)")
    }
    let needed = Self.needed(of: tested)
    let agrees = same >= needed
    return RunCheck(
      id: id, value: Double(same) / Double(tested), threshold: Double(needed) / Double(tested),
      verdict: agrees ? "pass" : "warn",
      explanation:
        "\(same) of the \(tested) leading targets of cohort \(first.name) that \(second.name) measured move the "
        + "same way there" + (agrees ? "" : ": no more than chance gives"))
  }

  /// The fewest of `count` equal signs that chance gives in at most 5 %.
  static func needed(of count: Int) -> Int {
    var (tail, needed) = (0.0, count + 1)
    while needed > 0 {
      let p = binomial(needed - 1, of: count)
      guard tail + p <= 0.05 else { break }
      tail += p
      needed -= 1
    }
    return needed
  }

  /// P(exactly k of n) at one half.
  private static func binomial(_ k: Int, of n: Int) -> Double {
    var value = 1.0
    for step in 0..<n { value *= step < k ? Double(n - step) / Double(step + 1) * 0.5 : 0.5 }
    return value
  }

  /// The channel that a target stands on in a cohort.
  private func strongest(_ place: Int, _ cohort: CohortInput) -> (channel: EvidenceChannel, z: Double)? {
    zip(cohort.own.channels, cohort.own.z).map { (channel: $0, z: $1[place]) }.filter { !$0.z.isNaN }
      .max { abs($0.z) < abs($1.z) }
  }

  private static func places(_ cohort: CohortInput) -> [String: Int] {
    Dictionary(zip(cohort.targets, cohort.targets.indices), uniquingKeysWith: { first, _ in first })
  }
}
