import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite struct GraphEngineTests {
  private func engine() -> GraphEngine {
    var settings = GraphEngine.Settings()
    (settings.features, settings.folds, settings.repetitions) = (120, 2, 2)
    (settings.permutations, settings.halves) = (2, 10)
    return GraphEngine(settings)
  }

  @Test func plantedTargetIsFirstAndItsProgramFollows() throws {
    let found = try engine().run(PlantedStudy.input())
    let findings = found.findings
    #expect(findings.ranking.first?.target == PlantedStudy.lead)
    #expect(findings.ranking.first?.direction == .up)
    #expect(findings.ranking.first?.score ?? 0 > 0.9)
    let members = Set(PlantedStudy.programs[0].map(PlantedStudy.id))
    #expect(findings.ranking.prefix(6).filter { members.contains($0.target) }.count >= 5)
    #expect(findings.score > 0.9)
    #expect(findings.controls.map(\.id) == ["rewired_network", "no_network", "degree_only", "permuted_labels"])
    #expect((findings.controls.last?.score ?? 1) < 0.8)
    #expect(findings.ranking.allSatisfy { $0.rankLow <= $0.rankHigh && $0.score <= 1 })
    #expect(found.selections.contains { $0.target == PlantedStudy.lead && $0.share > 0.5 && $0.weight > 0 })
    #expect(found.expectedFalse <= 1.01)
  }

  @Test func permutedLabelsDoNotBeatTheControls() throws {
    for seed in [11, 12] as [UInt64] {
      #expect(try !engine().run(PlantedStudy.input(.init(seed: seed, permuted: true))).findings.beatsControl)
    }
  }

  @Test func threadsChangeNothing() throws {
    let input = PlantedStudy.input()
    let first = try engine().run(input)
    ThreadLimit.set(1)
    defer { ThreadLimit.set(0) }
    let second = try engine().run(input)
    #expect(first.findings == second.findings)
    #expect(first.selections == second.selections)
  }

  @Test func cohortsWithoutALayerWork() throws {
    var input = PlantedStudy.input(.init(samples: 80, cohorts: 2))
    input.cohorts[1].protein = nil
    let found = try engine().run(input)
    #expect(found.findings.ranking.first?.target == PlantedStudy.lead)
    #expect(found.crossCohort.count == 2 && found.crossCohort.allSatisfy { $0.area > 0.8 })
  }

  @Test func aNetworkIsNeeded() {
    var input = PlantedStudy.input()
    input.network = []
    let error = #expect(throws: OmicsError.self) { try engine().run(input) }
    #expect(error?.code == .refused && error?.hint?.contains("priors") == true)
  }
}

@Suite struct GraphPartsTests {
  /// Two blocks of features in a chain; the first carries the label.
  private func model(seed: UInt64 = 4, features: Int = 30, opposed: Bool = false) -> GraphLogistic {
    var stream = RandomStream(seed: seed, name: "graph parts")
    let label = (0..<50).map { $0 % 2 }
    var x = Matrix(rows: 50, columns: features)
    for feature in 0..<features {
      for row in 0..<50 {
        let sign = opposed && feature % 2 == 1 ? -1.0 : 1.0
        x[row, feature] = stream.normal() + (feature < 8 ? sign * (Double(label[row]) - 0.5) : 0)
      }
    }
    let edges = (0..<features - 1).map { (a: $0, b: $0 + 1, weight: 1.0) }
    let graph = FeatureGraph(layers: [Array(0..<features)], edges: edges)
    let signs = (0..<features).map { opposed && $0 % 2 == 1 ? -1.0 : 1.0 }
    return GraphLogistic(x, label: label, graph: graph.adapted(to: signs))
  }

  /// The gradient of the smooth part at a solution, by central differences.
  private func gradient(_ model: GraphLogistic, _ fit: GraphLogistic.Fit, gamma: Double) -> (Double, [Double]) {
    var beta = [Double](repeating: 0, count: model.x.columns)
    for (feature, value) in fit.weights { beta[feature] = value }
    func objective(_ intercept: Double, _ beta: [Double]) -> Double {
      let weights = beta.indices.filter { beta[$0] != 0 }.map { ($0, beta[$0]) }
      let logits = GraphLogistic.logits(.init(intercept: intercept, weights: weights), model.x)
      return GraphLogistic.loss(logits, model.label) + gamma / 2 * model.graph.roughness(beta)
    }
    let step = 1e-5
    let slope = (objective(fit.intercept + step, beta) - objective(fit.intercept - step, beta)) / (2 * step)
    let slopes = beta.indices.map { feature -> Double in
      var (up, down) = (beta, beta)
      up[feature] += step
      down[feature] -= step
      return (objective(fit.intercept, up) - objective(fit.intercept, down)) / (2 * step)
    }
    return (slope, slopes)
  }

  @Test(arguments: [0, 0.1, 1.0])
  func solutionsMeetTheOptimalityConditions(_ gamma: Double) {
    for opposed in [false, true] {
      let model = model(opposed: opposed)
      let lambdas = GraphFitting.lambdas(model)
      let path = model.path(lambdas, gamma: gamma)
      #expect(path.count == lambdas.count)
      #expect(path[0].weights.isEmpty)
      for (lambda, fit) in zip(lambdas, path) {
        let (slope, slopes) = gradient(model, fit, gamma: gamma)
        #expect(abs(slope) < 2e-4)
        var beta = [Double](repeating: 0, count: slopes.count)
        for (feature, value) in fit.weights { beta[feature] = value }
        for feature in slopes.indices {
          if beta[feature] == 0 {
            #expect(abs(slopes[feature]) < lambda + 2e-4)
          } else {
            #expect(abs(slopes[feature] + (beta[feature] > 0 ? lambda : -lambda)) < 2e-4)
          }
        }
      }
    }
  }

  @Test func theNetworkSmoothsWhatItsSignsSay() {
    func roughness(_ gamma: Double) -> Double {
      let model = model(opposed: true)
      let fit = model.path(GraphFitting.lambdas(model), gamma: gamma)[10]
      var beta = [Double](repeating: 0, count: 30)
      for (feature, value) in fit.weights { beta[feature] = value }
      let size = beta.reduce(0) { $0 + $1 * $1 }
      return model.graph.roughness(beta) / size
    }
    #expect(roughness(1) < roughness(0.1) && roughness(0.1) < roughness(0))
  }

  @Test func pathsEndWhenThereAreEnough() {
    let model = model()
    let path = model.path(GraphFitting.lambdas(model), gamma: 0, most: 3)
    #expect(path.dropLast().allSatisfy { $0.weights.count <= 3 } && path[path.count - 1].weights.count > 3)
  }

  @Test func laplacianIsThatOfThePaper() {
    // A star of three: degrees 2, 1, 1.
    let graph = FeatureGraph(layers: [[0, 1, 2]], edges: [(0, 1, 1), (0, 2, 1)])
    let beta = [1.0, 2, -1]
    let expected = [(1.0, 2.0), (1.0, -1.0)].reduce(0) { sum, pair in
      let difference = pair.0 / 2.0.squareRoot() - pair.1
      return sum + difference * difference
    }
    #expect(abs(graph.roughness(beta) - expected) < 1e-12)
    // Signs turn a difference into a sum; another layer is another graph.
    let turned = graph.adapted(to: [1, -1, 1])
    #expect(abs(turned.roughness([1, -2, -1]) - expected) < 1e-12)
    let layers = FeatureGraph(layers: [[0, 2], [0, 1]], edges: [(0, 1, 1), (0, 2, 1)])
    #expect(layers.diagonal == [1, 1, 1, 1])
    #expect(layers.neighbours == [1, 0, 3, 2])
  }

  @Test func rewiringKeepsDegreesAndMovesEdges() {
    var stream = RandomStream(seed: 1, name: "rewire")
    var edges: [(a: Int, b: Int, weight: Double)] = []
    for a in 0..<40 { for b in (a + 1)..<40 where (a * 7 + b * 3) % 11 == 0 { edges.append((a, b, 1)) } }
    let rewired = RewiredNetwork.of(edges, stream: &stream)
    func degrees(_ list: [(a: Int, b: Int, weight: Double)]) -> [Int] {
      (0..<40).map { node in list.reduce(0) { $0 + ($1.a == node ? 1 : 0) + ($1.b == node ? 1 : 0) } }
    }
    func keys(_ list: [(a: Int, b: Int, weight: Double)]) -> Set<Int> {
      Set(list.map { min($0.a, $0.b) * 40 + max($0.a, $0.b) })
    }
    #expect(degrees(edges) == degrees(rewired))
    #expect(keys(rewired).count == edges.count && rewired.allSatisfy { $0.a != $0.b })
    #expect(keys(rewired).intersection(keys(edges)).count < edges.count / 2)
  }
}
