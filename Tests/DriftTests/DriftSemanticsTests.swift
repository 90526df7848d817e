import Drift
import Testing

@Suite struct MappingDifferenceTests {
  private let difference = MappingDifference(
    [
      "A": .init(status: "exact", target: "1"), "B": .init(status: "exact", target: "2"),
      "C": .init(status: "exact", target: "3"), "D": .init(status: "unresolved", target: nil),
      "E": .init(status: "exact", target: "5"),
    ],
    [
      "A": .init(status: "exact", target: "1"), "B": .init(status: "retired", target: nil),
      "C": .init(status: "replaced", target: "4"), "D": .init(status: "alias", target: "1"),
      "F": .init(status: "exact", target: "6"),
    ])

  @Test func everyIdIsInOnePlace() {
    #expect(difference.gained == ["D"] && difference.lost == ["B"] && difference.retargeted == ["C"])
    #expect(difference.onlyBefore == 1 && difference.onlyAfter == 1)
    #expect(difference.sentences(of: "rna").count == 5)
    #expect(difference.sentences(of: "rna").contains { $0.contains("C: 3 -> 4") })
  }

  @Test func reasonsNameTheId() {
    #expect(difference.reason(for: "2", isGone: true) == "B is retired now")
    #expect(difference.reason(for: "3", isGone: true) == "C maps to 4 now")
    #expect(difference.reason(for: "4", isGone: false) == "C mapped to 3")
    #expect(difference.reason(for: "5", isGone: true) == "E is not in the new input")
    #expect(difference.reason(for: "1", isGone: true) == nil, "A leads to it still")
    #expect(difference.phrase(for: "1") == "gained D")
    #expect(difference.phrase(for: "9") == nil)
  }
}

@Suite struct MatrixDifferenceTests {
  @Test func everyCommonCellHasOneFate() {
    let nan = Double.nan
    let a = MatrixDifference.Side(
      targets: ["x", "y", "z"], samples: ["s1", "s2"], values: [1, nan, 3, 4, 5, nan])
    let b = MatrixDifference.Side(
      targets: ["y", "x", "w"], samples: ["s2", "s1", "s3"], values: [nan, 4.001, 0, 2, 1, 0, 9, 9, 9])
    let difference = MatrixDifference(a, b, tolerance: ScoreTolerance(absolute: 0.01))
    #expect(difference.samplesGained == ["s3"] && difference.samplesLost.isEmpty)
    #expect(difference.targetsGained == 1 && difference.targetsLost == 1)
    #expect(difference.equal == 1 && difference.appeared == 1 && difference.vanished == 1)
    #expect(difference.withinTolerance == 1 && difference.changed == 0)
    #expect(MatrixDifference(a, b).changed == 1)
    #expect(MatrixDifference(a, a).sentence(of: "rna") == nil)
    #expect(difference.sentence(of: "rna")?.contains("1 samples added (s3)") == true)
  }
}

@Suite struct DesignDifferenceTests {
  private func member(_ sample: String, _ label: String, _ batch: String = "1") -> DesignDifference.Member {
    .init(cohort: "c", sample: sample, label: label, batch: batch)
  }

  @Test func samplesAreMatchedByName() {
    let difference = DesignDifference(
      [member("a", "x"), member("b", "x"), member("c", "y")],
      [member("b", "y"), member("c", "y", "2"), member("d", "x")])
    #expect(difference.dropped.map(\.sample) == ["a"] && difference.added.map(\.sample) == ["d"])
    #expect(difference.relabelled.map(\.before) == ["x"] && difference.rebatched.map(\.before) == ["1"])
    #expect(difference.overlap == 0.5)
    #expect(difference.sentences.count == 4)
    #expect(DesignDifference([], []).overlap == 1)
  }
}

@Suite struct RunHistoryTests {
  @Test func firstMoveAndStabilityOfEachTarget() throws {
    let lists = [["a", "b", "c", "d"], ["a", "b", "d", "c"], ["d", "a", "b", "c"]].map { RankedList(targets: $0) }
    let history = RunHistory(lists, floors: ["a": 2, "b": 0.7, "c": 0.1, "d": 1.5], top: 2)
    #expect(history.lines.map(\.target) == ["a", "d", "b"])
    let d = try #require(history.lines.first { $0.target == "d" })
    #expect(d.firstMoved == 2 && d.ranks == [4, 3, 1] && abs(d.inTop - 1 / 3.0) < 1e-12 && d.largest == 2)
    #expect(history.lines.first { $0.target == "a" }?.firstMoved == nil)
  }

  /// W from its other form: mean pairwise Spearman r̄ gives W = ((m - 1) r̄ + 1) / m.
  @Test func concordanceEqualsTheSpearmanForm() {
    let orders = [["a", "b", "c", "d", "e"], ["b", "a", "c", "e", "d"], ["e", "b", "a", "d", "c"]]
    var sum = 0.0
    for i in 0..<3 {
      for j in 0..<i {
        let squares = orders[i].indices.reduce(0.0) { total, place in
          let other = orders[j].firstIndex(of: orders[i][place]) ?? 0
          return total + Double((place - other) * (place - other))
        }
        sum += 1 - 6 * squares / Double(5 * 24)
      }
    }
    let expected = (2 * sum / 3 + 1) / 3
    let history = RunHistory(orders.map { RankedList(targets: $0) }, floors: [:])
    #expect(abs(history.concordance - expected) < 1e-12)
    #expect(
      abs(
        RunHistory([RankedList(targets: ["a", "b"]), RankedList(targets: ["a", "b"])], floors: [:]).concordance - 1)
        < 1e-12)
    #expect(RunHistory([RankedList(targets: ["a"])], floors: [:]).concordance.isNaN)
  }
}
