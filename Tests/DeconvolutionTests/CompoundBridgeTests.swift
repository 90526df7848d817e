import Deconvolution
import Schema
import Testing

@Suite struct CompoundBridgeTests {
  private func compound(
    _ symbol: String, _ name: String, _ action: String, potency: Double = .nan, source: String = "s"
  )
    -> Compound
  {
    var compound = Compound(
      target: symbol, symbol: symbol, compound: name, action: action, fits: nil, evidence: "", potency: potency,
      source: source, licence: "CC0-1.0")
    compound.members = symbol.split(separator: "|").map(String.init)
    return compound
  }

  private func ranking(_ targets: (String, TargetDirection)...) -> TargetRanking {
    TargetRanking(
      targets.enumerated().map { index, target in
        var candidate = TargetCandidate(
          rank: index + 1, target: target.0, symbol: target.0, score: 1, pValue: 1, qValue: 1)
        candidate.direction = target.1
        return candidate
      })
  }

  @Test func upWantsLoweringAndLossWantsRaising() {
    let table = [compound("U", "in", "INHIBITOR"), compound("U", "ag", "AGONIST"), compound("D", "op", "OPENER")]
    let list = CompoundBridge.beside(ranking(("U", .up), ("D", .down)), table: table, top: 2)
    #expect(list.map(\.compound) == ["ag", "in", "op"] && list.map(\.fits) == [false, true, true])
    #expect(list.map(\.wanted) == [.lowering, .lowering, .raising])
  }

  @Test func anUnknownDirectionListsBothAndJudgesNone() {
    let table = [compound("M", "in", "INHIBITOR"), compound("M", "ag", "AGONIST")]
    for direction in [TargetDirection.mixed, .unknown] {
      let list = CompoundBridge.beside(ranking(("M", direction)), table: table, top: 1)
      #expect(list.map(\.compound) == ["ag", "in"] && list.allSatisfy { $0.fits == nil && $0.wanted == .either })
    }
  }

  @Test func lossIsStruckThroughTheSyntheticLethalPartner() {
    let table = [
      compound("PARP1", "olaparib", "INHIBITOR"), compound("PARP1", "raiser", "ACTIVATOR"),
      compound("BRCA1", "own", "INHIBITOR"),
    ]
    let pairs = [(first: "PARP1", second: "BRCA1")]
    let lost = CompoundBridge.beside(ranking(("BRCA1", .down)), table: table, pairs: pairs, top: 1)
    #expect(lost.map(\.compound) == ["own", "olaparib"] && lost.map(\.role) == [.direct, .syntheticLethal])
    #expect(lost.map(\.fits) == [false, true] && lost[1].via == "PARP1" && lost[1].target == "BRCA1")
    // A target that is up is not struck through its partner; nothing without the pair.
    let up = CompoundBridge.beside(ranking(("BRCA1", .up)), table: table, pairs: pairs, top: 1)
    #expect(up.map(\.compound) == ["own"])
    #expect(CompoundBridge.beside(ranking(("BRCA1", .down)), table: table, top: 1).map(\.compound) == ["own"])
    let unknown = CompoundBridge.beside(ranking(("BRCA1", .unknown)), table: table, pairs: pairs, top: 1)
    #expect(unknown.map(\.fits) == [nil, nil])
  }

  @Test func aComplexStaysOne() {
    let table = [compound("A|B", "both", "INHIBITOR"), compound("A", "alone", "INHIBITOR")]
    let list = CompoundBridge.beside(ranking(("A", .up), ("B", .up), ("C", .up)), table: table, top: 3)
    #expect(list.map(\.target) == ["A", "A", "B"] && list.map(\.compound) == ["alone", "both", "both"])
    #expect(list.map(\.role) == [.direct, .complex, .complex] && list.map(\.via) == ["", "A|B", "A|B"])
    #expect(list.map(\.symbol) == ["A", "A", "B"])
  }

  @Test func severalSourcesOfOneCompoundAreOneRow() {
    let table = [
      compound("A", "x", "INHIBITOR", potency: 6, source: "p"),
      compound("A", "x", "INHIBITOR", potency: 8, source: "q"),
      compound("A", "x", "AGONIST", source: "p"), compound("A", "x", "INHIBITOR", source: "q"),
    ]
    let list = CompoundBridge.beside(ranking(("A", .up)), table: table, top: 1)
    #expect(list.map(\.action) == ["AGONIST", "INHIBITOR"])
    #expect(list[1].potency == 8 && list[1].source == "p; q" && list[1].licence == "CC0-1.0")
  }
}
