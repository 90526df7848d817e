/// Joins one channel's z over cohorts: agreement counts, a lone cohort is discounted, opposite signs cancel.
///
/// Soft partial conjunction (Benjamini & Heller 2008, doi:10.1111/j.1541-0420.2007.00984.x): Σz / √k, limited in size to
/// twice the second-strongest z of that sign plus one half. One cohort of several: half its z. One cohort in the study:
/// its z as it is.
enum CohortReplication {
  /// The joined z; `cohorts` is how many the study has.
  static func join(_ z: [Double], cohorts: Int) -> Double {
    guard cohorts > 1 else { return z.first ?? .nan }
    var sum = 0.0
    var count = 0.0
    for value in z where !value.isNaN {
      sum += value
      count += 1
    }
    guard count > 0 else { return .nan }
    guard count > 1 else { return sum * 0.5 }
    let mean = sum / count.squareRoot()
    var (first, second) = (0.0, 0.0)
    for value in z where !value.isNaN && value * mean > 0 {
      let size = abs(value)
      if size > first {
        second = first
        first = size
      } else if size > second {
        second = size
      }
    }
    let limit = 2 * second + 0.5
    return mean < 0 ? max(mean, -limit) : min(mean, limit)
  }

  /// Whether two cohorts show the channel with the same sign at |z| of 2 or more.
  static func isReplicated(_ z: [Double]) -> Bool {
    z.filter { $0 >= 2 }.count > 1 || z.filter { $0 <= -2 }.count > 1
  }
}
