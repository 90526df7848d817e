import Schema
import Testing

@Suite struct MappingCoverageTests {
  @Test func everyStatusIsCountedOnce() throws {
    var coverage = MappingCoverage()
    for (index, status) in MappingStatus.allCases.enumerated() {
      for _ in 0...index { coverage.count(status) }
    }
    try coverage.assertBalance()
    #expect(coverage.inputs == 105)
    #expect(coverage[.exact] == 1)
    #expect(coverage[.excluded] == 14)
    #expect(coverage.mapped == 45)
  }

  @Test func unmappedStatusesAreFive() {
    #expect(
      MappingStatus.allCases.filter { !$0.isMapped } == [
        .ambiguous, .retired, .unresolved, .invalid, .excluded,
      ])
  }
}
