internal import Glibc
internal import Numerics
internal import Schema

/// What a ranking says of itself: each a number, a threshold and a verdict. `RobustnessBattery` asks further.
struct LedgerChecks {
  let space: TargetSpace
  let strengths: [Double]
  let order: [Int]
  let calibration: PermutationCalibration
  let halves: HalfSampling
  let degrees: [Int]?
  let cohorts: [CohortInput]

  /// All checks, in a fixed order.
  var all: [RunCheck] {
    var checks = [permutation, attainable]
    if !halves.ranks.isEmpty { checks.append(resampling) }
    if let degrees { checks.append(triviality("degree", degrees.map(Double.init), 0.5)) }
    checks.append(triviality("coverage", coverage, 0.5))
    return checks
  }

  /// The strongest target against the permuted maxima.
  private var permutation: RunCheck {
    let largest = strengths.filter { !$0.isNaN }.max() ?? 0
    let p = calibration.familyWise(largest)
    return RunCheck(
      id: "label-permutation", value: p, threshold: calibration.callable,
      verdict: p <= calibration.callable ? "pass" : "fail",
      explanation: p <= calibration.callable
        ? "the strongest target exceeds what permuted labels give at their best"
        : "no target exceeds permutation: permuted labels give targets as strong as these")
  }

  /// Whether the strata leave enough different labellings.
  private var attainable: RunCheck {
    let least = PermutationCalibration.attainable(cohorts)
    return RunCheck(
      id: "least-p-value", value: least, threshold: 0.01, verdict: least <= 0.01 ? "pass" : "warn",
      explanation: least <= 0.01
        ? "labels can be exchanged in enough ways within batch and covariates"
        : "labels can be exchanged in few ways within batch and covariates: no smaller p-value can be had")
  }

  /// The mean overlap of half-sample lists with the list.
  private var resampling: RunCheck {
    let top = order.prefix(50).map(Int32.init)
    let wanted = Set(top)
    var total = 0.0
    for ranks in halves.ranks {
      var shared = 0.0
      for row in wanted where ranks[Int(row)] > 0 && ranks[Int(row)] <= 50 { shared += 1 }
      total += shared / (2 * Double(wanted.count) - shared)
    }
    let mean = total / Double(halves.ranks.count)
    return RunCheck(
      id: "half-sample-jaccard-50", value: mean, threshold: 0.2, verdict: mean >= 0.2 ? "pass" : "warn",
      explanation: "mean Jaccard index of the top 50 between the list and half-samples of it")
  }

  /// The share of samples in which each target is seen, over cohorts and layers.
  private var coverage: [Double] {
    var sums = [Double](repeating: 0, count: space.targets.count)
    for (cohort, input) in cohorts.enumerated() {
      for statistics in input.statistics where statistics.channel == .rna || statistics.channel == .protein {
        for (position, row) in space.rows[cohort].enumerated() { sums[row] += statistics.coverage[position] }
      }
    }
    return sums
  }

  /// Whether the list is little more than an order by a trivial property.
  private func triviality(_ name: String, _ values: [Double], _ threshold: Double) -> RunCheck {
    let ranked = order.filter { !strengths[$0].isNaN }
    let correlation = abs(
      Descriptive.spearman(ranked.map { strengths[$0] }, ranked.map { values[$0] }))
    let known = correlation.isNaN ? 0 : correlation
    return RunCheck(
      id: "\(name)-correlation", value: known, threshold: threshold, verdict: known < threshold ? "pass" : "warn",
      explanation: known < threshold
        ? "the list does not follow \(name) (Spearman correlation of strength with \(name))"
        : "the list follows \(name): Spearman correlation of strength with \(name)")
  }
}
