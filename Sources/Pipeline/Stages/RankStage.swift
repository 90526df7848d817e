internal import Deconvolution
internal import Fusion
internal import Mapping
internal import Numerics
internal import Report
internal import Schema
internal import Workspace

/// The second half of a run: evidence, ranking, verdicts, compounds, pathways.
struct RankStage {
  static let version = 4
  /// How many leading targets compounds and pathways are put beside.
  static let leading = 50

  let plan: RunPlan
  let harmonized: HarmonizedStudy
  let cache: DatasetCache
  let stages: StageCache
  let progress: RunProgress
  /// Second opinions; nil when the study asks for none.
  var engines: EngineStage?

  /// Ranks; without resampling there are no rank intervals and floors.
  func run(resampling: Bool) throws(OmicsError) -> RunResult {
    let resolver = try resolver()
    var priors = PriorStage(resolver: resolver)
    let edges = try plan.priors["network"].map { (file) throws(OmicsError) in try priors.network(file) }
    let sets = try plan.priors["pathways"].map { (file) throws(OmicsError) in try priors.pathways(file) }
    let table = try plan.priors["compounds"].map { (file) throws(OmicsError) in try priors.compounds(file) }
    let pairs = try plan.priors["synthetic_lethal"].map { (file) throws(OmicsError) in try priors.syntheticLethal(file)
    }
    let publications = try plan.priors["publications"].map { (file) throws(OmicsError) in try priors.publications(file)
    }
    var ledger = harmonized.ledger
    ledger.add(priors.ledger)
    try ledger.assertBalance()
    guard !harmonized.cohorts.isEmpty else { return refused(ledger) }

    progress.step("computing evidence")
    let programs = try programs()
    let inputs = try cohortInputs(programs)
    var result: LedgerResult
    do throws(OmicsError) {
      result = try engine(edges, resampling: resampling).rank(inputs, memory: try memory())
    } catch {
      guard error.code == .refused else { throw error }
      return refused(ledger, reason: error.message)
    }
    let context = try ContextStage(
      harmonized.study.matrices, cohorts: harmonized.cohorts,
      falseDiscoveryRate: try plan.settings.number("ranking.fdr", in: 0...1))
    var evidence = context.beside(result.evidence)
    for index in evidence.indices { evidence[index].reference = reference(evidence[index]) }
    let places = places(resolver)
    let followers = FollowerStage.mark(&result.ranking, cohorts: harmonized.cohorts, places: places)
    context.mark(&result.ranking)
    let compounds = CompoundBridge.beside(result.ranking, table: table ?? [], pairs: pairs ?? [], top: Self.leading)
    let enriched = PathwayEnrichment.test(
      ranked: result.ranking.candidates.map(\.target), leading: Self.leading,
      sets: (sets ?? []).map { ($0.name, $0.targets) })
    var battery = BatteryStage.Outcome()
    if resampling {
      progress.step("asking what the list rests on")
      battery = try BatteryStage(plan: plan, harmonized: harmonized).run(
        inputs, ranking: &result.ranking, edges: edges, sets: sets ?? [], publications: publications)
    }
    var verdicts = verdicts(result)
    verdicts.checks += checks(programs)
    verdicts.reasons +=
      context.sentences + battery.reasons
      + FollowerStage.sentences(followers, places: places, isInGenome: context.isInGenome)
    verdicts.checks += battery.checks
    let opinions = try engines?.run(
      engineInput(edges ?? [], sets ?? [], seed: try plan.settings.integer("seed", atLeast: 0)),
      study: harmonized.study, isMapped: !plan.tables.isEmpty, ranking: result.ranking)
    var stages = harmonized.stages
    stages.append(
      RunStage(
        name: "rank", version: Self.version, rowsIn: inputs.reduce(0) { $0 + $1.targets.count },
        rowsOut: result.ranking.candidates.count,
        note: "evidence ledger: \(plan.settings["ranking.permutations"]) permutations, "
          + "\(plan.settings["ranking.resamples"]) half-samples, \(edges?.count ?? 0) network edges", outputDigest: ""))
    if let opinions {
      stages.append(
        RunStage(
          name: "engines", version: EngineStage.version, rowsIn: result.ranking.candidates.count,
          rowsOut: opinions.comparisons.reduce(0) { $0 + $1.findings.ranking.count },
          note: "second opinions: \(opinions.comparisons.map(\.findings.engine).joined(separator: ", "))",
          outputDigest: ""))
    }
    return RunResult(
      plan: plan, harmonized: harmonized, verdicts: verdicts, ranking: result.ranking, evidence: evidence,
      compounds: compounds, followers: followers, battery: battery, pathways: enriched.map(line),
      floors: result.floors.map { (target: $0.target, rank: $0.rank, floor: $0.floor, both: $0.floorBoth) },
      implied: result.implied,
      engines: opinions?.comparisons ?? [], engineFiles: opinions?.files ?? [], ledger: ledger, record: record(stages))
  }

  private func resolver() throws(OmicsError) -> Resolver? {
    guard let table = plan.tables.first(where: { $0.release.kind == "hgnc" }) else { return nil }
    return try Resolver(try cache.index(table))
  }

  // MARK: Binding fusion to the ledger

  private func cohortInputs(_ programs: [String: LatentPrograms]) throws(OmicsError) -> [CohortInput] {
    var inputs: [CohortInput] = []
    for cohort in harmonized.cohorts {
      let evidence = try CohortEvidence(cohort, programs: programs[cohort.name] ?? .none)
      inputs.append(
        CohortInput(
          name: cohort.name, targets: cohort.targets, label: cohort.label, batch: cohort.batch,
          strata: LabelStrata.of(cohort), statistics: try evidence.statistics(),
          own: try evidence.resampled(Array(cohort.samples.indices)).scores([cohort.label])[0],
          draw: { samples in
            let drawn = evidence.resampled(samples)
            return { (labels) throws(OmicsError) in try drawn.scores(labels) }
          }))
    }
    return inputs
  }

  /// The hidden programs of each cohort, as many as the settings say.
  private func programs() throws(OmicsError) -> [String: LatentPrograms] {
    let isAutomatic = plan.settings["ranking.programs"] == "auto"
    let count = isAutomatic ? nil : try plan.settings.integer("ranking.programs", atLeast: 0)
    var programs: [String: LatentPrograms] = [:]
    for cohort in harmonized.cohorts { programs[cohort.name] = try LatentPrograms.of(cohort, count: count) }
    return programs
  }

  /// What the programs take, a check for each cohort.
  private func checks(_ programs: [String: LatentPrograms]) -> [RunCheck] {
    harmonized.cohorts.map { cohort in
      let own = programs[cohort.name] ?? .none
      let count = own.columns.count
      let isTied = own.labelInflation > LatentPrograms.tied
      return RunCheck(
        id: "programs:\(cohort.name)", value: own.labelInflation, threshold: LatentPrograms.tied,
        verdict: count == 0 ? "info" : isTied ? "warn" : "pass",
        explanation: count == 0
          ? "cohort \(cohort.name) has too few samples or targets for hidden programs: targets are ranked by their total effect"
          : "\(count) hidden program\(count == 1 ? "" : "s") of cohort \(cohort.name) widen the label's variance by this factor"
            + (isTied
              ? ": the label itself is nearly a program, and its targets are hard to tell from what follows them" : ""))
    }
  }

  /// The costly parts of the ledger in the stage cache, named by all that can change them.
  private func memory() throws(OmicsError) -> LedgerMemory {
    let cohorts = ContentDigest.of(harmonized.cohorts)
    let seed = UInt64(try plan.settings.integer("seed", atLeast: 0))
    let settings = plan.settings
    let stages = stages
    @Sendable func key(_ part: LedgerMemory.Part) -> StageKey {
      let count = part == .calibration ? "ranking.permutations" : "ranking.resamples"
      return StageKey(
        stage: "rank/\(part.rawValue)", version: Self.version, ports: ["cohorts": cohorts],
        // The order of floating-point sums may follow the kind of processor.
        settings: [
          count: settings[count], "ranking.programs": settings["ranking.programs"], "processor": BlasRuntime.coreName,
        ], seed: seed)
    }
    return LedgerMemory(recall: { stages.value(for: key($0)) }, keep: { stages.keep($1, for: key($0)) })
  }

  /// Where targets lie, when the study has an annotation.
  private func places(_ resolver: Resolver?) -> [String: GenePlace] {
    let annotations = zip(plan.inputs, harmonized.study.datasets).filter { $0.0.declaration.role == "annotation" }
    return TargetPlaces.of(annotations.map(\.1), resolver: resolver)
  }

  private func engineInput(_ edges: [NetworkEdge], _ sets: [PriorStage.Pathway], seed: Int) -> EngineInput {
    EngineInput(
      cohorts: harmonized.cohorts, symbols: harmonized.study.symbols,
      network: edges,
      pathways: sets.map { ($0.name, $0.targets) }, seed: UInt64(seed), settings: [:],
      subjects: Dictionary(
        harmonized.study.sheet.rows.map { ($0.name, $0.subject) }, uniquingKeysWith: { first, _ in first }))
  }

  private func engine(_ edges: [NetworkEdge]?, resampling: Bool) throws(OmicsError) -> LedgerEngine {
    var settings = LedgerSettings()
    settings.resamples = resampling ? try plan.settings.integer("ranking.resamples", atLeast: 0) : 0
    settings.permutations = try plan.settings.integer("ranking.permutations", atLeast: 19)
    settings.falseDiscoveryRate = try plan.settings.number("ranking.fdr", in: 0...1)
    if plan.settings["ranking.network_weight"] != "auto" {
      settings.networkWeight = try plan.settings.number("ranking.network_weight", in: 0...1)
    }
    settings.seed = UInt64(try plan.settings.integer("seed", atLeast: 0))
    let progress = progress
    return LedgerEngine(
      settings: settings, symbols: harmonized.study.symbols,
      network: edges.map(NetworkGraph.init),
      classify: { readings in
        func reading(_ channel: EvidenceChannel) -> TargetClassRule.Reading {
          readings[channel].map { .init(z: $0.z, isSignificant: $0.isSignificant) } ?? .absent
        }
        let (rna, protein) = (reading(.rna), reading(.protein))
        let (discordance, detection) = (reading(.discordance), reading(.detection))
        return (
          TargetClassRule.classify(rna: rna, protein: protein, discordance: discordance, detection: detection),
          TargetClassRule.direction(rna: rna, protein: protein, discordance: discordance, detection: detection)
        )
      }, progress: { progress.step($0) })
  }

  // MARK: Outcome

  /// Where the numbers of a piece of evidence come from.
  private func reference(_ evidence: Evidence) -> String {
    if evidence.channel == .network {
      return plan.priors["network"].map { RelativePath.name(of: $0.relativePath) } ?? ""
    }
    let places = evidence.layer.split(separator: "|").compactMap {
      harmonized.references["\($0)/\(evidence.cohort)"]?[evidence.target]
    }
    return places.joined(separator: "|")
  }

  private func line(_ line: PathwayEnrichment.Line) -> RunReport.PathwayLine {
    RunReport.PathwayLine(
      name: line.name, size: line.size, overlap: line.overlap, pValue: line.pValue, qValue: line.qValue,
      members: line.members.map { harmonized.study.symbols[$0] ?? $0 })
  }

  private func verdicts(_ result: LedgerResult) -> RunVerdicts {
    var reasons: [String] = []
    let checks = harmonized.checks + result.checks
    let noTarget = result.exceeding == 0
    if noTarget {
      reasons.append("No target exceeds permutation: the list below is what chance gives.")
    } else {
      var text = "\(result.exceeding) target\(result.exceeding == 1 ? "" : "s") stronger than permuted labels allow"
      if harmonized.cohorts.count > 1 {
        let replicated = result.ranking.candidates.filter { $0.replicated == true }.count
        text += ", \(replicated) of all replicated in two cohorts"
      } else {
        text += " (one cohort: not replicated)"
      }
      reasons.append(text + ".")
    }
    for (cohort, reason) in harmonized.leftOut { reasons.append("Cohort \(cohort) is left out: \(reason).") }
    for cohort in harmonized.cohorts {
      if cohort.rna == nil { reasons.append("Cohort \(cohort.name) has no RNA: ranked on protein alone.") }
      if cohort.protein == nil { reasons.append("Cohort \(cohort.name) has no protein: ranked on RNA alone.") }
    }
    return RunVerdicts(status: noTarget ? .noTarget : .ranked, reasons: reasons, checks: checks)
  }

  private func refused(_ ledger: Ledger, reason: String? = nil) -> RunResult {
    var reasons =
      reason.map { [$0] } ?? ["The analysis is refused: no cohort can tell the label from batch and covariates."]
    for (cohort, why) in harmonized.leftOut { reasons.append("Cohort \(cohort) is left out: \(why).") }
    return RunResult(
      plan: plan, harmonized: harmonized,
      verdicts: RunVerdicts(status: .refused, reasons: reasons, checks: harmonized.checks),
      ranking: TargetRanking(), evidence: [], compounds: [], followers: [], battery: BatteryStage.Outcome(),
      pathways: [], floors: [], ledger: ledger,
      record: record(harmonized.stages))
  }

  private func record(_ stages: [RunStage]) -> RunRecord {
    RunRecord(
      study: plan.study, date: plan.date,
      components: plan.components(contents: harmonized.contents, plugins: harmonized.plugins),
      settings: plan.settings.resolved, stages: stages,
      studyFile: plan.studyText)
  }
}
