internal import Numerics
public import Schema

/// A method of the registry: its card and its function. One file each under `Methods/`.
public protocol RegisteredMethod: Sendable {
  /// The card.
  static var card: MethodCard { get }
  /// Computes the outcome of an input that has the kind of values and the parts the card asks for.
  static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome
}

/// All methods of `normalize`, by area.
public enum MethodRegistry {
  /// Methods on counts.
  static let counts: [any RegisteredMethod.Type] = [
    DispersionMethod.self,
    ExpressionFilterMethod.self,
    LogCPMMethod.self,
    MedianOfRatiosMethod.self,
    PositiveCountsMethod.self,
    RelativeLogMethod.self,
    SingletonPairingMethod.self,
    TrimmedMeanMethod.self,
    TranscriptSummaryMethod.self,
    UpperQuartileMethod.self,
    VarianceStabilizationMethod.self,
    VoomMethod.self,
    WaldMethod.self,
  ]

  /// Methods on values of any measure, batch methods included.
  static let values: [any RegisteredMethod.Type] = [
    AsinhCalibrationMethod.self,
    AutomaticMethod.self,
    BatchDiagnosisMethod.self,
    BatchEffectRemovalMethod.self,
    ComBatMethod.self,
    ComBatSeqMethod.self,
    CyclicLoessMethod.self,
    MedianMethod.self,
    MedianValuesMethod.self,
    MissingnessMethod.self,
    QuantileMethod.self,
  ]

  /// Summaries of rows by group.
  static let summaries: [any RegisteredMethod.Type] = [
    DirectLFQMethod.self,
    HuberSummaryMethod.self,
    MaxLFQMethod.self,
    MedianPolishMethod.self,
    SumMethod.self,
    TopMethod.self,
  ]

  /// Imputation.
  static let imputation: [any RegisteredMethod.Type] = [
    LowDrawMethod.self,
    LowestValueMethod.self,
    NearestNeighbourMethod.self,
    QuantileRegressionMethod.self,
  ]

  /// Every method, sorted by name.
  public static let all: [any RegisteredMethod.Type] = (counts + values + summaries + imputation)
    .sorted { $0.card.name < $1.card.name }

  /// The cards, sorted by name.
  public static var cards: [MethodCard] { all.map { $0.card } }

  /// The method of a name.
  public static func method(_ name: String) -> (any RegisteredMethod.Type)? { all.first { $0.card.name == name } }

  /// Checks an input against a method's card and applies the method.
  ///
  /// - Throws: `usage` for a part that is missing, `refused` for values of another
  ///   kind, and what the method throws.
  public static func apply(
    _ method: any RegisteredMethod.Type, _ input: MethodInput, _ settings: MethodSettings
  ) throws(OmicsError) -> MethodOutcome {
    let card = method.card
    var notes: [Diagnostic] = []
    for part in MethodPart.allCases {
      if input.has(part), !card.requires.contains(part), !card.accepts.contains(part) {
        notes.append(Diagnostic(.warning, "no-use", "method \(card.name) has no use for \(part.option)"))
      }
      if !input.has(part), card.requires.contains(part) {
        throw OmicsError(.usage, "method \(card.name) needs \(part.option)")
      }
    }
    guard input.values.rows > 0 || !input.quantifications.isEmpty else {
      throw OmicsError(.refused, "the matrix has no rows")
    }
    var input = input
    if card.takes == .wholeCounts, settings.flag("round"), input.measure.isCount, input.scale == .linear {
      for index in input.values.values.indices { input.values.values[index].round() }
      input.measure = .rawCount
      notes.append(Diagnostic(.note, "rounded", "counts were rounded to whole ones, as asked for"))
    }
    try card.takes.check(input, method: card.name)
    var outcome = try method.apply(input, settings)
    outcome.diagnostics.insert(contentsOf: notes, at: 0)
    return outcome
  }
}
