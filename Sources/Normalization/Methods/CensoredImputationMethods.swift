internal import Numerics
public import Schema

/// `mindet`: missing values become a low quantile of the sample.
public enum LowestValueMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "mindet", definition: "a missing value becomes the q-quantile of its sample's observed values",
    takes: .logarithms, gives: .matrix, settings: [CensoredImputation.q],
    paper: "Lazar et al. 2016, doi:10.1021/acs.jproteome.5b00981", reference: "imputeLCMD 2.1 impute.MinDet",
    edges: CensoredImputation.edges)

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try CensoredImputation.checkSamples(input)
    let lowest = LeftCensoredDraws.lowest(input.values, q: try settings.number("q", in: 0...1))
    var values = input.values
    for column in 0..<values.columns {
      for row in 0..<values.rows where values[row, column].isNaN { values[row, column] = lowest[column] }
    }
    return CensoredImputation.outcome(input, values)
  }
}

/// `minprob`: missing values are drawn around a low quantile.
public enum LowDrawMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "minprob",
    definition: "a missing value is drawn around the q-quantile of its sample, with the typical spread of a row",
    takes: .logarithms, gives: .matrix, settings: [CensoredImputation.q, CensoredImputation.tuneSigma],
    paper: "Lazar et al. 2016, doi:10.1021/acs.jproteome.5b00981", reference: "imputeLCMD 2.1 impute.MinProb",
    edges: "the spread is the median over rows with fewer than half missing; " + CensoredImputation.edges)

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try CensoredImputation.checkSamples(input)
    let laws = LeftCensoredDraws.minProb(
      input.values, q: try settings.number("q", in: 0...1), tuneSigma: try settings.number("tune_sigma", in: 0...1e3))
    guard laws.allSatisfy({ !$0.deviation.isNaN }) else {
      throw OmicsError(.refused, "no row with fewer than half missing has two values: there is no spread to draw with")
    }
    return CensoredImputation.drawn(input, laws, card.name)
  }
}

/// `qrilc`: missing values are drawn from the cut tail of the sample's distribution.
public enum QuantileRegressionMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "qrilc",
    definition: "a missing value is drawn from a normal law fitted to its sample's quantiles, below its cut",
    takes: .logarithms, gives: .matrix, settings: [CensoredImputation.tuneSigma],
    paper: "Lazar et al. 2016, doi:10.1021/acs.jproteome.5b00981", reference: "imputeLCMD 2.1 impute.QRILC",
    edges: "the slope is used as a standard deviation, as the reference's sampler does; a sample with more than 90 % "
      + "missing is refused; " + CensoredImputation.edges)

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try CensoredImputation.checkSamples(input)
    let laws = try LeftCensoredDraws.qrilc(
      input.values, samples: input.samples, tuneSigma: try settings.number("tune_sigma", in: 0...1e3))
    return CensoredImputation.drawn(input, laws, card.name)
  }
}

/// What imputation methods share.
enum CensoredImputation {
  static let q = MethodSetting("q", "0.01", .number, "the quantile")
  static let tuneSigma = MethodSetting("tune_sigma", "1", .number, "factor on the spread of draws")
  static let edges =
    "a sample without values is refused; which values were filled is written as OUT.imputed.tsv (1 for filled); draws "
    + "depend on --seed, sample and row alone, not on their order"

  /// Every sample has a value.
  static func checkSamples(_ input: MethodInput) throws(OmicsError) {
    for (column, sample) in input.samples.enumerated()
    where (0..<input.values.rows).allSatisfy({ input.values[$0, column].isNaN }) {
      throw OmicsError(.refused, "sample \"\(sample)\" has no value", hint: "Leave the sample out.")
    }
  }

  /// Draws the missing values; the laws are written beside.
  static func drawn(
    _ input: MethodInput, _ laws: [LeftCensoredDraws.Parameters], _ method: String
  ) -> MethodOutcome {
    var outcome = outcome(
      input,
      LeftCensoredDraws.filled(
        input.values, laws, method: method, seed: input.seed, ids: input.ids, samples: input.samples))
    outcome.sideTables.append(
      MethodOutcome.SideTable(
        name: "laws", columns: ["sample", "missing", "mean", "sd", "upper_bound"], ids: input.samples,
        values: Matrix(
          columns: [laws.map(\.missing), laws.map(\.mean), laws.map(\.deviation), laws.map(\.bound)], rows: laws.count))
    )
    return outcome
  }

  /// A filled matrix with its mask.
  static func outcome(_ input: MethodInput, _ values: Matrix) -> MethodOutcome {
    var mask = input.values
    var filled = 0
    for index in mask.values.indices {
      let isFilled = input.values.values[index].isNaN && !values.values[index].isNaN
      mask.values[index] = isFilled ? 1 : 0
      if isFilled { filled += 1 }
    }
    let share = 100 * Double(filled) / Double(max(1, mask.values.count))
    return MethodOutcome(
      .matrix(values), measure: input.measure, scale: input.scale,
      sideTables: [
        MethodOutcome.SideTable(name: "imputed", columns: ["feature"] + input.samples, ids: input.ids, values: mask)
      ],
      diagnostics: [
        Diagnostic(
          .note, "imputed", "\(filled) of \(mask.values.count) values (\(share) %) were missing and are filled")
      ])
  }
}
