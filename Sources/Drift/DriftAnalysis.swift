public import Schema

/// Compares two runs: measures of the lists, targets moved beyond their noise floor, and causes by counterfactual replay.
public struct DriftAnalysis: Sendable {
  /// How many leading targets of either run are looked at unless said otherwise.
  public static let standardLeading = 50

  /// The base run's ranking.
  public var base: RankedList
  /// The new run's ranking.
  public var new: RankedList
  /// The noise floor of a target: the 95th percentile of its movement over resamples of the base run.
  public var floors: [String: Double]
  /// The components in which the runs differ.
  public var differences: [ComponentDifference]
  /// Whose code a replay runs.
  public var version: ReplayVersion
  /// How many leading targets of either run are looked at.
  public var leading: Int
  /// What counts as an equal score.
  public var tolerance: ScoreTolerance
  /// Why no replay can be made; nil when it can.
  public var obstacle: String?
  /// A permutation of `count` things for a draw: where sampling is needed, from a named stream of the seed.
  public var ordering: @Sendable (_ draw: Int, _ count: Int) -> [Int]

  /// An analysis.
  public init(
    base: RankedList, new: RankedList, floors: [String: Double], differences: [ComponentDifference],
    version: ReplayVersion = .both, leading: Int = DriftAnalysis.standardLeading,
    tolerance: ScoreTolerance = ScoreTolerance(),
    ordering: @escaping @Sendable (_ draw: Int, _ count: Int) -> [Int] = { _, count in Array(0..<count) }
  ) {
    self.base = base
    self.new = new
    self.floors = floors
    self.differences = differences
    self.version = version
    self.leading = leading
    self.tolerance = tolerance
    self.ordering = ordering
  }

  /// The targets whose movement is attributed: the leading ones of either run, in order of base rank, then new rank.
  public var leadingTargets: [String] {
    var seen: Set<String> = []
    return (base.targets.prefix(leading) + new.targets.prefix(leading)).filter { seen.insert($0).inserted }
  }

  /// How many replays an exact attribution of these differences takes; for progress.
  public var expectedReplays: Int {
    let players = DriftPlayers(differences)
    let count =
      players.replayable.count > ShapleyAttribution.maximumPlayers
      ? players.families(differences).count : players.replayable.count
    guard version != .neither, count > 1 || !players.code.isEmpty else { return 0 }
    return (1 << count) - 2 + (players.code.isEmpty ? 0 : 1)
  }

  /// The findings.
  ///
  /// - Parameter replay: ranks with the differences of the given indices as in the new run and the others as in the base
  ///   run, by the present code. It is not called for coalitions that the runs themselves are.
  public func findings(
    replay: @escaping (_ newDifferences: [Int]) throws(OmicsError) -> RankedList
  ) throws(OmicsError) -> DriftFindings {
    let targets = leadingTargets
    let attribution = try attribution(targets, replay: replay)
    let kept = attribution.units.indices.filter { unit in
      attribution.units[unit].shares.contains { abs($0) > 1e-12 }
    }
    let active = kept.map { attribution.units[$0] }
    var assembly = DriftAssembly(analysis: self, targets: targets, units: active)
    assembly.build(
      pairs: attribution.pairs.compactMap { pair in
        guard let a = kept.firstIndex(of: pair.units.0), let b = kept.firstIndex(of: pair.units.1) else { return nil }
        return .init(units: (a, b), values: pair.values)
      })
    let floorsOfLeading = targets.compactMap { floors[$0] }
    let common = base.targets.filter { new.rank($0) != nil }
    var findings = DriftFindings(
      noiseFloor: Self.median(floorsOfLeading), rbo: RankBiasedOverlap.extrapolated(base.targets, new.targets),
      jaccardTen: RankBiasedOverlap.jaccard(base.targets, new.targets, top: 10),
      jaccardFifty: RankBiasedOverlap.jaccard(base.targets, new.targets, top: 50),
      kendallTau: KendallTau.b(common.map { -base.logRank($0) }, common.map { -new.logRank($0) }),
      causes: assembly.causes, targets: assembly.moved, inert: [], interactions: assembly.interactions,
      method: attribution.method, replays: attribution.replays)
    for (index, difference) in differences.enumerated() {
      let effect: DriftChange.Effect
      if difference.hasSameContent {
        effect = .sameContent
        findings.inert.append("\(word(difference)) (\(difference.summary)): no effect past the reader")
      } else if let unit = active.first(where: { $0.members.contains(index) }) {
        effect = unit.members.count > 1 ? .bundled : .active
      } else {
        effect = .inert
        findings.inert.append("\(word(difference)) (\(difference.summary)): no effect on the target list")
      }
      findings.changed.append(
        DriftChange(
          kind: difference.kind, subject: difference.name, before: difference.before?.label ?? "",
          after: difference.after?.label ?? "", effect: effect))
    }
    findings.verdict = DriftVerdict.sentence(findings)
    return findings
  }

  private func word(_ difference: ComponentDifference) -> String { "\(difference.kind.rawValue) \(difference.name)" }

  /// 1 - RBO, then -log2 rank of every target.
  func quantities(_ list: RankedList, _ targets: [String]) -> [Double] {
    [1 - RankBiasedOverlap.extrapolated(base.targets, list.targets)] + targets.map { -list.logRank($0) }
  }

  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// What counts as an equal score: |a - b| <= absolute + relative · |a|. Both 0: equal bits alone.
public struct ScoreTolerance: Sendable, Hashable {
  /// The absolute part.
  public var absolute: Double
  /// The relative part.
  public var relative: Double

  /// A tolerance.
  public init(absolute: Double = 0, relative: Double = 0) {
    self.absolute = absolute
    self.relative = relative
  }

  /// Whether a tolerance was given and two scores agree within it.
  func holds(_ a: Double?, _ b: Double?) -> Bool {
    guard absolute > 0 || relative > 0, let a, let b else { return false }
    return abs(a - b) <= absolute + relative * abs(a)
  }
}
