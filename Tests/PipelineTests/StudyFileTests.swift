import Schema
import Testing

@testable import Pipeline

@Suite struct StudyFileTests {
  private let good = """
    study: s
    samples: samples.tsv
    inputs:
      - { path: rna.tsv, layer: transcriptomics, cohort: c, measure: tpm, scale: log2 }
      - { path: genes.gtf, role: annotation }
    contrast: { factor: msi, case: H, control: L, covariates: [plex, age], batch: plex }
    ranking: { resamples: 20 }
    seed: 9
    """

  /// What is wrong with the study after one replacement.
  private func refusal(_ old: String, _ new: String) throws -> OmicsError? {
    try #require(good.contains(old))
    return #expect(throws: OmicsError.self) {
      _ = try StudyFile(text: good.replacing(old, with: new), file: "study.yaml")
    }
  }

  @Test func readsWhatIsWritten() throws {
    let study = try StudyFile(text: good, file: "study.yaml")
    #expect(study.study == "s")
    #expect(study.inputs.map(\.role) == ["data", "annotation"])
    #expect(study.inputs.first?.layer == .transcriptomics)
    #expect(study.inputs.first?.measure == .tpm)
    #expect(study.inputs.first?.scale == .log2)
    #expect(study.inputs.last?.cohort == "cohort")
    #expect(study.contrast.covariates == ["plex", "age"])
    #expect(study.contrast.batch == "plex")
    #expect(study.settings["ranking.resamples"] == "20")
    #expect(study.settings["seed"] == "9")
    #expect(study.settings["ranking.permutations"] == "1000")
    #expect(study.date == StudyFile.epoch)
  }

  @Test(arguments: [
    ("study: s\n", "", OmicsError.Code.missing, 1), ("samples: samples.tsv", "sampels: x", .usage, 2),
    ("layer: transcriptomics", "layer: rna", .value, 4), ("measure: tpm", "measure: TPMs", .value, 4),
    ("role: annotation", "role: other", .value, 5), ("control: L, ", "", .missing, 6),
    ("factor: msi", "facto: msi", .usage, 6), ("resamples: 20", "resample: 20", .usage, 7),
    ("seed: 9", "date: 2026-13-01", .value, 8), ("seed: 9", "date: [a]", .value, 8),
    ("layer: transcriptomics, ", "", .missing, 4),
  ]) func refusalsNameTheLine(_ old: String, _ new: String, _ code: OmicsError.Code, _ line: Int) throws {
    let error = try refusal(old, new)
    #expect(error?.code == code)
    #expect(error?.location?.file == "study.yaml")
    #expect(error?.location?.line == line)
  }

  @Test func unknownKeyNamesTheNearest() throws {
    #expect(try refusal("samples: samples.tsv", "sampels: x")?.hint == "Did you mean \"samples\"?")
    #expect(try refusal("seed: 9", "quite_other_word: 9")?.hint?.hasPrefix("It takes: study, ") == true)
  }

  @Test func wrongLayerListsTheWords() throws {
    #expect(try refusal("layer: transcriptomics", "layer: rna")?.hint?.contains("proteomics") == true)
  }

  @Test func noDataInputAndNoContrast() throws {
    #expect(
      try refusal("  - { path: rna.tsv, layer: transcriptomics, cohort: c, measure: tpm, scale: log2 }\n", "")?.code
        == .missing)
    let error = #expect(throws: OmicsError.self) {
      _ = try StudyFile(
        text: "study: s\nsamples: a\ninputs:\n  - { path: p, layer: proteomics }\n", file: "f")
    }
    #expect(error?.message.contains("contrast") == true)
  }

  @Test(arguments: ["", "- a\n", "a: [b\n", "a: 1\na: 2\n"]) func notAMapping(_ text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try StudyFile(text: text, file: "f.yaml") }
    #expect(error?.location?.file == "f.yaml")
    #expect([OmicsError.Code.malformed, .duplicate].contains(error?.code))
  }
}
