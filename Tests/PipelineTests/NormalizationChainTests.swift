import Foundation
import Normalization
import Numerics
import Schema
import Testing

@testable import Pipeline

@Suite struct NormalizationChainTests {
  private let sheet = SampleTable(
    (0..<6).map { index in
      var sample = Sample(name: "s\(index)")
      sample.condition = index < 3 ? "case" : "control"
      sample.batch = index % 2 == 0 ? "b1" : "b2"
      return sample
    })

  private func context(_ rows: Int) -> NormalizationChain.Context {
    NormalizationChain.Context(
      ids: (0..<rows).map { "g\($0)" }, sheet: sheet,
      contrast: Contrast(
        factor: "condition", caseLevel: "case", controlLevel: "control", covariates: [], batch: "batch"), seed: 1)
  }

  private func counts() -> Matrix {
    var stream = RandomStream(seed: 1, name: "chain")
    var matrix = Matrix(rows: 120, columns: 6)
    for index in matrix.values.indices { matrix.values[index] = (400 * stream.uniform() * stream.uniform()).rounded() }
    return matrix
  }

  @Test func wordsAreWhatTheyWere() throws {
    let counts = counts()
    let samples = sheet.rows.map(\.name)
    for word in ["auto", "", "tmm", "library-size", "log2", "none"] {
      let chain = try NormalizationChain(parsing: word)
      let outcome = try chain.apply(counts, measure: .rawCount, scale: .linear, context: context(120)).outcome
      let method = NormalizationMethod(rawValue: word) ?? .auto
      let plain = try method.apply(counts, measure: .rawCount, scale: .linear, samples: samples)
      #expect(outcome.values.values.map(\.bitPattern) == plain.values.values.map(\.bitPattern), "\(word)")
      #expect(outcome.factors == plain.factors)
    }
  }

  @Test func stepsOfTheRegistryFollowEachOther() throws {
    let counts = counts()
    let chain = try NormalizationChain(parsing: "logcpm prior_count=3 | median")
    let applied = try chain.apply(counts, measure: .rawCount, scale: .linear, context: context(120))
    let outcome = applied.outcome
    #expect(applied.name == "logcpm prior_count=3 | median")
    #expect(applied.steps.map(\.name) == ["logcpm prior_count=3", "median"])
    #expect(applied.steps[1].mediansBefore == applied.steps[0].mediansAfter)
    // Centred samples have one median, and shifts are the way there.
    for (index, shift) in applied.steps[1].factors.enumerated() {
      #expect(abs(applied.steps[1].mediansBefore[index] - shift - applied.steps[1].mediansAfter[0]) < 1e-12)
    }
    let factors = try LibraryFactors.factors(counts, method: .tmm)
    let sizes = try LibraryFactors.librarySizes(counts)
    let logs = LogCPM.compute(counts, librarySizes: zip(sizes, factors).map { $0 * $1 }, priorCount: 3)
    let expected = try MedianCentring.compute(logs, samples: sheet.rows.map(\.name)).0
    #expect(outcome.values.values == expected.values)
  }

  @Test func methodsGetTheContrastAsTheirDesign() throws {
    let counts = counts()
    let chain = try NormalizationChain(parsing: "voom")
    let outcome = try chain.apply(counts, measure: .rawCount, scale: .linear, context: context(120)).outcome
    #expect(outcome.values.rows == 120)
    let vst = try NormalizationChain(parsing: "vst blind=false fit_type=mean")
    let applied = try vst.apply(counts, measure: .rawCount, scale: .linear, context: context(120))
    let notes = applied.notes
    #expect(applied.name == "vst blind=false fit_type=mean")
    #expect(notes.contains { $0.message.contains("~ batch + condition") })
  }

  @Test(arguments: [
    "tnm", "tmmwsp", "tximport", "vst bland=true", "vst blind=perhaps", "vst | tmm", "| median", "logcpm | none",
    "vst lengths=file.tsv",
  ])
  func refusesTheRest(text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try NormalizationChain(parsing: text) }
    #expect(error?.code == .usage)
  }

  @Test func wrongKindsAreRefused() throws {
    let chain = try NormalizationChain(parsing: "vst")
    let error = #expect(throws: OmicsError.self) {
      _ = try chain.apply(counts(), measure: .tpm, scale: .linear, context: context(120))
    }
    #expect(error?.code == .refused && error?.message.contains("tpm") == true)
  }

  @Test func studyFilesNameStepsInThreeForms() throws {
    let text = """
      study: s
      samples: sheet.tsv
      inputs: [{ path: a.tsv, layer: transcriptomics }]
      normalization:
        transcriptomics: { method: vst, fit_type: mean, blind: false }
        proteomics: [log2-median, median]
      coverage: { groups: any, proteomics: 0.5, join: intersection }
      contrast: { factor: c, case: x, control: y }
      """
    let study = try StudyFile(text: text, file: "study.yaml")
    #expect(study.settings["normalization.transcriptomics"] == "vst blind=false fit_type=mean")
    #expect(study.settings["normalization.proteomics"] == "log2-median | median")
    let coverage = try CoverageSettings(study.settings)
    #expect(coverage.filter(.proteomics) == CoverageFilter(minimumShare: 0.5, rule: .any))
    #expect(coverage.filter(.transcriptomics) == CoverageFilter(minimumShare: 0.3, rule: .any))
    #expect(coverage.join == .intersection)
    let wrong = #expect(throws: OmicsError.self) {
      _ = try StudyFile(text: text.replacingOccurrences(of: "method: vst", with: "method: vsst"), file: "study.yaml")
    }
    #expect(wrong?.location?.line == 5 && wrong?.hint?.contains("vst") == true)
  }

  @Test func intersectionKeepsWhatAllLayersHold() {
    let a = LayerMatrix(
      layer: .transcriptomics, cohort: "c", measure: .cpm, targets: ["1", "2", "3"], samples: ["x", "y"],
      values: [1, 2, 3, 4, 5, 6], featureCounts: [1, 1, 2])
    let b = LayerMatrix(
      layer: .proteomics, cohort: "c", measure: .intensity, targets: ["2", "3", "9"], samples: ["x"],
      values: [7, 8, 9], featureCounts: [1, 1, 1])
    let (kept, dropped) = AlignStage.intersection([a, b])
    #expect(dropped == 2)
    #expect(kept.map(\.targets) == [["2", "3"], ["2", "3"]])
    #expect(kept[0].values == [2, 3, 5, 6] && kept[0].featureCounts == [1, 2])
    #expect(kept[1].values == [7, 8])
  }
}
