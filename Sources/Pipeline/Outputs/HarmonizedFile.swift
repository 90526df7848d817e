internal import OmicsIO
internal import Schema

/// `harmonized/<cohort>.h5mu`: what evidence is computed from, for other programs and for engines.
///
/// One file a cohort, one modality a layer (`transcriptomics`, `proteomics`, …): samples by targets, log2, NaN where
/// missing; the sample sheet's rows stand in `obs`, with the cohort, symbols in the features' description.
enum HarmonizedFile {
  /// The name of a cohort's file inside the run folder; signs that cannot stand in a file name become `_`.
  static func name(ofCohort cohort: String) -> String {
    let safe = String(
      cohort.unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": Character(scalar)
        default: "_"
        }
      })
    return "harmonized/\(safe.isEmpty || safe.hasPrefix(".") ? "cohort\(safe)" : safe).h5mu"
  }

  /// The cohorts that have matrices, in order.
  static func cohorts(_ study: Study) -> [String] { Set(study.matrices.map(\.cohort)).sorted() }

  /// The modalities of a cohort, in order of layer.
  static func modalities(
    _ study: Study, cohort: String, isMapped: Bool
  ) -> [MuDataFile.Modality] {
    study.matrices.filter { $0.cohort == cohort }.map { ($0.layer.rawValue, dataset($0, study, isMapped)) }
  }

  private static func dataset(_ matrix: LayerMatrix, _ study: Study, _ isMapped: Bool) -> Dataset {
    var rowOf: [String: Sample] = [:]
    for row in study.sheet.rows { rowOf[row.name] = row }
    var dataset = Dataset(layer: matrix.layer)
    dataset.samples = SampleTable(
      matrix.samples.map { name in
        var sample = rowOf[name] ?? Sample(name: name)
        sample.cohort = matrix.cohort
        return sample
      })
    dataset.features = FeatureTable(
      matrix.targets.indices.map { index in
        let target = matrix.targets[index]
        return Feature(
          id: target, kind: .gene, namespace: isMapped ? .hgnc : .local, description: study.symbols[target] ?? "",
          attributes: [Feature.Attribute("source_features", String(matrix.featureCounts[index]))])
      })
    dataset.abundances = [
      AbundanceTable(
        kind: .gene, measure: matrix.measure, scale: .log2, features: Array(matrix.targets.indices),
        samples: Array(matrix.samples.indices), values: matrix.values)
    ]
    return dataset
  }
}
