internal import Glibc
public import Numerics
public import Schema

/// Batch adjustment of counts by matching quantiles of negative binomial distributions with and without the batch
/// (ComBat-seq, sva 3.46 rule).
///
/// Zhang, Parmigiani & Johnson 2020, doi:10.1093/nargab/lqaa078. Whole counts in, whole counts out.
public enum ComBatSeq {
  /// The settings, with the reference's defaults.
  public struct Settings: Sendable {
    /// Replace each row's batch effect by a mean over the other rows weighted by likelihood (rows squared).
    public var shrinks = false
    /// The same for dispersions.
    public var shrinksDispersions = false
    /// A count that grows beyond this, and beyond ten times all counts of its row in other batches, stays as it was.
    public var cap = 1000.0
    /// The reference's settings.
    public init() {}
  }

  /// A count that was not replaced because the replacement is absurd.
  public struct Absurdity: Sendable, Hashable {
    /// Its row.
    public var row: Int
    /// Its sample.
    public var sample: Int
    /// What it would have become.
    public var value: Double
  }

  /// Adjusted counts.
  public struct Result: Sendable {
    /// Whole counts.
    public var values: Matrix
    /// Rows without counts in a whole batch, which stay as they are.
    public var left: [Int]
    /// Counts left because their replacement is absurd.
    public var absurd: [Absurdity]
    /// Batches too small for the model: all their rows share one dispersion.
    public var batchesWithCommonDispersion: [String]
  }

  /// Adjusts counts.
  ///
  /// - Parameters:
  ///   - groups: the label whose differences are kept.
  ///   - covariates: samples x coefficients of what is kept besides; constant columns do not matter.
  /// - Throws: `refused` for one batch, a batch of one sample, covariates confounded with batch, a sample without counts,
  ///   or no row with counts in every batch.
  public static func adjust(
    _ counts: Matrix, samples: [String], batches: [String], groups: [String]? = nil, covariates: Matrix? = nil,
    settings: Settings = Settings(), threads: Int? = nil
  ) throws(OmicsError) -> Result {
    var terms = groups.map(indicators) ?? Matrix(rows: batches.count, columns: 0)
    if let covariates { terms = terms.appendingColumns(covariates) }
    let model = try ComBatModel(batches: batches, covariates: terms, tool: "ComBat-Seq")
    if let single = model.members.firstIndex(where: { $0.count < 2 }) {
      throw OmicsError(
        .refused, "ComBat-seq does not support one sample per batch: batch \"\(model.levels[single])\" has one",
        hint: "Join the sample to another batch, leave it out, or use combat on logarithms.")
    }
    let kept = (0..<counts.rows).filter { row in
      model.members.allSatisfy { members in members.contains { counts[row, $0] > 0 } }
    }
    guard !kept.isEmpty else {
      throw OmicsError(
        .refused, "no row has counts in every batch", hint: "Rows without counts in a whole batch cannot be adjusted.")
    }
    let inside = counts.selectingRows(kept)
    let sizes = (0..<inside.columns).map { inside.column($0).reduce(0, +) }
    if let empty = sizes.firstIndex(of: 0) {
      throw OmicsError(.refused, "sample \"\(samples[empty])\" has no counts", hint: "Leave the sample out.")
    }
    let dispersions = BatchDispersions(inside, model, sizes: sizes, threads: threads)
    var fit = BatchCountFit(inside, model, sizes: sizes, dispersions: dispersions.values, threads: threads)
    if settings.shrinks {
      fit.shrink(inside, model, alsoDispersions: settings.shrinksDispersions, threads: threads)
    }
    let matched = fit.matched(inside, model, cap: settings.cap, threads: threads)
    var values = counts
    for (index, row) in kept.enumerated() { values.setRow(row, to: matched.values.row(index)) }
    let isKept = Set(kept)
    return Result(
      values: values, left: (0..<counts.rows).filter { !isKept.contains($0) },
      absurd: matched.absurd.map { Absurdity(row: kept[$0.row], sample: $0.sample, value: $0.value) },
      batchesWithCommonDispersion: dispersions.tooSmall.map { model.levels[$0] })
  }

  /// Indicators of all levels but the first, in byte order.
  private static func indicators(_ groups: [String]) -> Matrix {
    let levels = Set(groups).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.dropFirst()
    return Matrix(columns: levels.map { level in groups.map { $0 == level ? 1 : 0 } }, rows: groups.count)
  }
}

/// The dispersion of each row in each batch, on what is kept within the batch.
private struct BatchDispersions {
  /// Rows x batches.
  var values: Matrix
  /// Batches too small for the model.
  var tooSmall: [Int] = []

  init(_ counts: Matrix, _ model: ComBatModel, sizes: [Double], threads: Int?) {
    values = Matrix(rows: counts.rows, columns: model.levels.count)
    let terms = model.design.columns - model.levels.count
    for (batch, members) in model.members.enumerated() {
      var design = Matrix(rows: members.count, columns: 1, repeating: 1)
      let kept = Matrix(
        columns: (0..<terms).map { term in members.map { model.design[$0, model.levels.count + term] } },
        rows: members.count)
      let full = design.appendingColumns(kept)
      let isSmall = members.count <= terms + 1 || PivotedQR(full).rank < full.columns
      if isSmall { tooSmall.append(batch) } else { design = full }
      let profiles = ProfileDispersions(
        counts.selectingColumns(members), sizes: members.map { sizes[$0] }, design: design, threads: threads)
      let common = profiles.common() ?? 0
      values.setColumn(
        batch,
        to: isSmall ? [Double](repeating: common, count: counts.rows) : profiles.tagwise(common: common))
    }
  }
}
