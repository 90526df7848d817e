internal import Glibc
public import Schema

/// What leading targets move together within the compared groups, so that a target is not mistaken for the cause when it
/// only rides along.
///
/// Values are taken without the means of label and batch; the correlation of two targets over cohorts is the mean of its
/// Fisher transforms, weighted by samples. A target whose RNA follows a better-ranked one is its passenger (a shared
/// promoter, an amplicon); one whose protein follows while its RNA does not is its partner (a complex that falls together).
public struct CoVariation: Sendable {
  /// How strongly the RNA of a passenger follows.
  public static let passenger = 0.65
  /// How strongly the protein of a partner follows, and how weakly its RNA must.
  public static let partner = (protein: 0.6, rna: 0.35)
  /// Samples that two targets must share.
  public static let minimumSamples = 20

  private struct Layer {
    var rows: [String: [Double]]
  }

  private let rna: [Layer]
  private let protein: [Layer]

  /// Prepares the values of some targets.
  public init(_ cohorts: [CohortData], targets: [String]) {
    let chosen = Set(targets)
    rna = cohorts.compactMap { cohort in cohort.rna.map { Self.residuals(cohort, $0, chosen) } }
    protein = cohorts.compactMap { cohort in cohort.protein.map { Self.residuals(cohort, $0, chosen) } }
  }

  /// Flags of the targets in rank order, such as `passenger-of:MLH1`; at most one each, of the best-ranked leader.
  public func flags(_ ranked: [(target: String, symbol: String)]) -> [String: String] {
    var flags: [String: String] = [:]
    for (place, follower) in ranked.enumerated() {
      for leader in ranked[..<place] where flags[leader.target] == nil {
        let (r, p) = (Self.correlation(rna, leader.target, follower.target), correlationOfProteins(leader, follower))
        let name = leader.symbol.isEmpty ? leader.target : leader.symbol
        if r >= Self.passenger || (rna.isEmpty && p >= Self.passenger) {
          flags[follower.target] = "passenger-of:\(name)"
          break
        }
        if p >= Self.partner.protein && abs(r) <= Self.partner.rna {
          flags[follower.target] = "partner-of:\(name)"
          break
        }
      }
    }
    return flags
  }

  private func correlationOfProteins(
    _ a: (target: String, symbol: String), _ b: (target: String, symbol: String)
  ) -> Double { Self.correlation(protein, a.target, b.target) }

  /// The correlation of two targets in a layer over cohorts; 0 when they share too few samples or one is not measured.
  private static func correlation(_ layers: [Layer], _ a: String, _ b: String) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for layer in layers {
      guard let x = layer.rows[a], let y = layer.rows[b] else { continue }
      var (n, sx, sy, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
      for index in x.indices where !x[index].isNaN && !y[index].isNaN {
        n += 1
        sx += x[index]
        sy += y[index]
        xx += x[index] * x[index]
        yy += y[index] * y[index]
        xy += x[index] * y[index]
      }
      guard n >= Double(minimumSamples) else { continue }
      let (vx, vy) = (xx - sx * sx / n, yy - sy * sy / n)
      guard vx > 1e-12, vy > 1e-12 else { continue }
      let r = max(-0.999999, min(0.999999, (xy - sx * sy / n) / (vx * vy).squareRoot()))
      sum += (n - 3) * atanh(r)
      weight += n - 3
    }
    return weight > 0 ? tanh(sum / weight) : 0
  }

  /// Values without the means of label and batch, taken out in turn three times: exact when the design is balanced or has
  /// no batches, close to it else. Covariates stay in.
  private static func residuals(_ cohort: CohortData, _ values: [Double], _ chosen: Set<String>) -> Layer {
    var layer = Layer(rows: [:])
    let label = cohort.label.map(Int.init)
    for (row, target) in cohort.targets.enumerated() where chosen.contains(target) {
      var own = cohort.samples.indices.map { values[$0 * cohort.targets.count + row] }
      for _ in 0..<3 {
        takeOut(&own, label)
        takeOut(&own, cohort.batch)
      }
      layer.rows[target] = own
    }
    return layer
  }

  private static func takeOut(_ values: inout [Double], _ groups: [Int]) {
    let count = (groups.max() ?? 0) + 1
    var sums = [Double](repeating: 0, count: count)
    var members = sums
    for (index, group) in groups.enumerated() where !values[index].isNaN {
      sums[group] += values[index]
      members[group] += 1
    }
    for (index, group) in groups.enumerated() where members[group] > 0 { values[index] -= sums[group] / members[group] }
  }
}
