public import Numerics
public import Schema

/// What a method gives back.
public struct MethodOutcome: Sendable {
  /// The main result.
  public enum Output: Sendable {
    /// Values of the same rows and samples.
    case matrix(Matrix)
    /// One factor a sample.
    case factors([Double])
    /// Named figures of the same rows.
    case rowFigures(columns: [String], values: Matrix)
    /// The rows kept, by number.
    case keptRows([Int])
    /// New rows with their ids, in the samples' order.
    case summarisedRows(ids: [String], values: Matrix)
  }

  /// A further table that belongs to the result, such as weights: written beside it.
  public struct SideTable: Sendable {
    /// The word that enters the file's name.
    public var name: String
    /// The header.
    public var columns: [String]
    /// The row ids, the first column.
    public var ids: [String]
    /// The numbers, one column each of `columns` without the first.
    public var values: Matrix

    /// A table of numbers.
    public init(name: String, columns: [String], ids: [String], values: Matrix) {
      self.name = name
      self.columns = columns
      self.ids = ids
      self.values = values
    }
  }

  /// The main result.
  public var output: Output
  /// What the values now measure.
  public var measure: Measure
  /// The scale of the values.
  public var scale: Scale
  /// The factor or shift of each sample, where the method has one.
  public var sampleFactors: [Double]?
  /// Further tables.
  public var sideTables: [SideTable]
  /// What the user should know: rows left as they were, fall-backs taken, features on a threshold.
  public var diagnostics: [Diagnostic]

  /// An outcome.
  public init(
    _ output: Output, measure: Measure, scale: Scale, sampleFactors: [Double]? = nil, sideTables: [SideTable] = [],
    diagnostics: [Diagnostic] = []
  ) {
    self.output = output
    self.measure = measure
    self.scale = scale
    self.sampleFactors = sampleFactors
    self.sideTables = sideTables
    self.diagnostics = diagnostics
  }
}
