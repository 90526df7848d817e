internal import OmicsIO
internal import Schema

/// Samples in an engine's latent space: `latent.h5ad`.
struct LatentSpace: Sendable {
  /// Samples with name, cohort and label.
  var samples: [Sample]
  /// Names of the dimensions.
  var dimensions: [String]
  /// `values[sample * dimensions.count + dimension]`.
  var values: [Double]

  /// Samples as an engine names them.
  static func samples(_ names: [String], cohorts: [String], label: [Int]) -> [Sample] {
    names.enumerated().map { index, name in
      var sample = Sample(name: name)
      sample.cohort = cohorts[index]
      sample.characteristics = [.init("label", label[index] == 1 ? "case" : "control")]
      return sample
    }
  }

  /// Writes the file.
  func write(to path: String) throws(OmicsError) {
    var dataset = Dataset(layer: .transcriptomics)
    dataset.samples = SampleTable(samples)
    dataset.features = FeatureTable(dimensions.map { Feature(id: $0, kind: .factor, namespace: .local) })
    dataset.abundances = [
      AbundanceTable(
        kind: .factor, measure: .expression, scale: .log2, features: Array(dimensions.indices),
        samples: Array(samples.indices), values: values)
    ]
    _ = try AnnDataFile.write(dataset, to: path, force: true)
  }
}
