internal import Numerics
internal import Schema
internal import Tensors

/// Fits the engine or a control on training samples.
struct UnitFitting {
  let kind: EngineKind
  let input: StudyInput
  let settings: EngineSettings
  let preparation: FoldPreparation
  let training: [Int]
  let validation: [Int]
  let label: [Int]
  let seed: UInt64
  let name: String
  let index: UInt64

  private func stream(_ purpose: String) -> RandomStream {
    RandomStream(seed: seed, name: "\(kind.rawValue)/\(name)/\(purpose)", index: index)
  }

  /// The trained model of the engine, or of a control that is the engine on something else.
  func model(_ variant: UnitVariant) throws(EngineFailure) -> (model: any FusionModel, figures: [String: Double]) {
    let trainer = Trainer(settings: settings, preparation: preparation, label: label)
    switch kind {
    case .autoencoder: return try autoencoder()
    case .gated:
      let model = try tensors { () throws(TensorError) in
        try GatedNetwork(preparation, width: settings.width, stream("weights"))
      }
      try train(trainer, model)
      return (model, [:])
    case .graphNetwork:
      var (nodes, edges) = PriorChoice.graph(input, preparation)
      if variant == .rewiredNetwork {
        var random = stream("rewiring")
        edges = PriorChoice.rewired(edges, &random)
      }
      let model = try tensors { () throws(TensorError) in
        try GraphNetwork(
          preparation, nodes: nodes, edges: edges, width: min(8, settings.width), depth: settings.depth,
          stream("weights"))
      }
      nodes.removeAll()
      try train(trainer, model)
      return (model, ["edges": Double(edges.count)])
    case .pathwayTransformer:
      var tokens = PriorChoice.tokens(input, preparation, training: training, count: settings.pathways)
      if variant == .randomSets {
        var random = stream("sets")
        tokens = PriorChoice.random(tokens, preparation, &random)
      }
      let model = try tensors { () throws(TensorError) in
        try PathwayTransformer(
          preparation, tokens: tokens, width: settings.width, heads: settings.heads, depth: settings.depth,
          stream("weights"))
      }
      try train(trainer, model)
      return (model, ["tokens": Double(tokens.first?.count ?? 0)])
    }
  }

  private func train(_ trainer: Trainer, _ model: any FusionModel) throws(EngineFailure) {
    _ = try tensors { () throws(TensorError) in
      try trainer.train(model, training: training, validation: validation, stream("training"))
    }
  }

  /// The autoencoder whose bottleneck rebuilds the validation samples best, with a reader of its code.
  private func autoencoder() throws(EngineFailure) -> (model: any FusionModel, figures: [String: Double]) {
    var trainer = Trainer(settings: settings, preparation: preparation, label: label)
    trainer.learnsLabels = false
    var best: (loss: Double, size: Int, model: DenoisingAutoencoder)?
    var figures: [String: Double] = [:]
    for size in settings.bottlenecks {
      let model = try tensors { () throws(TensorError) in
        try DenoisingAutoencoder(preparation, width: settings.width, code: size, stream("weights"))
      }
      let loss = try tensors { () throws(TensorError) in
        try trainer.train(model, training: training, validation: validation, stream("training"))
      }
      try read(model)
      figures["validation_loss_\(size)"] = loss
      if best.map({ loss < $0.loss }) ?? true { best = (loss, size, model) }
    }
    guard let best else { throw .omics(OmicsError(.usage, "there is no bottleneck to choose from")) }
    figures["bottleneck"] = Double(best.size)
    return (best.model, figures)
  }

  /// Fits the reader of a trained autoencoder's code.
  func read(_ model: DenoisingAutoencoder) throws(EngineFailure) {
    let all = try tensors { () throws(TensorError) in
      try model.code(ModelInput(preparation, rows: Array(input.samples.indices))).values()
    }
    let size = all.count / max(1, input.samples.count)
    let codes = input.samples.indices.map { Array(all[$0 * size..<($0 + 1) * size]) }
    let reader = try omics { () throws(OmicsError) in
      try RidgeLogistic(codes, label: label, training: training, validation: validation)
    }
    try tensors { () throws(TensorError) in try model.read(by: reader.weights, intercept: reader.intercept) }
  }

  /// The logits of samples under a linear control.
  func linear(_ variant: UnitVariant, rows: [Int]) throws(EngineFailure) -> [Double] {
    let count = input.samples.count
    let values = LinearControls.values(preparation, samples: count)
    let features = try omics { () throws(OmicsError) -> [[Double]] in
      switch variant {
      case .pathwayMeans:
        LinearControls.pathwayMeans(
          preparation,
          tokens: PriorChoice.tokens(input, preparation, training: training, count: settings.pathways), samples: count)
      case .principalComponents:
        try LinearControls.components(values, training: training, size: settings.bottlenecks.last ?? 1)
      default: values
      }
    }
    let model = try omics { () throws(OmicsError) in
      try RidgeLogistic(features, label: label, training: training, validation: validation)
    }
    return rows.map { model.logit(features[$0]) }
  }
}
