public import Numerics
public import Schema

/// Batch adjustment with empirical Bayes estimates of location and scale (ComBat, sva 3.46 rule).
///
/// Johnson, Li & Rabinovic 2007, doi:10.1093/biostatistics/kxj037. log values; missing values stay missing.
public enum ComBat {
  /// What a row with fewer than two observed values in some batch gets.
  public enum Incomplete: String, Sendable, CaseIterable {
    /// Nothing: it stays as it is.
    case leave
    /// A shift alone, if every batch has a value.
    case meanOnly = "mean-only"
    /// The adjustment of those batches that have two values.
    case perBatch = "per-batch"
  }

  /// The settings, with the reference's defaults.
  public struct Settings: Sendable {
    /// Parametric priors.
    public var isParametric = true
    /// Adjust location alone.
    public var isMeanOnly = false
    /// The batch that stays as it is.
    public var reference: String?
    /// What incomplete rows get.
    public var incomplete = Incomplete.leave
    /// Stop when estimates change by less.
    public var tolerance = 1e-4
    /// With any missing value, variances of all rows have divisor n - 1, as in the reference; else always n.
    public var switchesDivisor = true
    /// The reference's settings.
    public init() {}
  }

  /// What happened to a row.
  public enum Fate: Int, Sendable {
    /// Location and scale of all batches (location alone if asked for).
    case full
    /// Location alone, for want of values.
    case shifted
    /// Only the batches that have enough values.
    case partly
    /// Left: constant within a batch.
    case constant
    /// Left: too few values in a batch, a covariate that cannot be estimated on the observed samples, or nothing that
    /// varies beside batch and covariates.
    case tooFew
  }

  /// An adjusted matrix.
  public struct Result: Sendable {
    /// The values.
    public var values: Matrix
    /// What happened to each row.
    public var fates: [Fate]
    /// Whether a batch of a single sample forced location alone.
    public var hasSingleSampleBatch: Bool
  }

  /// Adjusts a matrix.
  ///
  /// - Parameter covariates: samples x coefficients of what is kept; constant columns do not matter.
  /// - Throws: `refused` for one batch, covariates confounded with batch, or no row that can be adjusted; `missing` for a
  ///   reference batch that is not there.
  public static func adjust(
    _ values: Matrix, batches: [String], covariates: Matrix? = nil, settings: Settings = Settings(),
    threads: Int? = nil
  ) throws(OmicsError) -> Result {
    let model = try ComBatModel(batches: batches, covariates: covariates)
    var settings = settings
    let hasSingle = model.members.contains { $0.count == 1 }
    if hasSingle { settings.isMeanOnly = true }
    var reference: Int?
    if let name = settings.reference {
      guard let index = model.levels.firstIndex(of: name) else {
        throw OmicsError(
          .missing, "there is no batch \"\(name)\" to refer to",
          hint: "Batches: \(model.levels.joined(separator: ", ")).")
      }
      reference = index
    }
    let rows = try ComBatRows(values, model, settings, reference: reference, threads: threads)
    guard rows.fates.contains(.full) else {
      throw OmicsError(
        .refused, "no row can be adjusted: each is constant within a batch or has too few values in one",
        hint: "Look at the batches: every row needs two different values in each.")
    }
    let priors = ComBatPriors(rows, settings, reference: reference, threads: threads)
    return Result(
      values: rows.adjusted(values, priors, threads: threads), fates: rows.fates, hasSingleSampleBatch: hasSingle)
  }
}
