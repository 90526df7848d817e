internal import Deconvolution
internal import OmicsIO
internal import Schema

/// The engine `graph` behind the contract.
struct GraphOpinion: CoreEngine {
  static let id = "graph"
  private var settings = GraphEngine.Settings()

  init(settings given: [String: String]) throws(OmicsError) {
    let options = try EngineOptions(
      Self.id, given, keys: ["features", "folds", "halves", "permutations", "repetitions"])
    settings.features = try options.whole("features", settings.features, in: 10...100_000)
    settings.folds = try options.whole("folds", settings.folds, in: 2...20)
    settings.halves = try options.whole("halves", settings.halves, in: 2...10_000)
    settings.repetitions = try options.whole("repetitions", settings.repetitions, in: 1...100)
    settings.permutations = try options.whole("permutations", settings.permutations, in: 1...1000)
  }

  func run(_ input: EngineInput, progress: RunProgress) throws(OmicsError) -> CoreEngineOutcome {
    let found = try GraphEngine(settings, progress: { progress.step($0) }).run(input)
    var table = TableText(["target", "layer", "share", "weight"])
    for item in found.selections {
      table.append([.text(item.target), .text(item.layer), .number(item.share), .number(item.weight)])
    }
    return CoreEngineOutcome(
      findings: found.findings,
      details: [
        ("folds_grouped_by", .string(found.grouping)),
        ("cross_cohort", CoreEngineOutcome.json(found.crossCohort)),
        ("network_weight", .number(found.gamma)),
        (
          "stability_selection",
          .members([
            "half_samples": .integer(settings.halves), "features": .integer(found.width),
            "selected_at_most": .integer(found.most), "expected_false_at_0.9": .number(found.expectedFalse),
          ])
        ),
      ], tables: [("selection.tsv", table.bytes)])
  }
}
