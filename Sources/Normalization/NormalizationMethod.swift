internal import Glibc
public import Numerics
public import Schema

/// A normalisation from measured values to comparable log2 values.
public enum NormalizationMethod: String, Sendable, CaseIterable {
  /// Decide by measure and scale.
  case auto
  /// TMM factors, then log2 CPM: for counts.
  case tmm
  /// log2 CPM by library size alone: for counts.
  case librarySize = "library-size"
  /// log2(x + 1): for TPM, FPKM, CPM and other linear expression.
  case log2
  /// log2 and median centring: for linear intensities; zeros count as missing.
  case log2Median = "log2-median"
  /// Median centring: for log values and ratios.
  case median
  /// Nothing but the conversion to log2: for values that are comparable already.
  case none

  /// One line on the method for `--help` and reports.
  public var summary: String {
    switch self {
    case .auto: "decide by measure and scale"
    case .tmm: "TMM factors and log2 CPM, prior count 2 (counts)"
    case .librarySize: "log2 CPM by library size, prior count 2 (counts)"
    case .log2: "log2(x + 1) (TPM, FPKM, CPM, linear expression)"
    case .log2Median: "log2, zeros missing, and median centring (linear intensities)"
    case .median: "median centring (log values, ratios)"
    case .none: "no change beyond log2"
    }
  }

  /// The method `auto` stands for with a measure and scale, and why.
  public static func automatic(_ measure: Measure, _ scale: Scale) -> (method: NormalizationMethod, reason: String) {
    if measure.isCount && scale == .linear { return (.tmm, "\(measure.rawValue) on a linear scale") }
    switch measure {
    case .tpm, .fpkm, .cpm, .expression:
      return scale == .linear
        ? (.log2, "\(measure.rawValue) on a linear scale") : (.none, "\(measure.rawValue) on a \(scale.rawValue) scale")
    case .copyNumber: return (.none, "copy number")
    default:
      return scale == .linear
        ? (.log2Median, "\(measure.rawValue) on a linear scale")
        : (.median, "\(measure.rawValue) on a \(scale.rawValue) scale")
    }
  }

  /// Checks that the method takes such values.
  ///
  /// - Throws: `refused`, saying what the method takes and what it was given.
  public func check(_ measure: Measure, _ scale: Scale) throws(OmicsError) {
    let takes: Bool
    switch self {
    case .auto, .none: takes = true
    case .tmm, .librarySize: takes = measure.isCount && scale == .linear
    case .log2: takes = scale == .linear && measure != .ratio
    case .log2Median: takes = scale == .linear && !measure.isCount
    case .median: takes = scale.isLogarithmic
    }
    guard takes else {
      throw OmicsError(
        .refused, "normalisation \"\(rawValue)\" does not take \(measure.rawValue) on a \(scale.rawValue) scale",
        hint: "It is for: \(summary). Use auto, or name another method in the study file.")
    }
  }

  /// What a normalisation did.
  public struct Outcome: Sendable {
    /// The method used, never `auto`.
    public var method: NormalizationMethod
    /// Why.
    public var reason: String
    /// log2 values, features x samples.
    public var values: Matrix
    /// The factor (counts) or shift (log values) of each sample; 1 or 0 when the method has none.
    public var factors: [Double]
    /// Values that became missing, such as zero intensities.
    public var madeMissing: Int

    /// An outcome.
    public init(
      method: NormalizationMethod, reason: String, values: Matrix, factors: [Double], madeMissing: Int
    ) {
      self.method = method
      self.reason = reason
      self.values = values
      self.factors = factors
      self.madeMissing = madeMissing
    }
  }

  /// Normalises a matrix of `measure` on `scale`.
  public func apply(
    _ input: Matrix, measure: Measure, scale: Scale, samples: [String]
  ) throws(OmicsError) -> Outcome {
    var method = self
    var reason = "named in the settings"
    if method == .auto { (method, reason) = Self.automatic(measure, scale) }
    try method.check(measure, scale)
    let ones = [Double](repeating: 1, count: input.columns)
    switch method {
    case .tmm, .librarySize:
      let sizes = try LibraryFactors.librarySizes(input, samples: samples)
      let factors = method == .tmm ? try LibraryFactors.factors(input, method: .tmm, samples: samples) : ones
      let effective = sizes.indices.map { sizes[$0] * factors[$0] }
      return Outcome(
        method: method, reason: reason, values: LogCPM.compute(input, librarySizes: effective), factors: factors,
        madeMissing: 0)
    case .log2Median, .median:
      let (logs, lost) = Self.logarithm(input, scale)
      let (values, shifts) = try MedianCentring.compute(logs, samples: samples)
      return Outcome(method: method, reason: reason, values: values, factors: shifts, madeMissing: lost)
    case .log2:
      var values = input
      for index in values.values.indices { values.values[index] = Glibc.log2(values.values[index] + 1) }
      return Outcome(method: method, reason: reason, values: values, factors: ones, madeMissing: 0)
    case .none, .auto:
      let (values, lost) = Self.logarithm(input, scale)
      return Outcome(method: .none, reason: reason, values: values, factors: ones, madeMissing: lost)
    }
  }

  /// Values on a log2 scale, and how many became missing because they were not positive.
  private static func logarithm(_ input: Matrix, _ scale: Scale) -> (Matrix, Int) {
    var output = input
    var lost = 0
    for index in output.values.indices {
      let value = output.values[index]
      switch scale {
      case .log2: break
      case .log10: output.values[index] = value / log10(2)
      case .ln: output.values[index] = value / Glibc.log(2)
      case .linear:
        if value > 0 {
          output.values[index] = Glibc.log2(value)
        } else if !value.isNaN {
          output.values[index] = .nan
          lost += 1
        }
      }
    }
    return (output, lost)
  }
}
