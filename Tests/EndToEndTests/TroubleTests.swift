import Foundation
import Testing

/// What goes wrong in practice: each has its exit code and leaves nothing half written.
@Suite(.serialized) struct TroubleTests {
  private func leftovers(_ study: SmallStudy, _ before: Set<String>) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: study.folder.path)) ?? []).subtracting(before)
  }

  private func names(_ study: SmallStudy) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: study.folder.path))
  }

  @Test func truncatedGzipIsRefusedByName() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let whole = try #require(FileManager.default.contents(atPath: "\(Command.root.path)/Fixtures/ucec-msi/rna.tsv.gz"))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: study.path("cut.tsv.gz")))
    let before = try names(study)
    let result = try Command.run("convert", study.path("cut.tsv.gz"), "-o", study.path("out"))
    #expect(result.code == 3 && result.text.contains("cut.tsv.gz"), "\(result.text)")
    #expect(leftovers(study, before).isEmpty)
  }

  @Test func wrongFileAndMissingColumnAreNamed() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try "<!DOCTYPE html><html><body>404</body></html>".write(
      toFile: study.path("page.mzTab"), atomically: true, encoding: .utf8)
    let page = try Command.run("inspect", study.path("page.mzTab"))
    #expect(page.code == 3 && page.text.contains("HTML"), "\(page.text)")
    let sheet = try study.lines("samples.tsv")
    try study.write(
      "samples.tsv", [sheet[0].replacingOccurrences(of: "\tmsi\t", with: "\tstate\t")] + sheet.dropFirst())
    let before = try names(study)
    let result = try Command.run("run", study.study, "-o", study.path("r"), "-q")
    #expect(
      result.code == 3 && result.text.contains("samples.tsv") && result.text.contains("\"msi\""), "\(result.text)")
    #expect(leftovers(study, before).isEmpty)
  }

  @Test func fullDiskIsExitFiveAndLeavesNothing() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try names(study)
    // A file-size limit of 16 blocks stands for the full disk: writing fails half-way.
    let result = try Command.run(
      after: "ulimit -f 16", "convert", study.path("rna.tsv"), "--option", "measure=expression",
      "--option", "scale=log2", "-o", study.path("out"))
    #expect(result.code == 5, "\(result.code) \(result.text)")
    #expect(leftovers(study, before).isEmpty)
  }

  @Test func interruptIsExit130AndLeavesNothing() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try names(study)
    let running = try Command.start(
      Command.executable,
      ["run", study.study, "-o", study.path("r"), "--set", "ranking.resamples=100000", "-q"])
    Thread.sleep(forTimeInterval: 2)
    running.process.interrupt()
    let result = running.finish()
    #expect(result.code == 130, "\(result.text)")
    #expect(leftovers(study, before).isEmpty)
  }

  @Test func outputsAreNotOverwrittenWithoutForce() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let arguments = ["--option", "measure=expression", "--option", "scale=log2", "-q"]
    func convert(_ more: String...) throws -> Command.Result {
      try Command.start(
        Command.executable, ["convert", study.path("rna.tsv"), "-o", study.path("out")] + arguments + more
      ).finish()
    }
    #expect(try convert().code == 0)
    #expect(try convert().code == 0, "identical content is no conflict")
    try "gene\tx\ny\t1.5\n".write(toFile: study.path("rna.tsv"), atomically: true, encoding: .utf8)
    #expect(try convert().code == 5)
    #expect(try convert("--force").code == 0)
  }
}
