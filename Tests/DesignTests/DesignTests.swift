import Design
import Numerics
import Schema
import Testing

private func sheet(_ columns: [String: [String]]) -> SampleTable {
  let count = columns.values.first?.count ?? 0
  return SampleTable(
    (0..<count).map { index in
      var sample = Sample(name: "s\(index)")
      for key in columns.keys.sorted() {
        let value = columns[key]?[index] ?? ""
        if key == "batch" { sample.batch = value } else { sample.characteristics.append(.init(key, value)) }
      }
      return sample
    })
}

@Suite struct FormulaTests {
  @Test func parsesAdditiveFormulas() throws {
    #expect(try Formula(parsing: "~ batch + condition").terms == ["batch", "condition"])
    #expect(try Formula(parsing: "~0+a").hasIntercept == false)
    #expect(try Formula(parsing: " ~ 1 + a ").description == "~ a")
  }

  @Test func parsesInteractions() throws {
    #expect(try Formula(parsing: "~ a * b + c").terms == ["a", "b", "c", "a:b"])
    #expect(try Formula(parsing: "~ a + b + a:b") == (try Formula(parsing: "~ a*b")))
    #expect(try Formula(parsing: "~ 0 + a * b * c").terms == ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"])
  }

  @Test(arguments: [
    "a + b", "", "~ a + ", "~ a + a", "~ a:b", "~ a + a:b", "~ a * a", "~ (a + b)", "~ a *", "~ a - b", "~ a^2",
    "~ a * b * c * d * e",
  ])
  func refusesOthers(text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try Formula(parsing: text) }
    #expect(error?.code == .usage)
  }
}

@Suite struct ModelMatrixTests {
  /// The columns of `model.matrix(~ a * b)` and `model.matrix(~ a * x)` in R, by hand.
  @Test func interactionsAreProductsNamedAsR() throws {
    let table = sheet([
      "a": ["u", "v", "w", "u", "v", "w"], "b": ["k", "k", "k", "l", "l", "l"], "x": ["1", "2", "3", "4", "5", "6"],
    ])
    let model = try ModelMatrix(try Formula(parsing: "~ a * b"), sheet: table)
    #expect(model.names == ["(Intercept)", "av", "aw", "bl", "av:bl", "aw:bl"])
    #expect(model.matrix.column(4) == [0, 0, 0, 0, 1, 0] && model.matrix.column(5) == [0, 0, 0, 0, 0, 1])
    let slope = try ModelMatrix(try Formula(parsing: "~ a * x"), sheet: table)
    #expect(slope.names == ["(Intercept)", "av", "aw", "x", "av:x", "aw:x"])
    #expect(slope.matrix.column(5) == [0, 0, 3, 0, 0, 6])
    let cells = try ModelMatrix(try Formula(parsing: "~ 0 + a * b"), sheet: table)
    #expect(cells.names == ["au", "av", "aw", "bl", "av:bl", "aw:bl"])
  }

  @Test func namesColumnsAsR() throws {
    let table = sheet(["batch": ["b", "a", "b", "a"], "age": ["1", "2", "3", "4.5"]])
    let model = try ModelMatrix(try Formula(parsing: "~ batch + age"), sheet: table)
    #expect(model.names == ["(Intercept)", "batchb", "age"])
    #expect(model.matrix.column(1) == [1, 0, 1, 0])
    #expect(model.matrix.column(2) == [1, 2, 3, 4.5])
    let based = try ModelMatrix(try Formula(parsing: "~ batch"), sheet: table, bases: ["batch": "b"])
    #expect(based.names == ["(Intercept)", "batcha"])
    let full = try ModelMatrix(try Formula(parsing: "~ 0 + batch"), sheet: table)
    #expect(full.names == ["batcha", "batchb"])
  }

  @Test func refusesUnknownColumnsAndBases() {
    for (design, bases, code, words) in [
      ("~ b", [:], OmicsError.Code.missing, "no column \"b\""),
      ("~ a", ["a": "z"], .usage, "column \"a\" has no level \"z\""),
    ] as [(String, [String: String], OmicsError.Code, String)] {
      let error = #expect(throws: OmicsError.self) {
        _ = try ModelMatrix(try Formula(parsing: design), sheet: sheet(["a": ["x", "y"]]), bases: bases)
      }
      #expect(error?.code == code && error?.message.contains(words) == true)
    }
  }

  @Test func refusesEmptyCellsAndSingleLevels() {
    #expect(throws: OmicsError.self) {
      _ = try ModelMatrix(try Formula(parsing: "~ a"), sheet: sheet(["a": ["x", ""]]))
    }
    #expect(throws: OmicsError.self) {
      _ = try ModelMatrix(try Formula(parsing: "~ a"), sheet: sheet(["a": ["x", "x"]]))
    }
  }
}

@Suite struct DesignChecksTests {
  private func design(_ label: [String], _ batch: [String]) throws -> CohortDesign {
    try CohortDesign(
      Contrast(factor: "label", caseLevel: "1", controlLevel: "0", batch: "batch"),
      sheet: sheet(["label": label, "batch": batch]))
  }

  @Test func aliasedLabelIsLeftOut() throws {
    let checks = DesignChecks(try design(["1", "1", "0", "0"], ["a", "a", "b", "b"]), cohort: "c")
    #expect(checks.inflation == .infinity)
    #expect(!checks.usable)
    #expect(checks.logPermutations < 1e-9)
  }

  @Test func balancedLabelHasNoInflation() throws {
    let checks = DesignChecks(try design(["1", "0", "1", "0"], ["a", "a", "b", "b"]), cohort: "c")
    #expect(abs(checks.inflation - 1) < 1e-12)
    #expect(checks.usable)
    #expect(abs(checks.logPermutations - 0.6020599913279624) < 1e-9)
  }

  @Test func nearlyAliasedLabelIsLeftOutByInflation() throws {
    let label = [String](repeating: "1", count: 20) + ["0"] + [String](repeating: "0", count: 20) + ["1"]
    let batch = [String](repeating: "a", count: 21) + [String](repeating: "b", count: 21)
    let checks = DesignChecks(try design(label, batch), cohort: "c")
    // R² of the label on batch is (19/21)², so the inflation is 441/80.
    #expect(abs(checks.inflation - 441.0 / 80) < 1e-9)
    #expect(checks.usable)
    #expect(checks.predictability > 0.9)
  }

  @Test func missingLevelIsRefused() {
    #expect(throws: OmicsError.self) { _ = try design(["1", "1"], ["a", "b"]) }
    let error = #expect(throws: OmicsError.self) {
      _ = try CohortDesign(
        Contrast(factor: "tumour", caseLevel: "1", controlLevel: "0"), sheet: sheet(["label": ["1", "0"]]))
    }
    #expect(error?.code == .missing && error?.message.contains("\"tumour\"") == true)
  }
}

@Suite struct EffectTableTests {
  /// Two groups without batch: the coefficient is the difference of means, whatever the moderation.
  @Test func estimatesTheDifferenceOfMeans() throws {
    let table = sheet(["g": ["a", "a", "a", "b", "b", "b"]])
    let nan = Double.nan
    let values = Matrix(
      rowVectors: [[1, 2, 3, 5, 6, 7], [1, nan, 3, 2, 2, 2.5], [nan, nan, nan, 1, 2, 3]], columns: 6)
    let effects = try EffectTable(
      values, model: try ModelMatrix(try Formula(parsing: "~ g"), sheet: table), coefficient: "gb")
    #expect(abs(effects.logFoldChange[0] - 4) < 1e-12)
    #expect(abs(effects.logFoldChange[1] - (6.5 / 3 - 2)) < 1e-12)
    #expect(effects.logFoldChange[2].isNaN && effects.pValue[2].isNaN)
    #expect(effects.observed == [6, 5, 3])
  }

  @Test func aliasedCoefficientIsRefused() {
    let table = sheet(["g": ["a", "a", "b", "b"], "h": ["x", "x", "y", "y"]])
    #expect(throws: OmicsError.self) {
      _ = try EffectTable(
        Matrix(rows: 1, columns: 4, values: [1, 2, 3, 4]),
        model: try ModelMatrix(try Formula(parsing: "~ h + g"), sheet: table), coefficient: "gb")
    }
  }
}
