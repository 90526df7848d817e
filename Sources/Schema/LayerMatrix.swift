/// One layer of one cohort on the target ids: genes by samples, column-major, nan where missing, ready for effects.
///
/// Values are on a log2 scale. Row order is sorted by target id, column order is that of the study's samples.
public struct LayerMatrix: Sendable, Hashable {
  /// The layer.
  public var layer: Layer
  /// The cohort's name.
  public var cohort: String
  /// What the values measure, on a log2 scale: `cpm` for normalised counts.
  public var measure: Measure
  /// Target ids (HGNC local ids, or ids as they stand), sorted, unique.
  public var targets: [String]
  /// Sample names, in study order.
  public var samples: [String]
  /// `values[j * targets.count + i]`: target i in sample j; log2.
  public var values: [Double]
  /// How many source features each target's values come from.
  public var featureCounts: [Int]

  /// A matrix; `values.count` must be `targets.count * samples.count`.
  public init(
    layer: Layer, cohort: String, measure: Measure, targets: [String], samples: [String], values: [Double],
    featureCounts: [Int]
  ) {
    self.layer = layer
    self.cohort = cohort
    self.measure = measure
    self.targets = targets
    self.samples = samples
    self.values = values
    self.featureCounts = featureCounts
  }

  /// Target i in sample j.
  @inlinable public subscript(row: Int, column: Int) -> Double { values[column * targets.count + row] }
}
