import OmicsIO
import ReaderKit
import Schema
import Testing

@testable import CountTableReader

@Suite struct LayoutRecognitionTests {
  private func judge(_ text: String, _ name: String = "x.tsv") -> Recognition {
    CountTableFileReader.recognize(FileHead(name: name, bytes: Array(text.utf8), isWhole: true))
  }

  @Test(arguments: [
    "MTD\tmzTab-version\t1.0.0\nMTD\tmzTab-mode\tSummary\n",
    "chr1\thavana\tgene\t1\t9\t.\t+\t.\tgene_id \"a\";\n", "<html><body>404</body></html>", "",
    "Protein IDs\tMajority protein IDs\tGene names\tFasta headers\tPeptides\tReverse\nP1\tP1\tA\tx y\t3\t+\nP2\tP2\tB\tz\t4\t\n",
    "sample\tcondition\nS1\ta\nS2\tb\n",
  ])
  func leavesOtherFilesAlone(text: String) { #expect(judge(text).confidence == 0) }

  @Test func specificLayoutsBeatTheMatrix() {
    let salmon = judge("Name\tLength\tEffectiveLength\tTPM\tNumReads\nt\t1\t1\t1\t1\n")
    let matrix = judge("gene\ta\tb\ng1\t1\t2\ng2\t3\t4\n")
    #expect(salmon.version == "Salmon quant" && matrix.version == "matrix")
    #expect(salmon.confidence > 0.9 && matrix.confidence < 0.5)
  }
}

@Suite struct FileNameTests {
  @Test(arguments: [
    ("a/b/S1.ReadsPerGene.out.tab.gz", "S1"), ("S1_ReadsPerGene.out.tab", "S1"), ("x.quant.sf", "x"),
    ("liver.genes.results.gz", "liver"), ("counts.tsv", "counts"), ("noending", "noending"),
  ])
  func samplesFromFiles(path: String, sample: String) { #expect(FileNames.sample(path) == sample) }

  @Test func pathsLoseFoldersAndCommonEndingOnly() {
    #expect(FileNames.cleaned(["/d/a.bam", "/d/b.bam"]) == ["a", "b"])
    #expect(FileNames.cleaned(["/d/a.bam", "/d/b.sam"]) == ["a.bam", "b.sam"])
    #expect(FileNames.cleaned(["/d1/x.bam", "/d2/x.bam"]) == ["/d1/x", "/d2/x"])
  }
}

@Suite struct StrandChoiceTests {
  private func column(_ forward: Double, _ reverse: Double, _ given: String = "auto") throws(OmicsError) -> Int {
    var choice = StrandChoice()
    choice.observe([forward + reverse, forward, reverse])
    return try choice.decide(given, at: SourceLocation(file: "x")).column
  }

  @Test func followsTheShareOfForwardReads() throws {
    #expect(try column(95, 5) == 1)
    #expect(try column(5, 95) == 2)
    #expect(try column(50, 50) == 0)
    #expect(try column(70, 30, "reverse") == 2)
    #expect(throws: OmicsError.self) { _ = try self.column(70, 30) }
    #expect(throws: OmicsError.self) { _ = try self.column(0, 0) }
  }
}

@Suite struct ValueKindTests {
  private func decide(
    _ values: [Double], columns: Int = 2, declared: Measure? = nil, scale: Scale? = nil
  ) throws(OmicsError) -> ValueKind {
    let rows = values.count / columns
    return try ValueKind.decide(
      AbundanceTable(
        kind: .gene, measure: .expression, scale: .linear, features: Array(0..<rows), samples: Array(0..<columns),
        values: values), declared: declared, scale: scale, at: SourceLocation(file: "x"))
  }

  @Test func wholeNumbersWithLargeSumsAreCounts() throws {
    #expect(try decide([9000, 2000, 1, 30000]).measure == .rawCount)
  }

  @Test func columnsOfOneMillionAreTPM() throws {
    #expect(try decide([400_000.5, 599_999.5, 1, 999_999]).measure == .tpm)
  }

  @Test func negativeValuesNeedAScale() throws {
    #expect(throws: OmicsError.self) { _ = try self.decide([-1, 2.5, 3, 4]) }
    #expect(try decide([-1, 2.5, 3, 4], scale: .log2).scale == .log2)
    #expect(throws: OmicsError.self) { _ = try self.decide([-1, 2, 3, 4], declared: .rawCount) }
  }

  @Test func declaredRawCountsWithFractionsAreEstimated() throws {
    let kind = try decide([1.5, 2, 3, 4], declared: .rawCount)
    #expect(kind.measure == .estimatedCount && !kind.evidence.isEmpty)
  }

  @Test func smallFractionsAreUndecided() {
    #expect(throws: OmicsError.self) { _ = try self.decide([1.5, 2.25, 3.125, 4]) }
  }
}
