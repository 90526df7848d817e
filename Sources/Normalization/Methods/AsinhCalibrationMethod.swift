internal import Glibc
internal import Numerics
public import Schema

/// `vsn`: calibration and variance stabilisation.
public enum AsinhCalibrationMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "vsn", definition: "arsinh(a + b x) with a and b of each sample by profile likelihood, as glog2",
    takes: .linear,
    gives: .matrix,
    settings: [
      MethodSetting("lts_quantile", "0.9", .number, "share of the steadiest rows that parameters come from, 0.5 to 1"),
      MethodSetting("cvg_niter", "7", .whole, "rounds of choosing the steadiest rows"),
      MethodSetting("min_data_points_per_stratum", "42", .whole, "the fewest rows with two values"),
      MethodSetting("zero_is_missing", "false", .flag, "take zeros as missing; otherwise they are measured values"),
    ],
    paper: "Huber et al. 2002, doi:10.1093/bioinformatics/18.suppl_1.S96", reference: "the model and settings of vsn2",
    edges:
      "most rows must be unchanged between samples; log2 for large values, finite at 0; missing values stay missing and "
      + "rows with one value are transformed but do not estimate; a and b of each sample are written as "
      + "OUT.parameters.tsv; one sample, too few rows and a sample of one value are refused; one more sample changes all"
  )

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = AsinhCalibration.Settings()
    options.quantile = try settings.number("lts_quantile", in: 0.5...1)
    options.rounds = try settings.whole("cvg_niter", in: 1...100)
    options.leastRows = try settings.whole("min_data_points_per_stratum", in: 2...Int.max)
    var values = input.values
    var notes: [Diagnostic] = []
    let zeros = values.values.count { $0 == 0 }
    if zeros > 0 {
      let isMissing = settings.flag("zero_is_missing")
      if isMissing {
        for index in values.values.indices where values.values[index] == 0 { values.values[index] = .nan }
      }
      notes.append(
        Diagnostic(
          .note, "zeros",
          isMissing
            ? "\(zeros) zeros are taken as missing"
            : "\(zeros) zeros are taken as measured values; say --set zero_is_missing=true where they are not"))
    }
    let calibration = try AsinhCalibration(values, samples: input.samples, settings: options)
    notes.append(
      Diagnostic(
        .note, "rows-used", "parameters come from \(calibration.selected.count) of \(input.ids.count) rows"))
    if !calibration.hasConverged {
      notes.append(
        Diagnostic(.warning, "not-converged", "the likelihood did not come to rest: look at the samples' values"))
    }
    let centre = Descriptive.mean(calibration.logFactors)
    return MethodOutcome(
      .matrix(calibration.transform(values)), measure: input.measure, scale: .log2,
      sampleFactors: calibration.logFactors.map { exp($0 - centre) },
      sideTables: [
        MethodOutcome.SideTable(
          name: "parameters", columns: ["sample", "a", "b"], ids: input.samples,
          values: Matrix(
            columns: [calibration.shifts, calibration.logFactors.map { exp($0) }], rows: input.samples.count))
      ], diagnostics: notes)
  }
}
