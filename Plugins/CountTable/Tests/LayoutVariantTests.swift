import OmicsIO
import ReaderKit
import Schema
import Testing

@testable import CountTableReader

/// Layouts as their tools write them now and then; all texts are own small equivalents.
@Suite("variants of count tables") struct LayoutVariantTests {
  private func read(_ lines: [String], _ name: String) throws -> Dataset {
    let text = lines.map { $0.replacing(" ", with: "\t") + "\n" }.joined()
    var source = ByteSource.bytes(Array(text.utf8), name: name, chunkSize: 64)
    var builder = DatasetBuilder(layer: .transcriptomics, file: name)
    let reader = try CountTableFileReader(options: ReaderOptions([:], for: CountTableFileReader.format))
    try reader.read(&source, into: &builder)
    return try builder.finish()
  }

  private func ids(_ data: Dataset) -> [String] { data.features.rows.map(\.id) }

  @Test("featureCounts of R has no comment line")
  func rsubread() throws {
    let data = try read(
      [
        "Geneid Chr Start End Strand Length a.bam b.bam", "ENSG1 1;1 1;50 20;90 +;+ 61 30000 4",
        "ENSG2 1 200 300 - 101 0 7",
      ], "counts.txt")
    #expect(data.samples.rows.map(\.name) == ["a", "b"])
    #expect(data.abundance(.rawCount)?.values == [30000, 0, 4, 7])
  }

  @Test("featureCounts by exon repeats its genes: refused at the second row of one")
  func exonLevel() throws {
    let error = try #require(throws: OmicsError.self) {
      try read(
        ["Geneid Chr Start End Strand Length a.bam", "ENSG1 1 1 20 + 20 3", "ENSG1 1 50 90 + 41 9"], "counts.txt")
    }
    #expect(error.code == .duplicate)
    #expect(error.location?.line == 3)
  }

  @Test("HTSeq-count with a header, and the counts of DEXSeq, keep their special rows out of the genes")
  func specialRows() throws {
    let headed = try read(
      ["feature count", "ENSG1 3", "ENSG2 20000", "__no_feature 1", "__alignment_not_unique 2"], "s.txt")
    #expect(ids(headed) == ["ENSG1", "ENSG2"])
    #expect(headed.ledger["row"].filtered == 2)
    let bins = try read(
      ["ENSG1:001 3", "ENSG1:002 20000", "_ambiguous 1", "_empty 0", "_lowaqual 0", "_notaligned 5"], "s.txt")
    #expect(ids(bins) == ["ENSG1:001", "ENSG1:002"])
    #expect(bins.ledger["row"].filtered == 4)
  }

  @Test("Salmon by gene is of genes")
  func salmonGenes() throws {
    let data = try read(
      ["Name Length EffectiveLength TPM NumReads", "ENSG1 100.5 50.25 1000000 7.5"], "quant.genes.sf")
    #expect(data.features.rows.map(\.kind) == [.gene])
    #expect(data.abundance(.estimatedCount)?.values == [7.5])
  }

  @Test("RSEM with posterior columns; an effective length of 0 is a number")
  func rsemPosterior() throws {
    let data = try read(
      [
        "gene_id transcript_id(s) length effective_length expected_count TPM FPKM posterior_mean_count pme_TPM pme_FPKM",
        "ENSG1.2_ABC ENST1,ENST2 100 0 7.5 1000000 3 7.4 2 2",
      ], "s.genes.results")
    #expect(ids(data) == ["ENSG1.2_ABC"])
    #expect(data.abundance(.estimatedCount)?.values == [7.5])
    #expect(data.abundance(.effectiveLength)?.values == [0])
    #expect(data.samples.rows.map(\.name) == ["s"])
  }

  @Test(
    "merged tables of nf-core are told by their file names",
    arguments: [
      ("gene_counts", FeatureKind.gene, Measure.estimatedCount),
      ("gene_counts_scaled", .gene, .estimatedCount), ("gene_counts_length_scaled", .gene, .lengthScaledCount),
      ("gene_tpm", .gene, .tpm), ("gene_lengths", .gene, .effectiveLength),
      ("transcript_counts", .transcript, .estimatedCount), ("transcript_tpm", .transcript, .tpm),
      ("transcript_lengths", .transcript, .effectiveLength),
    ])
  func merged(word: String, kind: FeatureKind, measure: Measure) throws {
    let head = kind == .gene ? "gene_id gene_name" : "tx gene_id"
    let data = try read(["\(head) S1 S2", "E1 A 72.999 3", "E2 B 20000.5 8"], "salmon.merged.\(word).tsv")
    #expect(data.abundances.map(\.measure) == [measure])
    #expect(data.features.rows.map(\.kind) == [kind, kind])
    #expect(data.samples.rows.map(\.name) == ["S1", "S2"])
  }

  @Test("a matrix whose only row is cut is refused on that row")
  func cutRow() throws {
    let text = "gene_id\tS1\tS2\tS3\nENSG1\t12"
    let head = FileHead(name: "x.tsv", bytes: Array(text.utf8), isWhole: true)
    #expect(CountTableFileReader.recognize(head).confidence > 0)
    let error = try #require(throws: OmicsError.self) { try read(["gene_id S1 S2 S3", "ENSG1 12"], "x.tsv") }
    #expect(error.location?.line == 2)
  }

  @Test("GCT with NaN and empty cells")
  func emptyCells() throws {
    let data = try read(["#1.2", "2 2", "Name Description S1 S2", "ENSG1 A NaN 3", "ENSG2 B 20000 "], "x.gct")
    let values = data.abundances[0].values
    #expect(values[0].isNaN && values[3].isNaN)
    #expect(values[1] == 20000 && values[2] == 3)
  }
}
