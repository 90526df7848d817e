import Fusion
import Schema
import Testing

@Suite struct TargetClassRuleTests {
  private func reading(_ z: Double) -> TargetClassRule.Reading { .init(z: z, isSignificant: abs(z) > 4) }

  @Test(arguments: [
    (-10.0, -11.0, -2.0, TargetClass.concordant, TargetDirection.down), (0.1, -8.7, -9, .proteinOnly, .down),
    (6, 0.2, -5, .rnaOnly, .up), (-5, 6, 7, .opposed, .mixed), (1, 1, 1, .unclassified, .up),
    (6, .nan, .nan, .unclassified, .up),
  ])
  func classes(rna: Double, protein: Double, discordance: Double, expected: TargetClass, direction: TargetDirection) {
    let readings = (reading(rna), reading(protein), reading(discordance))
    #expect(
      TargetClassRule.classify(rna: readings.0, protein: readings.1, discordance: readings.2, detection: .absent)
        == expected)
    #expect(
      TargetClassRule.direction(rna: readings.0, protein: readings.1, discordance: readings.2, detection: .absent)
        == direction)
  }

  @Test func detectionCountsOnlyWithoutProtein() {
    #expect(
      TargetClassRule.classify(rna: .absent, protein: .absent, discordance: .absent, detection: reading(-6))
        == .detectionOnly)
    #expect(
      TargetClassRule.classify(rna: .absent, protein: reading(0.5), discordance: .absent, detection: reading(-6))
        == .unclassified)
    #expect(
      TargetClassRule.direction(rna: .absent, protein: .absent, discordance: .absent, detection: .absent) == .unknown)
  }
}
