internal import Design
internal import Normalization
internal import Numerics
internal import OmicsIO
internal import ReaderKit
public import Schema

/// The verb `effects`: limma's moderated statistics.
public enum EffectsDoor {
  /// What is asked for.
  public struct Request: Sendable {
    /// The matrix file, log2.
    public var table: String
    /// The sample sheet.
    public var samples: String
    /// The design formula.
    public var design: String
    /// Coefficients, named as in R; several are tested together. Empty with a contrast.
    public var coefficients: [String]
    /// A combination of coefficients instead.
    public var contrast: String?
    /// A matrix of weights, as voom writes it.
    public var weights: String?
    /// The sheet column whose values are blocks of correlated samples.
    public var block: String?
    /// The sheet column whose values are cohorts: each is tested alone, then all are combined.
    public var cohort: String?
    /// `trend`, `robust`, `base` and `adjust_method`.
    public var settings: [String: String]
    /// How many threads; all processors for nil.
    public var threads: Int?
    /// How the matrix is read.
    public var input: InputOptions

    /// A request.
    public init(
      table: String, samples: String, design: String, coefficients: [String], contrast: String? = nil,
      weights: String? = nil, block: String? = nil, cohort: String? = nil, settings: [String: String] = [:],
      threads: Int? = nil, input: InputOptions = InputOptions()
    ) {
      self.table = table
      self.samples = samples
      self.design = design
      self.coefficients = coefficients
      self.contrast = contrast
      self.weights = weights
      self.block = block
      self.cohort = cohort
      self.settings = settings
      self.threads = threads
      self.input = input
    }
  }

  /// Computes and writes `feature log_fold_change se t p_value q_value average n df`, with several coefficients then
  /// `f` and the estimate of each; gives notes for the user.
  public static func run(_ request: Request, to path: String, force: Bool) throws(OmicsError) -> [Diagnostic] {
    ThreadLimit.set(request.threads ?? 0)
    let settings = try settings(request.settings)
    let matrix = try MatrixDoor(request.table, request.input, need: .logarithms)
    var notes = matrix.notes
    guard matrix.scale == .log2 else {
      throw OmicsError(
        .refused, "effects take log2 values, found \(matrix.measure.rawValue) on a \(matrix.scale.rawValue) scale",
        hint: "Normalise first: plumbline normalize \(request.table) --method logcpm -o log.tsv")
    }
    try ValueNeed.logarithms.check(matrix.input, method: "effects")
    let (sheet, unused) = try matrix.sheet(request.samples)
    if let note = MatrixDoor.unusedNote(unused, sheet: request.samples) { notes.append(note) }
    let weights = try request.weights.map { path throws(OmicsError) in
      try MatrixDoor(path, InputOptions(), need: .linear).aligned(to: matrix, file: path)
    }
    if let column = request.cohort {
      let (effects, more) = try combined(
        request, try cohorts(column, sheet, request.samples), matrix.values, sheet, weights: weights,
        blocks: try blocks(request, sheet), settings: settings)
      try OutputFile.write(bytes(effects, matrix.ids), to: path, force: force)
      return notes + more
    }
    let model = try DesignBase.model(
      try Formula(parsing: request.design), sheet: sheet, base: request.settings["base"] ?? "")
    let question: EffectTable.Question =
      request.contrast.map { .contrast($0) } ?? .coefficients(request.coefficients)
    let effects = try EffectTable(
      matrix.values, model: model, question: question, weights: weights, blocks: try blocks(request, sheet),
      settings: settings)
    notes.append(
      Diagnostic(
        .note, "variance-prior",
        "prior degrees of freedom \(effects.prior.degreesOfFreedom), prior variance \(effects.prior.variance)"))
    if let correlation = effects.blockCorrelation {
      notes.append(Diagnostic(.note, "block-correlation", "correlation within blocks: \(correlation)"))
    }
    let untested = effects.pValue.count { $0.isNaN }
    if untested > 0 {
      notes.append(
        Diagnostic(.note, "rows-not-tested", "\(untested) of \(matrix.ids.count) rows have too few values to be tested")
      )
    }
    try OutputFile.write(bytes(effects, matrix.ids), to: path, force: force)
    return notes
  }

  private static func bytes(_ effects: EffectTable, _ ids: [String]) -> [UInt8] {
    var header = ["feature", "log_fold_change", "se", "t", "p_value", "q_value", "average", "n", "df"]
    if effects.f != nil { header += ["f"] + effects.estimates.map(\.name) }
    var table = TableText(header)
    for (row, id) in ids.enumerated() {
      var cells: [TableText.Cell] = [
        .text(id), .number(effects.logFoldChange[row]), .number(effects.standardError[row]), .number(effects.t[row]),
        .number(effects.pValue[row]), .number(effects.qValue[row]), .number(effects.average[row]),
        .whole(effects.observed[row]), .number(effects.degreesOfFreedom[row]),
      ]
      if let f = effects.f { cells += [.number(f[row])] + effects.estimates.map { .number($0.values[row]) } }
      table.append(cells)
    }
    return table.bytes
  }

  private static func blocks(_ request: Request, _ sheet: SampleTable) throws(OmicsError) -> [Int]? {
    guard let name = request.block else { return nil }
    let column = try NormalizeDoor.column(name, sheet, request.samples)
    let levels = Set(column).sorted()
    return column.map { levels.firstIndex(of: $0) ?? 0 }
  }

  private static func settings(_ given: [String: String]) throws(OmicsError) -> EffectTable.Settings {
    var settings = EffectTable.Settings()
    let known = ["adjust_method", "base", "robust", "trend"]
    for key in given.keys.sorted() {
      let value = given[key] ?? ""
      switch key {
      case "trend": settings.trend = try flag(key, value)
      case "robust": settings.robust = try flag(key, value)
      case "adjust_method":
        let methods = PValueAdjustment.allCases
        guard let method = methods.first(where: { $0.rawValue.lowercased() == value.lowercased() }) else {
          throw OmicsError(
            .usage, "adjust_method is one of \(methods.map(\.rawValue).joined(separator: ", ")), found \"\(value)\"")
        }
        settings.adjustment = method
      case "base": continue
      default:
        throw OmicsError(
          .usage, "effects has no setting \"\(key)\"",
          hint: (NearestMatch.of(key, among: known).map { "Did you mean \"\($0)\"? " } ?? "")
            + "It takes: \(known.joined(separator: ", ")).")
      }
    }
    return settings
  }

  private static func flag(_ key: String, _ value: String) throws(OmicsError) -> Bool {
    switch value {
    case "true", "TRUE": return true
    case "false", "FALSE": return false
    default: throw OmicsError(.usage, "\(key) is true or false, found \"\(value)\"")
    }
  }
}
