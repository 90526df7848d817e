import Foundation
import OmicsIO
import Testing

/// `rank`: datasets that stand already.
@Suite(.serialized) struct RankTests {
  /// What a run harmonised gives the run's own ranking, and the run folder is one like any other.
  @Test func harmonizedDatasetsGiveTheSameRanking() throws {
    let study = try SimulatedStudy(draw: 1)
    #expect(try study.run("a").code == 0)
    let (run, file) = (study.path("run-a"), study.path("a/study.yaml"))
    let ranked = study.path("ranked")
    let result = try Command.run("rank", "\(run)/harmonized/c.h5mu", "--study", file, "-o", ranked, "-q")
    #expect(result.code == 0, "\(result.text)")
    for name in ["ranking.tsv", "verdicts.json", "compounds.tsv"] {
      #expect(try Command.sha256("\(run)/\(name)") == Command.sha256("\(ranked)/\(name)"), "\(name)")
    }
    let verified = try Command.run("verify", ranked, "--replay", "-q")
    #expect(verified.code == 0, "\(verified.text)")
    let drift = try Command.run("drift", run, ranked, "-q")
    #expect([0, 10].contains(drift.code), "\(drift.text)")
    let settings = try Command.run("rank", "\(run)/harmonized/c.h5mu", "--study", file, "--show-settings").text
    #expect(settings.contains("normalization.proteomics") && settings.contains(" rank\n"))
  }

  /// A canonical folder as `convert` writes it; a changed folder is told by verify.
  @Test func canonicalFoldersAreRanked() throws {
    let study = try SimulatedStudy(draw: 2)
    let file = try study.make("a")
    let converted = try Command.run(
      "convert", study.path("a/rna.tsv"), "-o", study.path("a/rna"), "-O", "measure=expression", "-O", "scale=log2",
      "-q")
    #expect(converted.code == 0, "\(converted.text)")
    let ranked = study.path("ranked")
    let result = try Command.run("rank", study.path("a/rna"), "--study", file, "-o", ranked, "-q")
    #expect(result.code == 0, "\(result.text)")
    let first = try String(contentsOfFile: "\(ranked)/ranking.tsv", encoding: .utf8).split(separator: "\n")[1]
    #expect(first.contains("\tG00") || first.contains("\tG01"))
    #expect(try Command.run("verify", ranked, "-q").code == 0)
    let features = study.path("a/rna/features.tsv")
    try (String(contentsOfFile: features, encoding: .utf8) + "\n").write(
      toFile: features, atomically: true, encoding: .utf8)
    #expect(try Command.run("verify", ranked, "-q").code == 8)
  }

  @Test func whatCannotBeRankedIsTold() throws {
    let study = try SimulatedStudy(draw: 3)
    let file = try study.make("a")
    #expect(try Command.run("rank", study.path("nowhere"), "--study", file, "-o", study.path("r"), "-q").code == 3)
    #expect(try Command.run("rank", "--study", file, "-o", study.path("r")).code == 2)
    #expect(try Command.run("rank", study.path("a/rna.tsv"), "--study", file).code == 2)
  }
}
