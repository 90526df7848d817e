internal import Drift
internal import Numerics
internal import OmicsIO
public import Schema

/// The verb `drift`.
public enum DriftDoor {
  /// What is asked besides the runs.
  public struct Request: Sendable {
    /// How many leading targets of either run are looked at; the standard when nil.
    public var top: Int?
    /// Conditions that fail.
    public var failOn: [String]
    /// Conditions that warn; any called target when empty.
    public var warnOn: [String]
    /// Scores within this much are equal.
    public var absolute: Double
    /// Scores within this share are equal.
    public var relative: Double
    /// How many threads; never changes a result.
    public var threads: Int?
    /// The stage cache.
    public var cache: StageCache

    /// A request.
    public init(
      top: Int? = nil, failOn: [String] = [], warnOn: [String] = [], absolute: Double = 0, relative: Double = 0,
      threads: Int? = nil, cache: StageCache = StageCache()
    ) {
      self.top = top
      self.failOn = failOn
      self.warnOn = warnOn
      self.absolute = absolute
      self.relative = relative
      self.threads = threads
      self.cache = cache
    }

    /// The gates as read, failures first.
    func gates() throws(OmicsError) -> [(kind: DriftGateResult.Kind, gate: DriftGate)] {
      var list: [(kind: DriftGateResult.Kind, gate: DriftGate)] = []
      for text in failOn { list.append((.fail, try DriftGate(text))) }
      for text in warnOn { list.append((.warn, try DriftGate(text))) }
      if warnOn.isEmpty { list.append((.warn, DriftGate.standardWarning)) }
      return list
    }

    /// How many leading targets the gates and the caller need.
    func leading(_ gates: [(kind: DriftGateResult.Kind, gate: DriftGate)]) -> Int {
      max(top ?? DriftAnalysis.standardLeading, gates.map(\.gate.depth).max() ?? 0)
    }
  }

  /// Compares two run folders.
  ///
  /// - Throws: `unsupported` with the reason when the runs cannot be compared, `usage` for a gate that is not understood.
  public static func compare(
    _ base: String, _ new: String, _ request: Request = Request(), catalog: TableCatalog,
    progress: RunProgress = .silent
  ) throws(OmicsError) -> DriftOutcome {
    let gates = try request.gates()
    let (a, b) = (try RecordedRun(base), try RecordedRun(new))
    try checkComparable(a, b)
    let tolerance = ScoreTolerance(absolute: request.absolute, relative: request.relative)
    let context = try DriftContext(a, b, tolerance: tolerance)
    let differences = ComponentDifference.between(a.record.components, b.record.components)
    let seed = UInt64(a.record.settings.first { $0.key == "seed" }?.value ?? "") ?? 0
    let analysis = DriftAnalysis(
      base: list(a.ranking), new: list(b.ranking), floors: floors(a, b, context.design), differences: differences,
      version: ReplayVersion(
        base: a.record.components, new: b.record.components, present: PresentCode.components),
      leading: request.leading(gates), tolerance: tolerance,
      ordering: { draw, count in
        var stream = RandomStream(seed: seed, name: "drift/ordering", index: UInt64(draw))
        var order = Array(0..<count)
        stream.shuffle(&order)
        return order
      })
    var findings = try attributed(analysis, a, b, request, catalog: catalog, progress: progress)
    for (index, difference) in differences.enumerated() {
      findings.changed[index].details = try context.details(difference, catalog: catalog)
    }
    try context.complete(&findings)
    findings.engines = try EngineDrifts.between(base, new, leading: request.leading(gates))
    return DriftOutcome(
      findings: findings, base: RelativePath.name(of: base), new: RelativePath.name(of: new),
      gates: DriftGateResult.judge(gates, findings, base: analysis.base, new: analysis.new))
  }

  /// The findings by replay, or with all changes bundled when a mixture of the two runs cannot be computed.
  private static func attributed(
    _ analysis: DriftAnalysis, _ a: RecordedRun, _ b: RecordedRun, _ request: Request, catalog: TableCatalog,
    progress: RunProgress
  ) throws(OmicsError) -> DriftFindings {
    let total = analysis.expectedReplays
    let engine = RunEngine(progress: progress, threads: request.threads, stages: request.cache)
    do throws(OmicsError) {
      guard total > 0 else {
        return try analysis.findings { (_) throws(OmicsError) -> RankedList in analysis.new }
      }
      let (planA, planB) = (try a.plan(catalog: catalog), try b.plan(catalog: catalog))
      var done = 0
      return try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
        done += 1
        let members = coalition.map { analysis.differences[$0] }
        progress.step("replay \(done) of about \(total): new \(members.map(\.name).joined(separator: " + "))")
        return list(try engine.rank(try planA.taking(members, from: planB)))
      }
    } catch {
      guard [.refused, .verification, .unreadable].contains(error.code) else { throw error }
      var bundled = analysis
      bundled.version = .neither
      bundled.obstacle = error.message
      return try bundled.findings { (_) throws(OmicsError) -> RankedList in analysis.new }
    }
  }

  /// Refuses runs whose difference means nothing.
  static func checkComparable(_ a: RecordedRun, _ b: RecordedRun) throws(OmicsError) {
    func refuse(_ reason: String) -> OmicsError {
      OmicsError(.unsupported, "these runs cannot be compared: \(reason)")
    }
    for run in [a, b] {
      guard run.verdicts.status != .refused, !run.ranking.candidates.isEmpty else {
        throw refuse(
          "\(run.folder) was refused and has no ranking (\(run.verdicts.reasons.first ?? "no reason given"))")
      }
      guard let recorded = run.record.outputs.first(where: { $0.name == "ranking.tsv" }),
        try SHA256Digest.hex(ofFile: "\(run.folder)/ranking.tsv") == recorded.sha256
      else { throw refuse("ranking.tsv of \(run.folder) is not what its run wrote") }
    }
    func setting(_ run: RecordedRun, _ key: String) -> String {
      run.record.settings.first { $0.key == key }?.value ?? ""
    }
    let (target, other) = (setting(a, "identifiers.target"), setting(b, "identifiers.target"))
    guard target == other else { throw refuse("targets are named by \(target) in one and by \(other) in the other") }
    let (organism, organism2) = (
      try StudyFile(text: a.record.studyFile, file: a.folder).organism,
      try StudyFile(text: b.record.studyFile, file: b.folder).organism
    )
    guard organism == organism2 || organism.isEmpty || organism2.isEmpty else {
      throw refuse("one is of organism \(organism), the other of \(organism2)")
    }
    let known = Set(a.ranking.candidates.map(\.target))
    guard b.ranking.candidates.contains(where: { known.contains($0.target) }) else {
      throw refuse("they have no target in common")
    }
  }

  /// The floors of the base run; those of the new run where the base run has no such target. Two runs of mostly other
  /// samples are both noisy: the larger floor between two resamples.
  private static func floors(_ a: RecordedRun, _ b: RecordedRun, _ design: DesignDifference) -> [String: Double] {
    let isBoth = design.overlap < 0.5
    return (isBoth ? a.floors.both : a.floors.one).merging(isBoth ? b.floors.both : b.floors.one) { own, _ in own }
  }

  static func list(_ ranking: TargetRanking) -> RankedList {
    var (symbols, scores): ([String: String], [String: Double]) = ([:], [:])
    for candidate in ranking.candidates {
      symbols[candidate.target] = candidate.symbol
      scores[candidate.target] = candidate.score
    }
    return RankedList(targets: ranking.candidates.map(\.target), symbols: symbols, scores: scores)
  }
}
