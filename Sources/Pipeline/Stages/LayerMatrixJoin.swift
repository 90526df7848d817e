internal import Schema

/// Two matrices of one layer and cohort with different samples, side by side on the union of their targets.
enum LayerMatrixJoin {
  /// - Throws: `duplicate` when a sample is in both.
  static func sideBySide(_ a: LayerMatrix, _ b: LayerMatrix) throws(OmicsError) -> LayerMatrix {
    if let both = a.samples.first(where: b.samples.contains) {
      throw OmicsError(
        .duplicate, "sample \"\(both)\" of \(a.layer.rawValue), cohort \(a.cohort), comes from two inputs",
        hint: "Each sample of a layer and cohort comes from one input.")
    }
    let targets = Set(a.targets + b.targets).sorted {
      $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count < $1.utf8.count
    }
    var rowOf: [String: Int] = [:]
    for (row, target) in targets.enumerated() { rowOf[target] = row }
    let samples = a.samples + b.samples
    var values = [Double](repeating: .nan, count: targets.count * samples.count)
    var counts = [Int](repeating: 0, count: targets.count)
    for (matrix, offset) in [(a, 0), (b, a.samples.count)] {
      for (row, target) in matrix.targets.enumerated() {
        let joined = rowOf[target] ?? 0
        counts[joined] = max(counts[joined], matrix.featureCounts[row])
        for column in matrix.samples.indices {
          values[(offset + column) * targets.count + joined] = matrix[row, column]
        }
      }
    }
    return LayerMatrix(
      layer: a.layer, cohort: a.cohort, measure: a.measure, targets: targets, samples: samples, values: values,
      featureCounts: counts)
  }
}
