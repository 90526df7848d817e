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

  /// The matrices on the targets all of them hold, and how many targets were in some but not in all.
  static func intersection(_ matrices: [LayerMatrix]) -> (kept: [LayerMatrix], dropped: Int) {
    var common = Set(matrices.first?.targets ?? [])
    var union = common
    for matrix in matrices.dropFirst() {
      common.formIntersection(matrix.targets)
      union.formUnion(matrix.targets)
    }
    let kept = matrices.map { matrix -> LayerMatrix in
      let rows = matrix.targets.indices.filter { common.contains(matrix.targets[$0]) }
      var values: [Double] = []
      for column in matrix.samples.indices { values += rows.map { matrix[$0, column] } }
      return LayerMatrix(
        layer: matrix.layer, cohort: matrix.cohort, measure: matrix.measure, targets: rows.map { matrix.targets[$0] },
        samples: matrix.samples, values: values, featureCounts: rows.map { matrix.featureCounts[$0] })
    }
    return (kept, union.count - common.count)
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
