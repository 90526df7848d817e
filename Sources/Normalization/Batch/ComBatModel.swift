internal import Numerics
internal import Schema

/// The design of ComBat: an indicator a batch, then the covariates that are not constant.
struct ComBatModel: Sendable {
  /// Batches in byte order.
  let levels: [String]
  /// The batch of each sample, by number.
  let batchOf: [Int]
  /// The samples of each batch.
  let members: [[Int]]
  /// Samples x (batches + covariates).
  let design: Matrix

  /// A model.
  ///
  /// - Throws: `refused` for a single batch or covariates that batch determines, in the reference's words.
  init(batches: [String], covariates: Matrix?, tool: String = "ComBat") throws(OmicsError) {
    let levels = Set(batches).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard levels.count > 1 else {
      throw OmicsError(.refused, "there is only one batch", hint: "ComBat needs two batches or more.")
    }
    var number: [String: Int] = [:]
    for (index, level) in levels.enumerated() { number[level] = index }
    let batchOf = batches.map { number[$0] ?? 0 }
    self.levels = levels
    self.batchOf = batchOf
    members = levels.indices.map { level in batchOf.indices.filter { batchOf[$0] == level } }
    let indicators = Matrix(
      columns: levels.indices.map { level in batchOf.map { $0 == level ? 1 : 0 } }, rows: batches.count)
    var terms = Matrix(rows: batches.count, columns: 0)
    if let covariates {
      terms = covariates.selectingColumns(
        (0..<covariates.columns).filter { column in !covariates.column(column).allSatisfy { $0 == 1 } })
    }
    design = indicators.appendingColumns(terms)
    guard PivotedQR(design).rank < design.columns else { return }
    let what: String
    if terms.columns == 1 {
      what = "The covariate is confounded with batch! Remove the covariate and rerun \(tool)"
    } else if PivotedQR(terms).rank < terms.columns {
      what =
        "The covariates are confounded! Please remove one or more of the covariates so the design is not confounded"
    } else {
      what = "At least one covariate is confounded with batch! Please remove confounded covariates and rerun \(tool)"
    }
    throw OmicsError(.refused, what, hint: "A group that batch determines cannot be told from it.")
  }
}
