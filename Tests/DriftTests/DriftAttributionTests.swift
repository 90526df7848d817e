import Foundation
import Schema
import Testing

@testable import Drift

/// A small world in which every coalition's list is known: each change adds its weight to one target's score.
struct PlantedWorld {
  let differences: [ComponentDifference]
  /// `effects[i][target]`: what difference i adds to the score.
  let effects: [[String: Double]]
  /// Added when both differences are new.
  var together: (Int, Int, String, Double)?
  let targets = (0..<60).map { "t\($0)" }

  init(_ kinds: [RunComponent.Kind], _ effects: [[String: Double]]) {
    self.effects = effects
    differences = kinds.enumerated().map { index, kind in
      ComponentDifference(
        kind: kind, name: "c\(index)", before: RunComponent(kind: kind, name: "c\(index)", digest: "1", label: "1"),
        after: RunComponent(kind: kind, name: "c\(index)", digest: "2", label: "2"))
    }
  }

  func list(_ new: [Int]) -> RankedList {
    var scores: [String: Double] = [:]
    for (index, target) in targets.enumerated() { scores[target] = 100 - Double(index) }
    for difference in new {
      for (target, effect) in effects[difference] { scores[target, default: 0] += effect }
    }
    if let (a, b, target, effect) = together, new.contains(a), new.contains(b) { scores[target, default: 0] += effect }
    return RankedList(
      targets: targets.sorted { (scores[$1] ?? 0, $0) < (scores[$0] ?? 0, $1) }, scores: scores)
  }

  func findings(version: ReplayVersion = .both, floor: Double = 0.1) throws -> (DriftFindings, calls: Int) {
    let counter = Counter()
    let analysis = DriftAnalysis(
      base: list([]), new: list(Array(differences.indices)),
      floors: Dictionary(uniqueKeysWithValues: targets.map { ($0, floor) }), differences: differences,
      version: version,
      ordering: { draw, count in
        // A small shuffle that depends on the draw alone.
        var state = UInt64(draw) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var order = Array(0..<count)
        for index in stride(from: count - 1, to: 0, by: -1) {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          order.swapAt(index, Int((state >> 33) % UInt64(index + 1)))
        }
        return order
      })
    let findings = try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
      counter.count += 1
      return self.list(coalition)
    }
    return (findings, counter.count)
  }

  final class Counter { var count = 0 }
}

/// Shares of the list sum to 1 - RBO and shares of a target to its movement.
func expectIdentities(_ findings: DriftFindings, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  let total = findings.causes.reduce(0) { $0 + $1.share }
  #expect(abs(total - (1 - findings.rbo)) < 1e-9, sourceLocation: sourceLocation)
  for target in findings.targets {
    let sum = target.causes.reduce(0) { $0 + $1.share }
    #expect(abs(sum - target.delta) < 1e-9, "\(target.target)", sourceLocation: sourceLocation)
  }
}

@Suite struct DriftAttributionTests {
  @Test func sixPlayersAreExactAndEachCalledTargetNamesItsOwn() throws {
    let kinds: [RunComponent.Kind] = [.input, .samples, .table, .prior, .setting, .seed]
    let world = PlantedWorld(kinds, (0..<6).map { ["t\($0 * 7 + 5)": 60] })
    let (findings, calls) = try world.findings()
    #expect(findings.method == .exact && calls == 62 && findings.replays == 62)
    expectIdentities(findings)
    for (index, kind) in kinds.enumerated() {
      let cause = try #require(findings.causes.first { $0.kind == kind })
      #expect(cause.targets.contains("t\(index * 7 + 5)"))
    }
  }

  @Test func anInertPlayerIsNamedAndGetsNothing() throws {
    let (findings, _) = try PlantedWorld([.table, .setting], [["t40": 80], [:]]).findings()
    #expect(findings.causes.map(\.kind) == [.table])
    #expect(findings.inert.count == 1 && findings.inert[0].contains("setting c1"))
    #expect(findings.changed.map(\.effect) == [.active, .inert])
    expectIdentities(findings)
  }

  @Test func changedBytesWithTheSameContentAreNoPlayer() throws {
    var component = RunComponent(kind: .input, name: "rna", digest: "1", label: "rna.tsv", content: "c")
    let before = component
    component.digest = "2"
    let list = RankedList(targets: ["a", "b"])
    let analysis = DriftAnalysis(
      base: list, new: list, floors: [:], differences: ComponentDifference.between([before], [component]))
    let findings = try analysis.findings { (_) throws(OmicsError) -> RankedList in
      Issue.record("nothing to replay")
      return list
    }
    #expect(findings.changed.map(\.effect) == [.sameContent])
    #expect(findings.inert.count == 1 && findings.verdict.hasPrefix("Nothing moved"))
  }

  @Test func twoThatWorkOnlyTogetherAreAnInteraction() throws {
    var world = PlantedWorld([.table, .setting], [[:], [:]])
    world.together = (0, 1, "t45", 90)
    let (findings, _) = try world.findings()
    let target = try #require(findings.targets.first { $0.target == "t45" })
    #expect(target.called && target.status == .interaction)
    #expect(abs(target.causes[0].share - target.causes[1].share) < 1e-12, "symmetric players share equally")
    #expect(findings.interactions.first?.target == "t45")
    expectIdentities(findings)
  }

  @Test func manyPlayersAreGroupedAndTheGroupThatMattersIsOpened() throws {
    let kinds: [RunComponent.Kind] = [.input, .table, .setting, .setting, .setting, .setting, .prior]
    let world = PlantedWorld(kinds, [[:], ["t30": 25], ["t50": 90], [:], ["t20": 12], [:], [:]])
    let (findings, _) = try world.findings()
    #expect(findings.method == .grouped)
    expectIdentities(findings)
    let main = try #require(findings.causes.first { $0.targets.contains("t50") })
    #expect(main.kind == .setting && main.subject == "c2")
    #expect(findings.causes.allSatisfy { $0.standardError == 0 })
    #expect(Set(findings.inert.map { $0.split(separator: " ")[1] }) == ["c0", "c3", "c5", "c6"])
  }

  /// Owen's values of the opened group equal the slow definition over all orders of groups and members.
  @Test func openedGroupEqualsTheAverageOverOrders() throws {
    let kinds: [RunComponent.Kind] = [.input, .table, .prior, .setting, .setting, .setting, .seed]
    let world = PlantedWorld(
      kinds, [["t9": 3], ["t30": 25], ["t12": 2], ["t50": 70], ["t50": 20, "t8": 4], ["t20": 12], [:]])
    let (findings, _) = try world.findings()
    let groups = [[0], [1], [2], [3, 4, 5], [6]]
    let base = world.list([]).targets
    var known: [Set<Int>: Double] = [:]
    func value(_ new: Set<Int>) -> Double {
      if let value = known[new] { return value }
      let value = 1 - RankBiasedOverlap.extrapolated(base, world.list(new.sorted()).targets)
      known[new] = value
      return value
    }
    var sums = [Double](repeating: 0, count: 7)
    var count = 0.0
    for outer in permutations(Array(groups.indices)) {
      for inner in permutations([3, 4, 5]) {
        var new: Set<Int> = []
        for player in outer.flatMap({ $0 == 3 ? inner : groups[$0] }) {
          let before = value(new)
          new.insert(player)
          sums[player] += value(new) - before
        }
        count += 1
      }
    }
    for cause in findings.causes {
      let player = try #require(Int(cause.subject.dropFirst()))
      #expect(abs(cause.share - sums[player] / count) < 1e-9, "\(cause.subject)")
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index in
      var rest = items
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }

  @Test func tooManyToTryAllAreSampledWithErrorsAndStillAddUp() throws {
    let kinds: [RunComponent.Kind] = Array(repeating: .setting, count: 9) + [.table]
    var effects = (0..<9).map { ["t\($0 * 5 + 3)": Double(20 + $0 * 3)] }
    effects.append(["t40": 10])
    effects[8] = [:]
    let (findings, calls) = try PlantedWorld(kinds, effects).findings()
    #expect(findings.method == .sampled)
    #expect(calls < 1 << 9)
    expectIdentities(findings)
    #expect(findings.causes.contains { $0.kind == .setting && $0.standardError > 0 })
    #expect(findings.inert.contains { $0.contains("c8") }, "an inert member of a sampled group has no share")
  }

  @Test func codeOfAnotherVersionIsTakenFirstOrLastAndNeverGuessed() throws {
    let kinds: [RunComponent.Kind] = [.plugin, .setting]
    let world = PlantedWorld(kinds, [["t44": 80], ["t22": 40]])
    // The present program is the new run's: a replay has the new plugin whatever it is asked for.
    func run(_ version: ReplayVersion, _ fixed: [Int]) throws -> DriftFindings {
      let analysis = DriftAnalysis(
        base: world.list([]), new: world.list([0, 1]), floors: [:], differences: world.differences, version: version)
      return try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
        #expect(!coalition.contains(0))
        return world.list(coalition + fixed)
      }
    }
    for (version, fixed) in [(ReplayVersion.new, [0]), (.base, [])] {
      let findings = try run(version, fixed)
      expectIdentities(findings)
      #expect(findings.causes.first { $0.kind == .plugin }?.targets.contains("t44") == true)
      #expect(findings.causes.first { $0.kind == .setting }?.targets.contains("t22") == true)
      #expect(findings.causes.first { $0.kind == .plugin }?.note.hasPrefix("taken") == true)
    }
    let bundled = try run(.neither, [])
    #expect(bundled.causes.count == 1 && bundled.method == .single)
    #expect(bundled.causes[0].note.hasPrefix("bundled") && bundled.changed.allSatisfy { $0.effect == .bundled })
    expectIdentities(bundled)
  }

  @Test func whoseCodeThePresentProgramIs() {
    func core(_ digest: String) -> [RunComponent] { [RunComponent(kind: .core, name: "x", digest: digest, label: "")] }
    #expect(ReplayVersion(base: core("1"), new: core("1"), present: core("1")) == .both)
    #expect(ReplayVersion(base: core("1"), new: core("2"), present: core("2")) == .new)
    #expect(ReplayVersion(base: core("1"), new: core("2"), present: core("1")) == .base)
    #expect(ReplayVersion(base: core("1"), new: core("1"), present: core("2")) == .neither)
  }

  @Test func movementWithoutARecordedChangeIsNondeterminism() throws {
    let analysis = DriftAnalysis(
      base: RankedList(targets: ["a", "b", "c"]), new: RankedList(targets: ["b", "a", "c"]), floors: ["a": 9, "b": 9],
      differences: [])
    let findings = try analysis.findings { (_) throws(OmicsError) -> RankedList in analysis.base }
    #expect(findings.verdict.hasPrefix("Nondeterminism"))
    #expect(findings.targets.filter(\.called).map(\.target) == ["a", "b"], "floors do not excuse it")
    #expect(findings.causes.map(\.kind) == [.unrecorded])
    expectIdentities(findings)
  }

  @Test func enteredAndLeftAreSaidSoAndToleranceHoldsACallBack() throws {
    let base = RankedList(targets: ["a", "b", "c", "d"], scores: ["a": 4, "b": 3, "c": 2, "d": 1])
    let new = RankedList(targets: ["b", "a", "e", "d"], scores: ["a": 3.999, "b": 4, "e": 2, "d": 1])
    let difference = ComponentDifference(
      kind: .input, name: "x", before: RunComponent(kind: .input, name: "x", digest: "1", label: "1"), after: nil)
    var analysis = DriftAnalysis(base: base, new: new, floors: [:], differences: [difference])
    func status(_ target: String) throws -> DriftTarget.Status? {
      try analysis.findings { (_) throws(OmicsError) -> RankedList in new }.targets.first { $0.target == target }?
        .status
    }
    #expect(try status("c") == .left)
    #expect(try status("e") == .entered)
    #expect(try status("a") == .oneCause)
    #expect(try status("d") == .unchanged)
    analysis.tolerance = ScoreTolerance(absolute: 0.01)
    #expect(try status("a") == .withinTolerance)
    #expect(try status("b") == .oneCause)
  }
}
