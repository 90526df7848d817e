public import Schema

/// Which abundance table of a dataset a writer of single tables takes.
public struct TableSelection: Sendable, Hashable {
  /// The kind of features; nil: any.
  public var kind: FeatureKind?
  /// The measure; nil: any quantity.
  public var measure: Measure?
  /// A selection; without words it fits the only table of a dataset.
  public init(kind: FeatureKind? = nil, measure: Measure? = nil) {
    self.kind = kind
    self.measure = measure
  }

  /// The one table that fits.
  ///
  /// - Throws: `missing` when none fits, `undecided` when several do; both name the tables there are.
  func table(of dataset: Dataset) throws(OmicsError) -> AbundanceTable {
    let fitting = dataset.abundances.filter {
      (kind == nil || $0.kind == kind) && (measure == nil ? $0.measure.isQuantity : $0.measure == measure)
    }
    let names = dataset.abundances.map { "\($0.kind.rawValue) \($0.measure.rawValue)" }.joined(separator: ", ")
    guard let table = fitting.first else {
      throw OmicsError(
        .missing, "the dataset has no such abundance table",
        hint: names.isEmpty ? "It has none at all." : "It has: \(names).")
    }
    guard fitting.count == 1 else {
      throw OmicsError(
        .undecided, "the dataset has \(fitting.count) abundance tables that fit", hint: "Choose one of: \(names).")
    }
    return table
  }
}
