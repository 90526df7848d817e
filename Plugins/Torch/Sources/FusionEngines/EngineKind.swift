/// The engines of this plugin.
public enum EngineKind: String, Sendable, CaseIterable {
  /// A denoising autoencoder.
  case autoencoder
  /// A gated multimodal network.
  case gated
  /// Message passing over the protein network.
  case graphNetwork = "graph-network"
  /// Gene sets as tokens of a transformer.
  case pathwayTransformer = "pathway-transformer"

  /// The controls beside permuted labels.
  var controls: [UnitVariant] {
    switch self {
    case .autoencoder: [.principalComponents]
    case .gated: [.logisticRegression]
    case .graphNetwork: [.rewiredNetwork, .logisticRegression]
    case .pathwayTransformer: [.randomSets, .pathwayMeans]
    }
  }
}

/// What a unit trains: the engine, or one of its controls.
enum UnitVariant: Hashable, Sendable {
  case engine
  case permutedLabels(Int)
  case logisticRegression
  case pathwayMeans
  case principalComponents
  case randomSets
  case rewiredNetwork

  /// The id in `control.json`.
  var id: String {
    switch self {
    case .engine: "engine"
    case .permutedLabels: "permuted_labels"
    case .logisticRegression: "logistic_regression"
    case .pathwayMeans: "logistic_on_pathway_means"
    case .principalComponents: "principal_components"
    case .randomSets: "random_gene_sets"
    case .rewiredNetwork: "rewired_network"
    }
  }

  /// A name for files.
  var name: String { if case .permutedLabels(let index) = self { "\(id)-\(index)" } else { id } }

  /// The control in words.
  var words: String {
    switch self {
    case .engine: "the engine"
    case .permutedLabels: "itself on permuted labels"
    case .logisticRegression: "ridge logistic regression on the same inputs"
    case .pathwayMeans: "ridge logistic regression on pathway means"
    case .principalComponents: "principal components of the same size"
    case .randomSets: "random gene sets of equal sizes"
    case .rewiredNetwork: "a rewired network of the same degrees"
    }
  }
}
