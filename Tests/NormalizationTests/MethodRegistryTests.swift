import Foundation
import Normalization
import Numerics
import Schema
import Testing

@Suite struct MethodRegistryTests {
  private func input(_ values: [Double], measure: Measure = .rawCount, scale: Scale = .linear) -> MethodInput {
    MethodInput(
      values: Matrix(rows: values.count / 2, columns: 2, values: values),
      ids: (0..<values.count / 2).map { "r\($0)" }, samples: ["a", "b"], measure: measure, scale: scale)
  }

  @Test func cardsAreComplete() {
    let cards = MethodRegistry.cards
    #expect(cards.map(\.name) == Set(cards.map(\.name)).sorted())
    for card in cards {
      #expect(card.paper.contains("doi:10."), "\(card.name) names no paper")
      #expect(!card.definition.isEmpty && !card.reference.isEmpty && !card.edges.isEmpty)
      #expect(card.requires.isDisjoint(with: card.accepts))
      #expect(card.name.allSatisfy { $0.isLowercase || $0 == "-" })
      #expect(Set(card.settings.map(\.key)).count == card.settings.count)
      for setting in card.settings {
        #expect(setting.key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(card.name) \(setting.key)")
        #expect(!setting.meaning.isEmpty)
        if case .word(let words) = setting.form { #expect(words.contains(setting.standard)) }
        if setting.form == .flag { #expect(["true", "false"].contains(setting.standard)) }
      }
      let needsModel = card.requires.contains(.design) || card.accepts.contains(.design)
      #expect(needsModel == card.settings.contains { $0.key == "base" }, "\(card.name): base goes with a design")
    }
  }

  @Test(arguments: MethodRegistry.cards.filter { $0.takes == .counts || $0.takes == .wholeCounts }.map(\.name))
  func countMethodsRefuseOtherKinds(name: String) throws {
    let method = try #require(MethodRegistry.method(name))
    for (measure, scale) in [(Measure.tpm, Scale.linear), (.rawCount, .log2), (.intensity, .linear), (.cpm, .log2)] {
      let wrong = input([1, 2, 3, 4], measure: measure, scale: scale)
      let error = #expect(throws: OmicsError.self) { try method.card.takes.check(wrong, method: name) }
      #expect(error?.code == .refused && error?.message.contains(measure.rawValue) == true)
    }
    for bad in [Double.nan, -1, .infinity] {
      let error = #expect(throws: OmicsError.self) {
        try method.card.takes.check(input([1, bad, 3, 4]), method: name)
      }
      #expect(error?.message.contains("\"r1\"") == true)
    }
  }

  @Test(arguments: MethodRegistry.cards.filter { $0.takes == .logarithms }.map(\.name))
  func logMethodsRefuseLinearValues(name: String) throws {
    let need = try #require(MethodRegistry.method(name)).card.takes
    #expect(throws: OmicsError.self) { try need.check(input([1, 2, 3, 4]), method: name) }
    let large = input([1, 2, 3, 5000], measure: .expression, scale: .log2)
    let error = #expect(throws: OmicsError.self) { try need.check(large, method: name) }
    #expect(error?.message.contains("5000") == true)
    #expect(throws: Never.self) {
      try need.check(input([1, .nan, -3, 4], measure: .expression, scale: .log2), method: name)
    }
  }

  @Test func unknownSettingsAndWrongFormsAreUsage() {
    let card = TrimmedMeanMethod.card
    for given in [["trim": "1"], ["sum_trim": "x"], ["do_weighting": "yes"], ["ref_column": "1.5"]] {
      let error = #expect(throws: OmicsError.self) { _ = try MethodSettings(card, given: given) }
      #expect(error?.code == .usage)
    }
  }

  @Test func uselessPartsAreWarnedOf() throws {
    var wrong = input([1, 2, 3, 4])
    wrong.batches = ["x", "y"]
    let settings = try MethodSettings(TrimmedMeanMethod.card, given: [:])
    let outcome = try MethodRegistry.apply(TrimmedMeanMethod.self, wrong, settings)
    #expect(outcome.diagnostics.contains { $0.severity == .warning && $0.message.contains("--batch") })
  }

  @Test func automaticTakesWhatFitsAndSaysWhy() throws {
    func outcome(_ input: MethodInput, _ set: [String: String] = [:]) throws -> MethodOutcome {
      try MethodRegistry.apply(AutomaticMethod.self, input, try MethodSettings(AutomaticMethod.card, given: set))
    }
    func matrix(_ outcome: MethodOutcome) -> [Double] {
      if case .matrix(let values) = outcome.output { values.values } else { [] }
    }
    let counts = input([10, 20, 30, 40, 60, 50])
    let logs = try MethodRegistry.apply(LogCPMMethod.self, counts, try MethodSettings(LogCPMMethod.card, given: [:]))
    let found = try outcome(counts)
    #expect(matrix(found) == matrix(logs) && found.measure == .cpm && found.scale == .log2)
    #expect(found.sideTables.map(\.name) == ["factors"])
    #expect(found.diagnostics.first?.message.contains("because of rawCount on a linear scale") == true)
    let expression = try outcome(input([1, 3, 7, 15], measure: .tpm))
    #expect(matrix(expression) == [1, 2, 3, 4])
    let intensities = try outcome(input([0, 4, 16, 8], measure: .intensity))
    #expect(matrix(intensities)[0].isNaN && intensities.diagnostics.contains { $0.code == "not-positive" })
    #expect(matrix(try outcome(counts, ["method": "none"]))[0] == log2(10))
    let error = #expect(throws: OmicsError.self) {
      _ = try outcome(input([1, 3, 7, 15], measure: .tpm), ["method": "tmm"])
    }
    #expect(error?.code == .refused && error?.message.contains("tpm") == true)
  }
}
