import Numerics
import Schema

@testable import Fusion

/// A small cohort from a named stream: target 0 moves in both layers, 1 in protein alone, 2 in opposite directions,
/// 3 is seen in cases alone, the rest is noise with shared RNA and protein variation and missing protein cells.
enum StreamCohort {
  static func make(
    seed: UInt64 = 1, targets: Int = 120, samples: Int = 36, batches: Int = 3, covariates: Int = 1
  ) -> CohortData {
    var stream = RandomStream(seed: seed, name: "simulated cohort")
    let label = (0..<samples).map { Int8($0 % 2) }
    let batch = (0..<samples).map { ($0 / 2) % batches }
    var rna = [Double](repeating: 0, count: targets * samples)
    var protein = rna
    for column in 0..<samples {
      for row in 0..<targets {
        let shared = stream.normal()
        let slope = 0.3 + 0.3 * Double((row + 1) % 4)
        let shift = label[column] == 1 ? 3.0 : 0
        var (x, y) = (shared + 0.5 * stream.normal(), slope * shared + 0.5 * stream.normal() + Double(batch[column]))
        switch row {
        case 0: (x, y) = (x + shift, y + slope * shift)
        case 1: y -= shift
        case 2: (x, y) = (x - shift, y + shift)
        case 3 where label[column] == 0: y = .nan
        case 3: break
        default: if stream.uniform() < 0.15 { y = .nan }
        }
        rna[column * targets + row] = x
        protein[column * targets + row] = y
      }
    }
    return CohortData(
      name: "simulated", targets: (0..<targets).map { "T\($0)" }, samples: (0..<samples).map { "s\($0)" },
      label: label, batch: batch,
      covariates: (0..<covariates).map { _ in (0..<samples).map { _ in stream.normal() } }, rna: rna, protein: protein)
  }

  /// The cohort with its samples in another order.
  static func reordered(_ cohort: CohortData, samples order: [Int]) -> CohortData {
    let rows = cohort.targets.count
    func columns(_ values: [Double]?) -> [Double]? {
      values.map { values in order.flatMap { values[$0 * rows..<($0 + 1) * rows] } }
    }
    return CohortData(
      name: cohort.name, targets: cohort.targets, samples: order.map { cohort.samples[$0] },
      label: order.map { cohort.label[$0] }, batch: order.map { cohort.batch[$0] },
      covariates: cohort.covariates.map { column in order.map { column[$0] } }, rna: columns(cohort.rna),
      protein: columns(cohort.protein))
  }

  /// The cohort with its targets in another order.
  static func reordered(_ cohort: CohortData, targets order: [Int]) -> CohortData {
    let rows = cohort.targets.count
    func moved(_ values: [Double]?) -> [Double]? {
      values.map { values in
        cohort.samples.indices.flatMap { sample in order.map { values[sample * rows + $0] } }
      }
    }
    var result = cohort
    result.targets = order.map { cohort.targets[$0] }
    (result.rna, result.protein) = (moved(cohort.rna), moved(cohort.protein))
    return result
  }
}

/// Equal within rounding, missing equal to missing.
func agree(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-9) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { x, y in x.isNaN ? y.isNaN : abs(x - y) <= tolerance * max(1, abs(x), abs(y)) }
}
