import Numerics
import Schema
import Testing

@testable import Pipeline

@Suite struct StageBytesTests {
  private let result = NormalizeStage.Result(
    matrix: LayerMatrix(
      layer: .proteomics, cohort: "c é", measure: .maxLFQ, targets: ["a", "b", "c"], samples: ["s", "t"],
      values: [1, .nan, -0.0, .infinity, 5e-324, 6], featureCounts: [1, 2, 3]),
    method: "median", reason: "why",
    coverage: .init(targets: ["a", "b", "c", "d"], shares: [1, 0.5, 0.75, 0.25], atOneObservation: [1, 3]),
    onTheCut: ["b"], madeMissing: 4,
    steps: [
      NormalizationStep("log2", Matrix(rows: 1, columns: 2, repeating: 4), Matrix(rows: 1, columns: 2), factors: nil),
      NormalizationStep(
        "median", Matrix(rows: 1, columns: 2, repeating: .nan), Matrix(rows: 1, columns: 2), factors: [0.5, 1]),
    ],
    notes: [
      Diagnostic(.warning, "code", "message"),
      Diagnostic(.note, "x", "", at: SourceLocation(file: "f", line: 3, column: "", byte: 7), count: 5),
      Diagnostic(.error, "y", "z", at: SourceLocation(file: "f")),
    ])

  @Test func aNormalisedMatrixComesBackBitForBit() throws {
    let back = try #require(NormalizeStage.Result(bytes: result.bytes))
    #expect(back.bytes == result.bytes)
    #expect(back.matrix.values.map(\.bitPattern) == result.matrix.values.map(\.bitPattern))
    #expect(back.notes == result.notes && back.steps.map(\.name) == ["log2", "median"])
    #expect(back.steps[1].factors == [0.5, 1] && back.steps[0].mediansBefore == [4, 4])
    #expect(back.matrix.cohort == "c é" && back.onTheCut == ["b"] && back.madeMissing == 4)
    #expect(back.coverage.shares == result.coverage.shares && back.filtered == 1)
  }

  @Test func everyCutAndEveryLieAboutALengthIsRefused() {
    let bytes = result.bytes
    for length in 0..<bytes.count { #expect(NormalizeStage.Result(bytes: Array(bytes.prefix(length))) == nil) }
    #expect(NormalizeStage.Result(bytes: bytes + [0]) == nil)
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] = 0xFF
      // Whatever comes back has the shape of a matrix; the store's digest catches damage before this.
      if let back = NormalizeStage.Result(bytes: damaged) {
        #expect(back.matrix.values.count == back.matrix.targets.count * back.matrix.samples.count)
      }
    }
  }
}
