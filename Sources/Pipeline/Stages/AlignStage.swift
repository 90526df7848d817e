internal import Design
internal import Schema

/// Layer matrices of a cohort on common targets and samples, with label, batch and covariates.
enum AlignStage {
  static let version = 1

  /// The cohort's data over the union of its layers' targets and the design's samples.
  static func run(
    name: String, design: CohortDesign, sheet: SampleTable, matrices: [LayerMatrix]
  ) -> CohortData {
    var ids: Set<String> = []
    for matrix in matrices { ids.formUnion(matrix.targets) }
    let targets = ids.sorted { $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count < $1.utf8.count }
    let samples = design.rows.map { sheet.rows[$0].name }
    return CohortData(
      name: name, targets: targets, samples: samples, label: design.label, batch: design.batch,
      covariates: design.covariates,
      rna: matrices.first { $0.layer == .transcriptomics }.map { spread($0, targets, samples) },
      protein: matrices.first { $0.layer == .proteomics }.map { spread($0, targets, samples) })
  }

  /// A matrix laid out over other targets and samples; nan where it has none.
  private static func spread(_ matrix: LayerMatrix, _ targets: [String], _ samples: [String]) -> [Double] {
    var rowOf: [String: Int] = [:]
    for (row, target) in targets.enumerated() { rowOf[target] = row }
    let rows = matrix.targets.map { rowOf[$0] ?? -1 }
    var columnOf: [String: Int] = [:]
    for (column, sample) in matrix.samples.enumerated() { columnOf[sample] = column }
    var values = [Double](repeating: .nan, count: targets.count * samples.count)
    for (column, sample) in samples.enumerated() {
      guard let source = columnOf[sample] else { continue }
      for (row, target) in rows.enumerated() where target >= 0 {
        values[column * targets.count + target] = matrix[row, source]
      }
    }
    return values
  }
}
