internal import Numerics

/// Joins one channel's z over cohorts: agreement counts, a lone cohort is discounted, what differs between cohorts too.
///
/// Σz / √k with the variance of a random effect in its denominator: cohorts that differ by more than their sampling error
/// leave τ² = max(0, Q / (k - 1) - 1), with Cochran's Q over the z (DerSimonian & Laird 1986,
/// doi:10.1016/0197-2456(86)90046-2), less what platforms and cohort sizes let any effect differ, (half the mean z)², and the
/// sum is divided by √(1 + τ²). One cohort of several: half its z. One cohort in the study: its z as it is.
enum CohortReplication {
  /// How far cohorts of other platforms and sizes may lie apart in an effect that is the same, as a share of the mean z.
  static let platform = 0.5

  /// The joined z; `cohorts` is how many the study has.
  static func join(_ z: [Double], cohorts: Int) -> Double {
    guard cohorts > 1 else { return z.first ?? .nan }
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for value in z where !value.isNaN {
      sum += value
      squares += value * value
      count += 1
    }
    guard count > 0 else { return .nan }
    guard count > 1 else { return sum * 0.5 }
    let expected = platform * sum / count
    let between = max(0, (squares - sum * sum / count) / (count - 1) - 1 - expected * expected)
    return sum / (count * (1 + between)).squareRoot()
  }

  /// Whether two cohorts show the channel with the same sign at |z| of 2 or more.
  static func isReplicated(_ z: [Double]) -> Bool {
    z.filter { $0 >= 2 }.count > 1 || z.filter { $0 <= -2 }.count > 1
  }

  /// The p-value of "at least two cohorts, same sign": in each direction (k - 1) times the second-smallest one-sided p
  /// (Benjamini & Heller 2008, doi:10.1111/j.1541-0420.2007.00984.x), then twice the smaller; nan below two cohorts.
  static func conjunction(_ z: [Double]) -> Double {
    let known = z.filter { !$0.isNaN }.sorted()
    guard known.count > 1 else { return .nan }
    let second = max(known[known.count - 2], -known[1])
    return min(1, 2 * Double(known.count - 1) * NormalDistribution.standard.upperTail(second))
  }

  /// For every target the smallest false discovery rate at which it counts as replicated (Bogomolov & Heller 2013,
  /// doi:10.1080/01621459.2013.829002); `z[channel][target]` by cohort. nan for targets of fewer than two cohorts.
  static func rValues(_ z: [[[Double]]]) -> [Double] {
    let p = (0..<(z.first?.count ?? 0)).map { target -> Double in
      let own = z.map { conjunction($0[target]) }.filter { !$0.isNaN }
      return own.min().map { min(1, $0 * Double(own.count)) } ?? .nan
    }
    return PValueAdjustment.benjaminiHochberg.adjust(p)
  }
}
