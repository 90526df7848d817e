import Design
import Foundation
import Numerics
import Schema
import Testing

@Suite struct LinearContrastTests {
  private let names = ["(Intercept)", "groupB", "groupB2", "age-5"]

  @Test(arguments: [
    ("groupB", [0.0, 1, 0, 0]), ("groupB2 - groupB", [0, -1, 1, 0]), ("(groupB + groupB2) / 2", [0, 0.5, 0.5, 0]),
    ("-2*(groupB - (Intercept))", [2, -2, 0, 0]), ("groupB2*0.5+ 1.5e0 *age-5", [0, 0, 0.5, 1.5]),
    ("- -groupB", [0, 1, 0, 0]), ("2 * 3 * groupB / 4", [0, 1.5, 0, 0]),
  ])
  func weighsCoefficients(text: String, weights: [Double]) throws {
    #expect(try LinearContrast(parsing: text, names: names).weights == weights)
  }

  @Test(arguments: [
    "groupC", "groupB +", "groupB groupB2", "(groupB", "groupB * groupB2", "groupB + 1", "groupB / 0", "1 / groupB",
    "groupB - groupB", "", "3",
  ])
  func refusesTheRest(text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try LinearContrast(parsing: text, names: names) }
    #expect(error?.code == .usage)
  }
}

/// Effects beside normal equations with every matrix written out.
@Suite struct EffectQuestionTests {
  private let blocks = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
  private let sheet = SampleTable(
    (0..<10).map { index in
      var sample = Sample(name: "s\(index)")
      sample.condition = ["a", "b", "c"][index % 3]
      return sample
    })

  private func values(rows: Int = 40) -> Matrix {
    var stream = RandomStream(seed: 4, name: "effects")
    var matrix = Matrix(rows: rows, columns: 10)
    for row in 0..<rows {
      let shifts = (0..<5).map { _ in 0.8 * stream.normal() }
      for column in 0..<10 {
        matrix[row, column] = 8 + shifts[blocks[column]] + stream.normal() * (0.3 + Double(row % 4) * 0.2)
      }
    }
    for column in 0..<10 {
      matrix[0, column] = .nan
      matrix[1, column] = 5
      if column % 3 == 1 { matrix[2, column] = .nan }
    }
    matrix[3, 4] = .nan
    matrix[4, 0] = .nan
    return matrix
  }

  private func model() throws -> ModelMatrix {
    try ModelMatrix(try Formula(parsing: "~ condition"), sheet: sheet)
  }

  /// (X'V⁻¹X)⁻¹ and the estimates of a row, by an inverse of V.
  private func slow(_ y: [Double], _ x: Matrix, _ v: Matrix) throws -> (beta: [Double], covariance: Matrix) {
    let used = y.indices.filter { !y[$0].isNaN }
    let inverse = try CholeskyFactor(v.selectingRows(used).selectingColumns(used)).inverse()
    let design = x.selectingRows(used)
    let weighted = inverse.multiplied(by: design)
    let covariance = try CholeskyFactor(design.multiplied(by: weighted, transposingSelf: true)).inverse()
    let right = weighted.multiplied(by: used.map { y[$0] }, transposingSelf: true)
    return (covariance.multiplied(by: right), covariance)
  }

  @Test(arguments: [(false, false), (true, false), (true, true)])
  func threadsAndOrderDoNotMatter(trend: Bool, robust: Bool) throws {
    let (values, model) = (values(), try model())
    func effects(_ values: Matrix) throws -> EffectTable {
      try EffectTable(
        values, model: model, question: .coefficients(["conditionb"]),
        settings: EffectTable.Settings(trend: trend, robust: robust))
    }
    defer { ThreadLimit.set(0) }
    ThreadLimit.set(1)
    let one = try effects(values)
    ThreadLimit.set(3)
    let three = try effects(values)
    #expect(one.t.map(\.bitPattern) == three.t.map(\.bitPattern))
    #expect(one.pValue.map(\.bitPattern) == three.pValue.map(\.bitPattern))
    let order = (0..<40).map { $0 * 7 % 40 }
    let turned = try effects(values.selectingRows(order))
    for (place, row) in order.enumerated() {
      for (a, b) in [(turned.t[place], one.t[row]), (turned.pValue[place], one.pValue[row])] {
        #expect(a.isNaN && b.isNaN || abs(a - b) <= 1e-9 * max(1, abs(b)), "row \(row)")
      }
    }
  }

  @Test func severalCoefficientsAreTheWaldStatisticOfTheirOwnCovariance() throws {
    let (values, model) = (values(), try model())
    let effects = try EffectTable(values, model: model, question: .coefficients(["conditionb", "conditionc"]))
    let f = try #require(effects.f)
    let single = try EffectTable(values, model: model, coefficient: "conditionb")
    for row in 3..<values.rows {
      let (beta, covariance) = try slow(values.row(row), model.matrix, .identity(10))
      let part = covariance.selectingRows([1, 2]).selectingColumns([1, 2])
      let determinant = part[0, 0] * part[1, 1] - part[0, 1] * part[0, 1]
      let (b, c) = (beta[1], beta[2])
      let wald = (b * b * part[1, 1] - 2 * b * c * part[0, 1] + c * c * part[0, 0]) / determinant
      let scale = single.standardError[row] * single.standardError[row] / part[0, 0]
      #expect(abs(f[row] / (wald / 2 / scale) - 1) < 1e-9)
    }
    #expect(f[0].isNaN && f[2].isNaN && effects.pValue[0].isNaN)
    #expect(effects.logFoldChange.allSatisfy { $0.isNaN })
  }

  @Test func aContrastIsTheDifferenceOfItsCoefficients() throws {
    let (values, model) = (values(), try model())
    let contrast = try EffectTable(values, model: model, question: .contrast("conditionc - conditionb"))
    let turned = try ModelMatrix(try Formula(parsing: "~ condition"), sheet: sheet, bases: ["condition": "b"])
    let same = try EffectTable(values, model: turned, coefficient: "conditionc")
    for row in 3..<values.rows {
      #expect(abs(contrast.logFoldChange[row] - same.logFoldChange[row]) < 1e-10)
      #expect(abs(contrast.t[row] - same.t[row]) < 1e-8)
    }
  }

  @Test func blockedSamplesAreFittedByGeneralisedLeastSquares() throws {
    let (values, model) = (values(), try model())
    let effects = try EffectTable(
      values, model: model, question: .coefficients(["conditionb"]), blocks: blocks)
    let correlation = try #require(effects.blockCorrelation)
    #expect(correlation > 0.2 && correlation < 0.95)
    let v = BlockCorrelation.matrix(blocks, correlation: correlation)
    for row in 3..<values.rows {
      let (beta, covariance) = try slow(values.row(row), model.matrix, v)
      #expect(abs(effects.logFoldChange[row] - beta[1]) < 1e-9)
      #expect(effects.standardError[row] > 0 && covariance[1, 1] > 0)
    }
    let alone = (0..<10).map { $0 }
    let error = #expect(throws: OmicsError.self) {
      _ = try EffectTable(values, model: model, question: .coefficients(["conditionb"]), blocks: alone)
    }
    #expect(error?.code == .refused)
  }

  @Test func adjustmentsAreTheChosenOnes() throws {
    let (values, model) = (values(), try model())
    for method in PValueAdjustment.allCases {
      let effects = try EffectTable(
        values, model: model, question: .coefficients(["conditionb"]),
        settings: EffectTable.Settings(adjustment: method))
      let expected = method.adjust(effects.pValue)
      for (a, b) in zip(effects.qValue, expected) { #expect(a == b || a.isNaN && b.isNaN) }
    }
  }

  @Test func unknownAndAliasedCoefficientsAreRefused() throws {
    let (values, model) = (values(), try model())
    for name in [["conditionx"], ["conditionb", "conditionb"], []] {
      let error = #expect(throws: OmicsError.self) {
        _ = try EffectTable(values, model: model, question: .coefficients(name))
      }
      #expect(error?.code == .usage)
    }
    var twice = sheet
    for index in twice.rows.indices { twice.rows[index].batch = twice.rows[index].condition }
    let aliased = try ModelMatrix(try Formula(parsing: "~ condition + batch"), sheet: twice)
    for question in [EffectTable.Question.coefficients(["batchb"]), .contrast("batchb - conditionb")] {
      let error = #expect(throws: OmicsError.self) {
        _ = try EffectTable(values, model: aliased, question: question)
      }
      #expect(error?.code == .refused && error?.message.contains("batchb") == true)
    }
  }
}
