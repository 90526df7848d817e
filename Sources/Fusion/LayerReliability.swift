internal import Numerics
public import Schema

/// How far a layer of a cohort can be relied on, measured in its own data beside the label.
public struct LayerReliability: Sendable, Hashable {
  /// The cohort.
  public var cohort: String
  /// The layer.
  public var layer: Layer
  /// The share of cells with a value.
  public var observed: Double
  /// The median over targets of the correlation of RNA and protein within the compared groups; nan with one layer.
  public var agreement: Double
  /// The median over targets of the share of variance within the groups that the batch explains; nan without batches.
  public var batchShare: Double
  /// The median over pairs of samples of one subject and label of the correlation of their profiles, every target without
  /// its group's mean; nan without such pairs.
  public var replicates: Double

  /// The layers of a cohort; `subjects` names the subject of each sample, empty where unknown.
  public static func measure(_ cohort: CohortData, subjects: [String]) -> [LayerReliability] {
    let agreement = agreement(cohort)
    return [(Layer.transcriptomics, cohort.rna), (.proteomics, cohort.protein)].compactMap { layer, values in
      guard let values else { return nil }
      let matrix = Matrix(rows: cohort.targets.count, columns: cohort.samples.count, values: values)
      let measured = (0..<matrix.rows).filter { row in
        (0..<matrix.columns).contains { !matrix[row, $0].isNaN }
      }
      let own = matrix.selectingRows(measured)
      let present = own.values.count { !$0.isNaN }
      let centred = withoutGroupMeans(own, cohort.label)
      return LayerReliability(
        cohort: cohort.name, layer: layer, observed: Double(present) / Double(max(1, own.values.count)),
        agreement: agreement, batchShare: batchShare(centred, cohort.batch),
        replicates: replicates(centred, cohort.label, subjects))
    }
  }

  static func agreement(_ cohort: CohortData) -> Double {
    guard let rna = cohort.rna, let protein = cohort.protein else { return .nan }
    let (rows, columns) = (cohort.targets.count, cohort.samples.count)
    let x = Matrix(rows: rows, columns: columns, values: rna)
    let y = Matrix(rows: rows, columns: columns, values: protein)
    let nuisance = Matrix(columns: cohort.covariates + [cohort.label.map(Double.init)], rows: columns)
    let patterns = NuisancePatterns(
      observedIn: [x, y], groups: cohort.batch, covariates: nuisance, samples: Array(0..<columns))
    let (left, right) = (patterns.residuals(of: x), patterns.residuals(of: y))
    let (xx, yy) = (NuisancePatterns.squares(left), NuisancePatterns.squares(right))
    let xy = NuisancePatterns.products(left, right)
    let known = (0..<rows).filter { row in
      xx[row] > 1e-12 && yy[row] > 1e-12
        && patterns.size(ofPattern: Int(patterns.patternOfRow[row])).observed >= CoVariation.minimumSamples
    }
    return known.isEmpty ? .nan : OrderStatistics.median(known.map { xy[$0] / (xx[$0] * yy[$0]).squareRoot() })
  }

  private static func withoutGroupMeans(_ matrix: Matrix, _ label: [Int8]) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rows {
      for group in [Int8(0), 1] {
        let columns = label.indices.filter { label[$0] == group && !matrix[row, $0].isNaN }
        let mean = columns.reduce(0) { $0 + matrix[row, $1] } / Double(max(1, columns.count))
        for column in columns { result[row, column] -= mean }
      }
    }
    return result
  }

  private static func batchShare(_ centred: Matrix, _ batch: [Int]) -> Double {
    guard Set(batch).count > 1, centred.rows > 0 else { return .nan }
    return OrderStatistics.median(
      (0..<centred.rows).map { row in
        ArtefactScreen.share((0..<centred.columns).map { centred[row, $0] }, levels: batch)
      })
  }

  private static func replicates(_ centred: Matrix, _ label: [Int8], _ subjects: [String]) -> Double {
    var correlations: [Double] = []
    for first in subjects.indices where !subjects[first].isEmpty {
      for second in subjects.indices
      where second > first && subjects[second] == subjects[first] && label[second] == label[first] {
        let r = Descriptive.pearson(centred.column(first), centred.column(second))
        if !r.isNaN { correlations.append(r) }
      }
    }
    return correlations.isEmpty ? .nan : OrderStatistics.median(correlations)
  }
}
