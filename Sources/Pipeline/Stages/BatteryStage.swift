internal import Deconvolution
internal import Fusion
internal import Numerics
internal import Schema

/// The robustness battery of a run: what it asks of the data, and what it flags.
struct BatteryStage {
  let plan: RunPlan
  let harmonized: HarmonizedStudy

  /// What the battery found.
  struct Outcome {
    var checks: [RunCheck] = []
    var artefacts: [ArtefactFinding] = []
    var reliability: [LayerReliability] = []
    /// Sentences for the reasons of the run.
    var reasons: [String] = []
  }

  /// Asks everything, and flags targets of the ranking that look like artefacts.
  func run(
    _ inputs: [CohortInput], ranking: inout TargetRanking, edges: [NetworkEdge]?, sets: [PriorStage.Pathway],
    publications: [String: Double]?
  ) throws(OmicsError) -> Outcome {
    var outcome = Outcome()
    outcome.artefacts = try ArtefactScreen.findings(
      zip(harmonized.cohorts, inputs).map { cohort, input in
        ArtefactScreen.Part(cohort, statistics: input.statistics, technical: technical(cohort))
      })
    flag(&ranking, outcome.artefacts)
    var background = RobustnessBattery.Background()
    background.batchNames = harmonized.cohorts.map(batchNames)
    background.abundance = abundance
    background.degrees = edges.map(degrees)
    background.publications = publications
    background.sets = sets.map { ($0.name, $0.targets) }
    background.sexIsBalanced = SexBalance.isBalanced(harmonized.cohorts, sheet: harmonized.study.sheet)
    background.suspected = Set(outcome.artefacts.map(\.target))
    background.seed = UInt64(try plan.settings.integer("seed", atLeast: 0))
    outcome.checks = try RobustnessBattery(inputs, ranking: ranking, background: background).checks()
    for cohort in harmonized.cohorts {
      let subjects = cohort.samples.map { name in
        harmonized.study.sheet.rows.first { $0.name == name }?.subject ?? ""
      }
      outcome.reliability += LayerReliability.measure(cohort, subjects: subjects)
    }
    outcome.checks += outcome.reliability.map(ReliabilityTable.check)
    outcome.reasons = reasons(outcome.checks, ranking)
    return outcome
  }

  /// What a reader must know before the list: sentences for checks that did not pass.
  private func reasons(_ checks: [RunCheck], _ ranking: TargetRanking) -> [String] {
    var reasons: [String] = []
    for check in harmonized.checks where check.id.hasPrefix("label-predictable:") && check.verdict == "warn" {
      let cohort = String(check.id.dropFirst("label-predictable:".count))
      guard harmonized.cohorts.contains(where: { $0.name == cohort }) else { continue }
      reasons.append("Cohort \(cohort) is strongly confounded: batch and covariates predict the label.")
    }
    for id in ["degree", "abundance", "well-studied"]
    where checks.contains(where: { $0.id == "\(id)-look-alike" && $0.verdict == "warn" }) {
      reasons.append("The list can hardly be told from one by \(id == "well-studied" ? "publications" : id) alone.")
    }
    for check in checks where check.id == "negative-controls" && check.verdict == "fail" {
      reasons.append("Negative controls lead the list: \(check.explanation).")
    }
    if harmonized.cohorts.count > 1,
      !ranking.candidates.prefix(RobustnessBattery.leading).contains(where: { $0.replicated == true })
    {
      reasons.append("Signal in one cohort only: none of the first \(RobustnessBattery.leading) targets is replicated.")
    }
    return reasons
  }

  private func flag(_ ranking: inout TargetRanking, _ findings: [ArtefactFinding]) {
    var flags: [String: Set<String>] = [:]
    for finding in findings { flags[finding.target, default: []].insert(finding.reason.rawValue) }
    for index in ranking.candidates.indices {
      guard let own = flags[ranking.candidates[index].target] else { continue }
      ranking.candidates[index].flags = Set(ranking.candidates[index].flags).union(own).sorted()
    }
  }

  // MARK: What the checks are held against

  /// Technical properties of a cohort's samples by layer: factor and count of values of its normalisation, batch, and the
  /// sheet's batch, channel and purity.
  private func technical(_ cohort: CohortData) -> [Layer: [ArtefactScreen.Technical]] {
    let rows = cohort.samples.map { name in harmonized.study.sheet.rows.first { $0.name == name } }
    var common: [ArtefactScreen.Technical] = []
    if Set(cohort.batch).count > 1 { common.append(.init(plan.contrast.batch ?? "batch", levels: cohort.batch)) }
    for column in ["batch", "channel"] where column != plan.contrast.batch && column != plan.contrast.factor {
      let values = rows.map { $0?.value(of: column) ?? "" }
      let levels = Set(values).sorted()
      guard levels.count > 1, levels.count <= values.count / 2 else { continue }
      common.append(.init(column, levels: values.map { levels.firstIndex(of: $0) ?? 0 }))
    }
    for column in harmonized.study.sheet.characteristicColumns
    where column.lowercased().contains("purity") && column != plan.contrast.factor {
      let numbers = rows.map { Double($0?.value(of: column) ?? "") ?? .nan }
      if numbers.contains(where: { !$0.isNaN }) { common.append(.init(column, numbers: numbers)) }
    }
    var result: [Layer: [ArtefactScreen.Technical]] = [:]
    for layer in [Layer.transcriptomics, .proteomics] {
      // The factor of the last step that has one; how much was observed before the first.
      var factors: [String: Double] = [:]
      var observed: [String: Double] = [:]
      for record in harmonized.normalization where record.layer == layer && record.cohort == cohort.name {
        for (index, sample) in record.samples.enumerated() {
          factors[sample] = record.normalization.last { !$0.factors[index].isNaN }?.factors[index]
          observed[sample] = record.normalization.first.map { Double($0.observedBefore[index]) }
        }
      }
      result[layer] =
        common + [
          .init("depth", numbers: cohort.samples.map { factors[$0] ?? .nan }),
          .init("missingness", numbers: cohort.samples.map { observed[$0] ?? .nan }),
        ]
    }
    return result
  }

  private func batchNames(_ cohort: CohortData) -> [String] {
    guard let column = plan.contrast.batch else { return [] }
    var names = [String](repeating: "", count: (cohort.batch.max() ?? 0) + 1)
    for (position, sample) in cohort.samples.enumerated() {
      let row = harmonized.study.sheet.rows.first { $0.name == sample }
      names[cohort.batch[position]] = row?.value(of: column) ?? ""
    }
    return names
  }

  /// The mean rank of a target's mean value within each layer that measured it, over layers and cohorts, 0 to 1. RNA
  /// alone where it was measured: relative protein values say nothing of abundance.
  private var abundance: [String: Double] {
    var (rna, protein): ([String: [Double]], [String: [Double]]) = ([:], [:])
    for cohort in harmonized.cohorts {
      if let values = cohort.rna { Self.addRanks(of: values, cohort.targets, to: &rna) }
      if let values = cohort.protein { Self.addRanks(of: values, cohort.targets, to: &protein) }
    }
    return protein.merging(rna) { $1 }.mapValues { $0.reduce(0, +) / Double($0.count) }
  }

  private static func addRanks(of values: [Double], _ targets: [String], to ranks: inout [String: [Double]]) {
    let means = Descriptive.rowMeans(
      Matrix(rows: targets.count, columns: values.count / max(1, targets.count), values: values))
    let known = means.indices.filter { !means[$0].isNaN }
    for (place, rank) in zip(known, OrderStatistics.ranks(known.map { means[$0] })) {
      ranks[targets[place], default: []].append(rank / Double(known.count))
    }
  }

  private func degrees(_ edges: [NetworkEdge]) -> [String: Int] {
    var degrees: [String: Int] = [:]
    for edge in edges {
      degrees[edge.a, default: 0] += 1
      degrees[edge.b, default: 0] += 1
    }
    return degrees
  }
}
