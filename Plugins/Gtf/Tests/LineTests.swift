import GtfReader
import OmicsIO
import ReaderKit
import Schema
import Testing

@Suite("lines")
struct LineTests {
  private let good = line("exon", 1, 10, #"gene_id "G"; transcript_id "T";"#)

  @Test("all malformed lines of a file are reported with their lines")
  func collected() throws {
    let text = good + "chr1\tx\texon\n" + good + "chr1\tx\texon\t1\tten\t.\t+\t.\tgene_id \"G\";\n" + good
    let error = try annotationError(text)
    #expect(error.location?.line == 2)
    #expect(error.causes.first?.location?.line == 4)
    #expect(error.causes.first?.location?.column == "end")
  }

  @Test(
    "cells that their column does not allow",
    arguments: [
      ("chr1\tx\texon\t0\t9\t.\t+\t.\t", "start"), ("chr1\tx\texon\t1\t-9\t.\t+\t.\t", "end"),
      ("chr1\tx\texon\t1\t9\tNA\t+\t.\t", "score"), ("chr1\tx\texon\t1\t9\t.\t*\t.\t", "strand"),
      ("chr1\tx\texon\t1\t9\t.\t+\t3\t", "frame"), ("\tx\texon\t1\t9\t.\t+\t.\t", "seqname"),
      ("chr1\tx\t\t1\t9\t.\t+\t.\t", "feature"),
    ])
  func cells(start: String, column: String) throws {
    let error = try annotationError(good + start + "gene_id \"G\";\n")
    #expect(error.code == .value)
    #expect(error.location?.column == column)
  }

  @Test("a last line without line end and letters that look like others are warnings")
  func suspicions() throws {
    let named = line("exon", 1, 10, "gene_id \"G\"; transcript_id \"T\"; gene_name \"CI\u{421}P7\";")
    let found = try annotation(good + named + String(good.dropLast())).diagnostics.filter { $0.severity > .note }
    #expect(found.map(\.code).sorted() == ["no-line-end", "non-ascii-identifier"])
    #expect(found.first { $0.code == "no-line-end" }?.location?.line == 3)
  }

  @Test("a file that ends inside a line is truncated", arguments: [3, 14, 25, 40])
  func truncated(cut: Int) throws {
    let error = try annotationError(good + good + String(good.dropLast(cut)))
    #expect(error.code == .truncated)
    #expect(error.location?.line == 3)
  }

  @Test("a missing line end at the end is no fault")
  func missingLineEnd() throws {
    #expect(try annotation(good + String(good.dropLast())).annotation.count == 2)
  }

  @Test("header lines become settings, comments are counted")
  func headers() throws {
    let text = "#!genome-build INV1\n##provider: GENCODE\n# a comment\n\n" + good
    let read = try annotation(text)
    #expect(read.settings.map(\.key) == ["dialect", "header.genome-build", "header.provider"])
    #expect(read.settings.map(\.value) == ["GENCODE GTF", "INV1", "GENCODE"])
    #expect(read.ledger["comment"].filtered == 1)
    #expect(read.ledger["row"].kept == 1)
  }

  @Test("sequence after the annotation is counted, not read")
  func sequence() throws {
    let text = "##gff-version 3\n" + line("gene", 1, 10, "ID=g") + "##FASTA\n>chr1\nGATTACA\n"
    let read = try annotation(text, name: "a.gff3")
    #expect(read.annotation.count == 1)
    #expect(read.ledger["sequence"].filtered == 2)
  }

  @Test("the chunk size changes nothing", arguments: [1, 7, 4096])
  func chunks(size: Int) throws {
    let text = good + line("gene", 5, 70, #"gene_id "H"; gene_name "é;x";"#)
    let base = try CanonicalText.files(of: try annotation(text))
    #expect(try CanonicalText.files(of: try annotation(text, chunkSize: size)) == base)
  }

  @Test("an identifier with a letter that only looks right is kept with a warning")
  func lookAlike() throws {
    let read = try annotation(line("exon", 1, 9, "gene_id \"\u{0415}NSG1\"; gene_name \"\u{3b1}\";"))
    #expect(read.diagnostics.filter { $0.code == "non-ascii-identifier" }.count == 1)
    #expect(read.features.rows.first?.id == "\u{0415}NSG1")
  }

  @Test("recognition says which format and why")
  func recognition() {
    func judge(_ text: String) -> Recognition {
      GtfFileReader.recognize(FileHead(name: "x", bytes: Array(text.utf8), isWhole: true))
    }
    #expect(judge(good).version == "GTF")
    #expect(judge(good).confidence > 0.9)
    #expect(judge("##gff-version 3\n").version == "GFF3")
    #expect(judge(line("gene", 1, 2, "ID=g;Name=n")).version == "GFF3")
    #expect(judge("chr1\t10\t20\tname\t0\t+\n").confidence == 0)
    #expect(judge("gene\tS1\tS2\nA\t1\t2\n").confidence == 0)
  }
}
