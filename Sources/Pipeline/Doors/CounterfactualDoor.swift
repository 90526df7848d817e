internal import Drift
public import Schema

/// `drift RUN --what-if …`: the run against itself with named things otherwise.
public enum CounterfactualDoor {
  /// Replays a run with each counterfactual, alone and together.
  ///
  /// - Throws: `usage` for a counterfactual that is not understood, `refused` when it leaves nothing to analyse.
  public static func ask(
    _ folder: String, _ texts: [String], _ request: DriftDoor.Request, catalog: TableCatalog,
    progress: RunProgress = .silent
  ) throws(OmicsError) -> DriftOutcome {
    let gates = try request.gates()
    var questions: [WhatIf] = []
    for text in texts { questions.append(try WhatIf(text)) }
    let run = try RecordedRun(folder)
    try DriftDoor.checkComparable(run, run)
    let plan = try run.plan(catalog: catalog)
    let engine = RunEngine(progress: progress, threads: request.threads, stages: request.cache)
    func list(_ chosen: [WhatIf]) throws(OmicsError) -> RankedList {
      var changed = plan
      for question in chosen { try question.apply(to: &changed, catalog: catalog) }
      guard changed.inputs.contains(where: { $0.declaration.role == "data" }) else {
        throw OmicsError(.refused, "nothing is left to analyse without \(chosen.map(\.text).joined(separator: ", "))")
      }
      progress.step("replay: \(chosen.isEmpty ? "as recorded" : chosen.map(\.text).joined(separator: " + "))")
      return DriftDoor.list(try engine.rank(changed))
    }
    let version = ReplayVersion(
      base: run.record.components, new: run.record.components, present: PresentCode.components)
    // Another version of the program would add its own effect to the answer.
    let base = version == .both ? DriftDoor.list(run.ranking) : try list([])
    let new = try list(questions)
    var differences: [ComponentDifference] = []
    for question in questions { differences.append(try question.difference(plan, catalog: catalog)) }
    let analysis = DriftAnalysis(
      base: base, new: new, floors: run.floors.one, differences: differences,
      leading: request.leading(gates),
      tolerance: ScoreTolerance(absolute: request.absolute, relative: request.relative))
    var findings = try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
      try list(coalition.map { questions[$0] })
    }
    let releases = TableReleases(base: run, new: run, catalog: catalog)
    for (index, difference) in analysis.differences.enumerated() where difference.kind == .table {
      findings.changed[index].details = try releases.sentences(difference)
    }
    let leading = Set(base.targets.prefix(analysis.leading))
    let survivors = leading.intersection(analysis.new.targets.prefix(analysis.leading))
    findings.verdict =
      "What if \(texts.joined(separator: ", ")): \(survivors.count) of the \(leading.count) leading targets stay "
      + "among them. \(findings.verdict)"
    return DriftOutcome(
      findings: findings, base: RelativePath.name(of: folder), new: "what if \(texts.joined(separator: ", "))",
      gates: DriftGateResult.judge(gates, findings, base: base, new: analysis.new), survivors: survivors)
  }
}
