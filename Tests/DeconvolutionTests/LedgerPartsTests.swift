import Glibc
import Numerics
import Schema
import Testing

@testable import Deconvolution

struct LedgerPartsTests {
  @Test("The strongest channel counts; silent channels cost little, absent ones nothing")
  func combination() {
    let z = [[6.0, 6, -3, .nan, 0], [0.1, .nan, 5, .nan, 0], [-0.2, .nan, .nan, .nan, 0]]
    let strengths = ChannelCombination([.rna, .protein, .detection]).strengths(z)
    #expect(strengths[1] == 6)
    for (index, maximum, count) in [(0, 6.0, 3.0), (2, 5, 2)] {
      // Best of k: 1 - (1 - p)^k, back to |z|; the table is fine to 1e-4.
      let p = NormalDistribution.twoSided(maximum)
      let joint = 1 - (1 - p) * (1 - p) * (count == 3 ? 1 - p : 1)
      #expect(abs(NormalDistribution.standard.quantile(upper: joint / 2) - strengths[index]) < 1e-4)
    }
    for step in 0..<3000 {
      let (low, high) = (Double(step) * 0.01, Double(step + 1) * 0.01)
      #expect(ChannelCombination.price(low, 4) < ChannelCombination.price(high, 4))
      #expect(ChannelCombination.price(high, 4) < ChannelCombination.price(high, 2))
    }
    #expect(strengths[3].isNaN && strengths[4] == 0)
  }

  @Test("RNA and protein seen together are one test of two degrees of freedom, whatever their signs")
  func pair() {
    let rule = ChannelCombination([.rna, .protein, .discordance])
    // Agreeing, opposed, protein alone, RNA alone, protein strong where RNA was not seen, no shared samples.
    let z = [[-5.0, -3.6, 0.1, 4, 0.5, 3], [-6, 5.1, -8.7, 0.2, 9, -1], [-4, 7, -8.6, -2, 1, .nan]]
    let strengths = rule.strengths(z)
    for (target, square) in [(0, 41.0), (1, 12.96 + 49), (2, 0.01 + 73.96), (3, 20), (4, 81)] {
      let exact = NormalDistribution.standard.quantile(logUpper: -max(square, z[1][target] * z[1][target]) / 2 - log(2))
      #expect(abs(strengths[target] - exact) < 1e-4, "\(target)")
    }
    #expect(strengths[5] == ChannelCombination.price(3, 2))
    #expect(strengths[1] > strengths[0], "layers that disagree are evidence")
    #expect(ChannelCombination.pair(0) == 0 && ChannelCombination.pair(80) > 79)
  }

  @Test("Cohorts that agree add up, opposite signs cancel, a lone one is halved, an outlier is held")
  func join() {
    #expect(abs(CohortReplication.join([3, 4], cohorts: 2) - 7 / 2.0.squareRoot()) < 1e-12)
    // Q = 7.5² / 2 and the mean is 4.25, so τ² = 28.125 - 1 - 4.515625.
    #expect(abs(CohortReplication.join([8, 0.5], cohorts: 2) - 8.5 / (2 * 23.609375).squareRoot()) < 1e-12)
    // Of one sign and half as large in the other cohort: what another platform may do.
    #expect(abs(CohortReplication.join([4, 8], cohorts: 2) - 12 / 2.0.squareRoot()) < 1e-12)
    #expect(CohortReplication.join([-8, -0.5], cohorts: 2) == -CohortReplication.join([8, 0.5], cohorts: 2))
    #expect(CohortReplication.join([8, -7], cohorts: 2) < 0.2)
    #expect(CohortReplication.join([5, .nan], cohorts: 2) == 2.5)
    #expect(CohortReplication.join([5], cohorts: 1) == 5)
    #expect(CohortReplication.join([.nan, .nan], cohorts: 2).isNaN)
    #expect(CohortReplication.isReplicated([2.5, 3]) && CohortReplication.isReplicated([-2.5, -3, 4]))
    #expect(!CohortReplication.isReplicated([2.5, -3]) && !CohortReplication.isReplicated([9, 1.9]))
  }

  @Test("At least two cohorts of one sign: the second p of a direction, times what was looked at")
  func conjunction() {
    func tail(_ z: Double) -> Double { NormalDistribution.standard.upperTail(z) }
    #expect(CohortReplication.conjunction([3, 4]) == 2 * tail(3))
    #expect(CohortReplication.conjunction([-4, .nan, -3]) == 2 * tail(3))
    #expect(CohortReplication.conjunction([5, 3, -2]) == 4 * tail(3))
    #expect(CohortReplication.conjunction([5, -5]) == 1)
    #expect(CohortReplication.conjunction([5, .nan]).isNaN)
  }

  @Test("r-values: two channels of a target cost a factor, targets of one cohort have none")
  func rValues() {
    let z: [[[Double]]] = [[[4, 4], [5], [0, 1]], [[0, 0], [], [3, 3.5]]]
    let r = CohortReplication.rValues(z)
    let p = [2 * CohortReplication.conjunction([4, 4]), 2 * CohortReplication.conjunction([3, 3.5])]
    #expect(abs(r[0] - 2 * p[0]) < 1e-15 && r[1].isNaN && abs(r[2] - p[1]) < 1e-15)
  }

  @Test("The least p-value counts the different labellings of all strata and cohorts")
  func attainable() {
    var cohort = SimulatedInput.cohort("a", samples: 8, batches: 2)
    // Two batches of two cases in four: 6 x 6.
    #expect(abs(PermutationCalibration.attainable([cohort]) - 1 / 36.0) < 1e-12)
    #expect(abs(PermutationCalibration.attainable([cohort, cohort]) - 1 / 1296.0) < 1e-12)
    cohort.strata = Array(0..<8)
    #expect(abs(PermutationCalibration.attainable([cohort]) - 1) < 1e-12)
    #expect(PermutationCalibration.permuted(cohort, seed: 1, index: 0) == cohort.label)
  }

  @Test("Two halves of a split are disjoint, whole and balanced by label and batch", arguments: [0, 1, 7])
  func halves(split: Int) {
    var cohort = SimulatedInput.cohort("a", samples: 27, batches: 4)
    cohort.label[26] = 1
    let first = HalfSampling.half(cohort, seed: 3, index: 2 * split)
    let second = HalfSampling.half(cohort, seed: 3, index: 2 * split + 1)
    #expect(Set(first).isDisjoint(with: second))
    #expect((first + second).sorted() == Array(0..<27))
    for batch in 0..<4 {
      for label in [Int8(0), 1] {
        func count(_ half: [Int]) -> Int {
          half.filter { cohort.batch[$0] == batch && cohort.label[$0] == label }.count
        }
        #expect(abs(count(first) - count(second)) <= 1)
      }
    }
    #expect(first != HalfSampling.half(cohort, seed: 3, index: 2 * split + 2))
  }

  @Test("Permuted labels keep the cases of every batch, and differ from draw to draw")
  func permutations() {
    let cohort = SimulatedInput.cohort("a", samples: 40, batches: 4)
    var seen: Set<[Int8]> = []
    for index in 0..<50 {
      let labels = PermutationCalibration.permuted(cohort, seed: 1, index: index)
      for batch in 0..<4 {
        let members = cohort.batch.indices.filter { cohort.batch[$0] == batch }
        #expect(members.filter { labels[$0] == 1 }.count == members.filter { cohort.label[$0] == 1 }.count)
      }
      seen.insert(labels)
    }
    #expect(seen.count > 45)
  }

  @Test("p-values count permuted strengths and are never zero")
  func pValues() throws {
    let cohort = SimulatedInput.cohort("a", targets: 30)
    var settings = LedgerSettings()
    settings.permutations = 40
    let space = TargetSpace([cohort])
    let calibration = try PermutationCalibration([cohort], space: space, settings: settings)
    var strengths: [Double] = []
    var maxima: [Double] = []
    for index in 0..<40 {
      let labels = PermutationCalibration.permuted(cohort, seed: settings.seed, index: index)
      let draw = space.combination.strengths(
        space.joined(try cohort.draw(Array(cohort.label.indices))([labels])))
      strengths += draw
      maxima.append(draw.max() ?? 0)
    }
    #expect(calibration.maxima == maxima.sorted())
    #expect(calibration.pValue(15, channels: 2) == 1 / 1201.0)
    #expect(calibration.pValue(0, channels: 2) == 1)
    for strength in [0.5, 1.5, 2.5] {
      let exact = Double(strengths.filter { $0 >= strength }.count + 1) / 1201
      // Strengths are counted in bins of 0.005.
      #expect(abs(calibration.pValue(strength, channels: 2) - exact) < 0.01)
    }
    let largest = maxima.max() ?? 0
    #expect(calibration.familyWise(largest) == 2 / 41.0)
    #expect(calibration.familyWise(largest + 1) == 1 / 41.0)
  }

  @Test("Neighbourhood support equals its definition; hubs gain nothing by degree; no neighbours, no value")
  func neighbourhood() {
    var stream = RandomStream(seed: 6, name: "graph")
    let targets = (0..<60).map { "T\($0)" }
    var edges: [NetworkEdge] = []
    for a in 0..<59 {
      for b in (a + 1)..<59 where stream.uniform() < (a < 5 ? 0.8 : 0.1) {
        edges.append(.init(a: "T\(a)", b: "T\(b)", weight: 0.2 + stream.uniform()))
      }
    }
    let strengths = (0..<60).map { $0 == 7 ? .nan : abs(stream.normal()) }
    let channel = NetworkChannel(NetworkGraph(edges), targets: targets)
    let support = channel.support(strengths)
    var lists = [[(Int, Double)]](repeating: [], count: 60)
    for edge in edges {
      let (a, b) = (targets.firstIndex(of: edge.a) ?? 0, targets.firstIndex(of: edge.b) ?? 0)
      lists[a].append((b, edge.weight))
      lists[b].append((a, edge.weight))
    }
    let order = (0..<60).filter { !lists[$0].isEmpty }.sorted { (lists[$0].count, $0) < (lists[$1].count, $1) }
    let evidence = strengths.map { min($0, 12) * min($0, 12) }
    func moments(_ target: Int) -> (mean: Double, spread: Double) {
      let bin = (order.firstIndex(of: target) ?? 0) * 2 / order.count
      let members = order.enumerated().filter { $0.offset * 2 / order.count == bin && !strengths[$0.element].isNaN }
        .map { evidence[$0.element] }
      return (Descriptive.mean(members), Descriptive.variance(members))
    }
    let skewness = Descriptive.mean(
      order.filter { !strengths[$0].isNaN }.map {
        pow((evidence[$0] - moments($0).mean) / moments($0).spread.squareRoot(), 3)
      })
    for target in 0..<59 where !lists[target].isEmpty {
      var (sum, variance, third) = (0.0, 0.0, 0.0)
      for (other, weight) in lists[target] where !strengths[other].isNaN {
        let bin = moments(other)
        sum += weight * (evidence[other] - bin.mean)
        variance += weight * weight * bin.spread
        third += skewness * pow(weight * weight * bin.spread, 1.5)
      }
      guard variance > 0 else { continue }
      let spread = variance.squareRoot()
      let shape = 4 / (third / (spread * spread * spread) * third / (spread * spread * spread))
      // As a gamma variable of that shape, whose cube root is nearly normal.
      let gamma = cbrt(max(1e-6, 1 + sum / spread / shape.squareRoot()))
      #expect(abs(support[target] - 3 * shape.squareRoot() * (gamma - 1 + 1 / (9 * shape))) < 1e-9)
    }
    #expect(support[59].isNaN && channel.degrees[59] == 0)
  }

  @Test("Chance support is a standard normal for one neighbour and for many")
  func chanceSupport() {
    var stream = RandomStream(seed: 8, name: "chance")
    let targets = (0..<2000).map { "T\($0)" }
    var edges: [NetworkEdge] = []
    // The first 400 have one neighbour each, the rest about 20.
    for a in 0..<400 { edges.append(.init(a: "T\(a)", b: "T\(400 + a)", weight: 1)) }
    for a in 400..<2000 {
      for _ in 0..<10 { edges.append(.init(a: "T\(a)", b: "T\(400 + Int(stream.uniform() * 1600))", weight: 1)) }
    }
    let channel = NetworkChannel(NetworkGraph(edges), targets: targets)
    var (lone, many, rounds) = (0, 0, 0)
    for _ in 0..<40 {
      let support = channel.support(targets.map { _ in abs(stream.normal()) })
      lone += support[..<400].filter { $0 > 2.3263 }.count
      many += support[400...].filter { $0 > 2.3263 }.count
      rounds += 1
    }
    let (shareLone, shareMany) = (Double(lone) / Double(400 * rounds), Double(many) / Double(1600 * rounds))
    #expect(abs(shareLone - 0.01) < 0.003 && abs(shareMany - 0.01) < 0.003, "\(shareLone), \(shareMany)")
  }

  @Test("The prior is bounded, and pushes no target that stands on its own out of the top 50")
  func scoreRule() {
    let strengths = (0..<200).map { 10 - Double($0) * 0.04 }
    var support = [Double](repeating: -100, count: 200)
    for row in 100..<200 { support[row] = 100 }
    let rule = ScoreRule(
      network: nil, weight: 1, threshold: 9, standsAlone: [Bool](repeating: true, count: 200))
    let scores = rule.scores(strengths, support: support)
    let order = ScoreRule.order(scores, strengths)
    // 25 rows are beyond the threshold: all stay among the first 50, in their order.
    #expect(Set(order.prefix(50)).isSuperset(of: 0..<25))
    #expect(order.filter { $0 < 25 } == Array(0..<25))
    #expect(scores[100] == strengths[100] + 9)
    #expect(scores[60] == strengths[60] - 3)
    // Rows held below the kept ones stay in their order.
    #expect(order.filter { $0 >= 100 } == Array(100..<200))
    let nobody = ScoreRule(network: nil, weight: 1, threshold: 9, standsAlone: [Bool](repeating: false, count: 200))
    #expect(ScoreRule.order(nobody.scores(strengths, support: support), strengths).first == 100)
    let off = ScoreRule(network: nil, weight: 0, threshold: 9, standsAlone: [Bool](repeating: true, count: 200))
    #expect(off.scores(strengths, support: support) == strengths)
    #expect(ScoreRule.weight(0.25, cohorts: 1) == 0.25 && ScoreRule.weight(0, cohorts: 3) == 0)
    #expect(ScoreRule.weight(nil, cohorts: 1) == 0 && ScoreRule.weight(nil, cohorts: 2) == 1)
  }

  @Test("Actions oppose movements; what is unknown is not judged")
  func compounds() {
    #expect(CompoundBridge.fits("INHIBITOR", .up) == true && CompoundBridge.fits("inhibitor", .down) == false)
    #expect(CompoundBridge.fits("AGONIST", .down) == true && CompoundBridge.fits("DEGRADER", .up) == true)
    #expect(CompoundBridge.fits("", .up) == nil && CompoundBridge.fits("INHIBITOR", .mixed) == nil)
    func compound(_ target: String, _ name: String) -> Compound {
      Compound(
        target: target, symbol: target, compound: name, action: "INHIBITOR", fits: nil, evidence: "", potency: .nan,
        source: "", licence: "")
    }
    var up = TargetCandidate(rank: 1, target: "B", symbol: "B", score: 3, pValue: 0.01, qValue: 0.02)
    up.direction = .up
    let ranking = TargetRanking([
      up, TargetCandidate(rank: 2, target: "A", symbol: "A", score: 2, pValue: 1, qValue: 1),
    ])
    let list = CompoundBridge.beside(
      ranking, table: [compound("A", "z"), compound("B", "y"), compound("B", "x"), compound("C", "w")], top: 2)
    #expect(list.map(\.compound) == ["x", "y", "z"] && list.map(\.fits) == [true, true, nil])
    #expect(CompoundBridge.beside(ranking, table: [compound("A", "z")], top: 1).isEmpty)
  }

  @Test("The hypergeometric tail counts draws")
  func enrichment() {
    // 2 of 3 marked among the first 2 of 5: 3 pairs of 10.
    #expect(abs(PathwayEnrichment.tail(2, population: 5, marked: 3, drawn: 2) - 0.3) < 1e-12)
    #expect(abs(PathwayEnrichment.tail(1, population: 5, marked: 3, drawn: 2) - 0.9) < 1e-12)
    #expect(PathwayEnrichment.tail(0, population: 5, marked: 3, drawn: 2) == 1)
    let ranked = (0..<100).map { "T\($0)" }
    let lines = PathwayEnrichment.test(
      ranked: ranked, leading: 10,
      sets: [
        (name: "leading", targets: ["T0", "T2", "T4", "T6", "T8", "absent"]),
        (name: "last", targets: ["T90", "T91", "T92", "T93", "T94"]), (name: "small", targets: ["T0", "T1"]),
      ])
    #expect(lines.map(\.name) == ["leading"])
    #expect(lines.first?.members == ["T0", "T2", "T4", "T6", "T8"] && lines.first?.size == 5)
  }
}
