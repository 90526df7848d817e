internal import Deconvolution
internal import Drift
internal import OmicsIO
internal import Schema

/// The engine `factors` behind the contract.
struct FactorOpinion: CoreEngine {
  static let id = "factors"
  private var settings = FactorEngine.Settings()

  init(settings given: [String: String]) throws(OmicsError) {
    let options = try EngineOptions(
      Self.id, given, keys: ["factors", "folds", "permutations", "repetitions", "starts"])
    settings.factors = try options.whole("factors", settings.factors, in: 1...100)
    settings.starts = try options.whole("starts", settings.starts, in: 1...100)
    settings.folds = try options.whole("folds", settings.folds, in: 2...20)
    settings.repetitions = try options.whole("repetitions", settings.repetitions, in: 1...100)
    settings.permutations = try options.whole("permutations", settings.permutations, in: 1...1000)
  }

  func run(_ input: EngineInput, progress: RunProgress) throws(OmicsError) -> CoreEngineOutcome {
    let found = try FactorEngine(settings, progress: { progress.step($0) }).run(input)
    let names = (1...max(1, found.factors.count)).prefix(found.factors.count).map { "factor\($0)" }
    let own = found.findings.ranking.map(\.target)
    var details: [(key: String, value: JSONValue)] = [
      ("folds_grouped_by", .string(found.grouping)),
      ("cross_cohort", CoreEngineOutcome.json(found.crossCohort)),
      (
        "other_sizes",
        .array(
          found.otherSizes.map {
            .members([
              "factors": .integer($0.factors), "rbo": .number(RankBiasedOverlap.extrapolated(own, $0.targets)),
            ])
          })
      ),
    ]
    if let linked = found.factors.firstIndex(where: \.isLinked) {
      details.append(("label_factor", .string(names[linked])))
    }
    var tables = [(name: "factors.tsv", bytes: Self.table(found.factors, names, layers: found.layers))]
    if !found.uncorrected.isEmpty {
      let others = found.uncorrected.indices.map { "factor\($0 + 1)" }
      tables.append(("factors_uncorrected.tsv", Self.table(found.uncorrected, others, layers: found.layers)))
    }
    return CoreEngineOutcome(
      findings: found.findings, details: details, tables: tables,
      latent: LatentSpace(
        samples: LatentSpace.samples(found.samples, cohorts: found.cohorts, label: found.label),
        dimensions: names, values: found.scores))
  }

  private static func table(_ factors: [FactorEngine.Factor], _ names: [String], layers: [String]) -> [UInt8] {
    var table = TableText(
      ["factor", "stability", "label_r2", "batch_r2", "follows_batch", "label_factor"]
        + layers.map { "explained_\($0)" })
    for (name, factor) in zip(names, factors) {
      table.append(
        [
          .text(name), .number(factor.stability), .number(factor.labelShare), .number(factor.batchShare),
          .text(factor.followsBatch ? "true" : "false"), .text(factor.isLinked ? "true" : "false"),
        ] + factor.explained.map { .number($0) })
    }
    return table.bytes
  }
}
