internal import Numerics
internal import Schema

/// How well the graph model and its controls read samples they have never seen.
struct GraphValidation: Sendable {
  let fitting: GraphFitting

  /// What one held-out fold gives; controls are empty for permuted labels.
  struct Unit: Sendable {
    /// Labels of the held-out samples.
    var label: [Int]
    /// Their logits.
    var engine: [Double]
    /// With a rewired network.
    var rewired: [Double] = []
    /// Without a network.
    var plain: [Double] = []
    /// Values weighed by degree alone, with the sign of the training samples' difference.
    var degree: [Double] = []
  }

  /// Fits on training samples, reads held-out ones.
  ///
  /// - Parameter rewired: the network of the control; nil to leave out all controls.
  func unit(
    label: [Int], training: [Int], held: [Int], rewired: [(a: Int, b: Int, weight: Double)]?, index: Int
  ) throws(OmicsError) -> Unit {
    let study = fitting.study
    let networks = rewired.map { [study.edges, $0, []] } ?? [study.edges]
    let choices = try fitting.choices(label: label, training: training, networks: networks, index: index)
    let prepared = fitting.prepared(label: label, training: training)
    let unseen = prepared.rows(held)
    var logits: [[Double]] = []
    for (network, choice) in zip(networks, choices) {
      let model = try fitting.model(prepared, label: label, training: training, edges: network)
      let path = model.path(Array(GraphFitting.lambdas(model).prefix(choice.step + 1)), gamma: choice.gamma)
      logits.append(path.last.map { GraphLogistic.logits($0, unseen) } ?? held.map { _ in 0 })
    }
    var unit = Unit(label: held.map { label[$0] }, engine: logits[0])
    if rewired != nil {
      (unit.rewired, unit.plain) = (logits[1], logits[2])
      unit.degree = degree(prepared, label: label, training: training, unseen)
    }
    return unit
  }

  private func degree(
    _ prepared: GraphFitting.Prepared, label: [Int], training: [Int], _ unseen: Matrix
  ) -> [Double] {
    var degrees = [Double](repeating: 0, count: fitting.study.targets.count)
    for edge in fitting.study.edges {
      degrees[edge.a] += 1
      degrees[edge.b] += 1
    }
    let share = Double(training.reduce(0) { $0 + label[$1] }) / Double(max(1, training.count))
    let known = prepared.rows(training)
    let slopes = known.multiplied(by: training.map { Double(label[$0]) - share }, transposingSelf: true)
    let weights = zip(slopes, prepared.layers.joined()).map { slope, target in
      slope == 0 ? 0 : (slope < 0 ? -degrees[target] : degrees[target])
    }
    return unseen.multiplied(by: weights)
  }
}
