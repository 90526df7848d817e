import Mapping
import Schema
import Testing

@Suite struct MappingImpactTests {
  private func outcome(_ input: String, _ status: MappingStatus, _ targets: String...) -> MappingOutcome {
    status == .ambiguous
      ? MappingOutcome(input: input, status: status, candidates: targets)
      : MappingOutcome(input: input, status: status, target: targets.first)
  }

  private var old: [MappingOutcome] {
    [
      outcome("a", .exact, "1"), outcome("b", .unresolved), outcome("c", .exact, "3"), outcome("d", .exact, "4"),
      outcome("e", .alias, "5"), outcome("f", .ambiguous, "6", "7"), outcome("g", .exact, "8"),
      outcome("h", .unresolved), outcome("i", .ambiguous, "9", "10"), outcome("j", .ambiguous, "11", "12"),
    ]
  }

  private var new: [MappingOutcome] {
    [
      outcome("a", .exact, "1"), outcome("b", .exact, "2"), outcome("c", .retired), outcome("d", .exact, "40"),
      outcome("e", .ambiguous, "5", "50"), outcome("f", .exact, "6"), outcome("g", .previousSymbol, "8"),
      outcome("h", .retired), outcome("i", .ambiguous, "9", "10"), outcome("j", .ambiguous, "11", "13"),
    ]
  }

  @Test func everyClassOfChange() throws {
    let impact = try MappingImpact(old, new)
    #expect(impact.inputs == 10)
    #expect(impact.lines.map(\.before.input) == ["b", "c", "d", "e", "f", "g", "h", "j"])
    #expect(
      impact.lines.map(\.change) == [
        .gained, .lost, .targetChange, .newlyAmbiguous, .resolvedAmbiguity, .statusOnly, .statusOnly, .targetChange,
      ])
    #expect(throws: OmicsError.self) { try MappingImpact(old, Array(new.reversed())) }
    #expect(throws: OmicsError.self) { try MappingImpact(old, Array(new.dropLast())) }
  }

  @Test func theOtherWayRoundIsTheMirror() throws {
    let (there, back) = (try MappingImpact(old, new), try MappingImpact(new, old))
    #expect(there.lines.map(\.after) == back.lines.map(\.before))
    #expect(there.count(.gained) == back.count(.lost) && there.count(.lost) == back.count(.gained))
    #expect(there.count(.newlyAmbiguous) == back.count(.resolvedAmbiguity))
    #expect(there.count(.targetChange) == back.count(.targetChange))
    #expect(there.count(.statusOnly) == back.count(.statusOnly))
    #expect(try MappingImpact(old, old).lines.isEmpty)
  }

  @Test func symbolsThatChangedBetweenReleases() throws {
    let (early, late) = (try release("2019-09"), try release("2022-02"))
    let hgnc = Namespace(rawValue: "hgnc")
    let (one, other) = (try Resolver(early, target: hgnc), try Resolver(late, target: hgnc))
    let symbols = ["MLH1", "ST2", "QARS", "nosuch"]
    let impact = try MappingImpact(
      symbols.map { one.resolve($0, from: .hgncSymbol) }, symbols.map { other.resolve($0, from: .hgncSymbol) })
    let changes = Dictionary(uniqueKeysWithValues: impact.lines.map { ($0.before.input, $0.change) })
    #expect(changes["MLH1"] == nil && changes["nosuch"] == nil)
    #expect(impact.lines.first { $0.before.input == "ST2" }?.before.target == "HGNC:11347")
    #expect(changes["ST2"] == .targetChange)
    #expect(impact.lines.first { $0.before.input == "ST2" }?.after.target == "HGNC:5998")
  }
}
