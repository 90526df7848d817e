internal import Design
internal import Normalization
internal import Numerics
internal import OmicsIO
public import Schema

/// The verb `effects`: limma's moderated statistics of one coefficient.
public enum EffectsDoor {
  /// What is asked for.
  public struct Request: Sendable {
    /// The matrix file, log2.
    public var table: String
    /// The sample sheet.
    public var samples: String
    /// The design formula.
    public var design: String
    /// The coefficient, named as in R.
    public var coefficient: String
    /// `trend`, `robust`, and `base` words.
    public var settings: [String: String]
    /// How the matrix is read.
    public var input: InputOptions

    /// A request.
    public init(
      table: String, samples: String, design: String, coefficient: String, settings: [String: String],
      input: InputOptions
    ) {
      self.table = table
      self.samples = samples
      self.design = design
      self.coefficient = coefficient
      self.settings = settings
      self.input = input
    }
  }

  /// Computes and writes `feature log_fold_change se t p_value q_value average n df`; gives notes for the user.
  public static func run(_ request: Request, to path: String, force: Bool) throws(OmicsError) -> [String] {
    var settings = EffectTable.Settings()
    for key in request.settings.keys.sorted() {
      let value = request.settings[key] ?? ""
      switch key {
      case "trend": settings.trend = try flag(key, value)
      case "robust": settings.robust = try flag(key, value)
      case "base": continue
      default:
        throw OmicsError(.usage, "effects has no setting \"\(key)\"", hint: "It takes: trend, robust, base.")
      }
    }
    let matrix = try MatrixDoor(request.table, request.input, need: .logarithms)
    guard matrix.scale == .log2 else {
      throw OmicsError(
        .refused, "effects take log2 values, found \(matrix.measure.rawValue) on a \(matrix.scale.rawValue) scale",
        hint: "Normalise first: plumbline normalize \(request.table) --method logcpm -o log.tsv")
    }
    let (sheet, unused) = try matrix.sheet(request.samples)
    let formula = try Formula(parsing: request.design)
    let model = try DesignBase.model(formula, sheet: sheet, base: request.settings["base"] ?? "")
    let effects = try EffectTable(
      matrix.values, model: model, coefficient: request.coefficient, settings: settings)
    var table = TableText([
      "feature", "log_fold_change", "se", "t", "p_value", "q_value", "average", "n", "df",
    ])
    for (row, id) in matrix.ids.enumerated() {
      table.append([
        .text(id), .number(effects.logFoldChange[row]), .number(effects.standardError[row]), .number(effects.t[row]),
        .number(effects.pValue[row]), .number(effects.qValue[row]), .number(effects.average[row]),
        .whole(effects.observed[row]), .number(effects.degreesOfFreedom[row]),
      ])
    }
    try OutputFile.write(table.bytes, to: path, force: force)
    return unused.isEmpty ? [] : ["samples of the sheet that the matrix lacks: \(unused.joined(separator: ", "))"]
  }

  private static func flag(_ key: String, _ value: String) throws(OmicsError) -> Bool {
    switch value {
    case "true": return true
    case "false": return false
    default: throw OmicsError(.usage, "\(key) is true or false, found \"\(value)\"")
    }
  }
}
