import Foundation
import Schema
import Testing

@testable import Drift

/// What a drift costs beyond its replays.
@Suite struct DriftCostTests {
  /// CPU seconds of this thread: other tests and other programs do not count.
  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func threePlayersOnTwentyThousandTargetsTakeUnderTwoSeconds() throws {
    let count = 20_000
    let names = (0..<count).map { "HGNC:\($0)" }
    /// Each player exchanges places of its own all through the list.
    func list(_ new: [Int]) -> RankedList {
      var order = names
      for player in new {
        for place in stride(from: player * 3, to: count - 17, by: 40 + player) { order.swapAt(place, place + 17) }
      }
      var (symbols, scores): ([String: String], [String: Double]) = ([:], [:])
      for (place, name) in order.enumerated() {
        symbols[name] = name
        scores[name] = Double(count - place)
      }
      return RankedList(targets: order, symbols: symbols, scores: scores)
    }
    let kinds: [RunComponent.Kind] = [.input, .table, .setting]
    let differences = kinds.map { kind in
      ComponentDifference(
        kind: kind, name: kind.rawValue,
        before: RunComponent(kind: kind, name: kind.rawValue, digest: "1", label: "1"),
        after: RunComponent(kind: kind, name: kind.rawValue, digest: "2", label: "2"))
    }
    let lists = (0..<8).map { mask in list((0..<3).filter { mask & (1 << $0) != 0 }) }
    let analysis = DriftAnalysis(
      base: lists[0], new: lists[7], floors: Dictionary(uniqueKeysWithValues: names.map { ($0, 0.1) }),
      differences: differences)
    let began = Self.threadSeconds()
    let findings = try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
      lists[coalition.reduce(0) { $0 | (1 << $1) }]
    }
    let seconds = Self.threadSeconds() - began
    #expect(findings.replays == 6 && findings.causes.count == 3)
    expectIdentities(findings)
    print("drift of \(count) targets, 3 players, beyond the replays: \(seconds) CPU s")
    #expect(seconds < 2, "\(seconds) s")
  }
}
