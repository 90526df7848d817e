internal import Numerics
public import Schema

/// The settings that `vst` and `dispersions` share, and the estimates they stand for.
enum DispersionSettings {
  static let fitType = MethodSetting(
    "fit_type", "parametric", .word(DispersionTrend.Kind.allCases.map(\.rawValue)),
    "how dispersion follows the mean; a parametric fit that fails becomes local, with a warning")
  static let sizeFactors = MethodSetting(
    "sf_type", "ratio", .word(SizeFactors.Kind.allCases.map(\.rawValue)), "how size factors are made")
  static let round = MethodSetting("round", "false", .flag, "round fractional counts to whole ones")
  static let all = [fitType, sizeFactors, SizeFactorSettings.lengths, SizeFactorSettings.controls, round]

  /// Size factors of an input.
  static func sizes(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> SizeFactors.Result {
    try SizeFactors.estimate(
      input.values, kind: SizeFactors.Kind(rawValue: settings.text("sf_type")) ?? .ratio,
      controls: try SizeFactorSettings.rows(input), lengths: input.lengths, samples: input.samples)
  }

  /// Dispersions on a design.
  static func estimates(
    _ input: MethodInput, _ sizes: SizeFactors.Result, design: DesignColumns, _ settings: MethodSettings
  ) throws(OmicsError) -> (DispersionEstimates, [Diagnostic]) {
    let estimates = try DispersionEstimates(
      input.values, sizeFactors: sizes.factors, normalizationFactors: sizes.normalizationFactors,
      design: design.matrix, kind: DispersionTrend.Kind(rawValue: settings.text("fit_type")) ?? .parametric)
    var notes = [Diagnostic(.note, "dispersion-trend", "dispersions on \(design.formula): \(estimates.trend.sentence)")]
    if estimates.hasFallenBack {
      notes.append(
        Diagnostic(
          .warning, "parametric-fit-failed",
          "the parametric trend of dispersions could not be fitted: a local regression took its place"))
    }
    return (estimates, notes)
  }
}

extension DispersionTrend {
  /// The trend in words.
  var sentence: String {
    switch self {
    case .parametric(let asymptotic, let extra): "asymptotic \(asymptotic), extra Poisson \(extra) / mean"
    case .mean(let value): "mean \(value)"
    case .local: "local regression of log dispersion on log mean"
    }
  }
}
