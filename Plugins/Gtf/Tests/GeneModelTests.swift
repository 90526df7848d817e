import Schema
import Testing

@Suite("gene models")
struct GeneModelTests {
  private func exons(_ list: [(Int, Int, String)]) -> String {
    list.map { line("exon", $0.0, $0.1, #"gene_id "G"; transcript_id "\#($0.2)";"#) }.joined()
  }

  @Test("lengths by every definition")
  func lengths() throws {
    // T1: 100 + 50, T2: 61, T3: 10; together 1-100, 120-180 and 201-250 are covered.
    let text = exons([(1, 100, "T1"), (201, 250, "T1"), (120, 180, "T2"), (91, 100, "T3")])
    let gene = try #require(try annotation(text).annotation.genes.first)
    #expect(gene.lengthExonUnion == 100 + 61 + 50)
    #expect(gene.lengthLongest == 150)
    #expect(gene.lengthMedian == 61)
    #expect(gene.lengthMean == Double(150 + 61 + 10) / 3)
    #expect((gene.start, gene.end, gene.transcripts, gene.exons) == (1, 250, 3, 4))
  }

  @Test("book-ended and nested exons are covered once")
  func union() throws {
    let text = exons([(1, 10, "T1"), (11, 20, "T2"), (3, 5, "T3"), (3, 5, "T3")])
    #expect(try annotation(text).annotation.genes.first?.lengthExonUnion == 20)
  }

  @Test("the median of two transcripts lies between them")
  func evenMedian() throws {
    let text = exons([(1, 10, "T1"), (1, 21, "T2")])
    #expect(try annotation(text).annotation.genes.first?.lengthMedian == 15.5)
  }

  @Test("one gene id on two sequences: lengths added, both named, reported")
  func twoSequences() throws {
    let text =
      line("exon", 1, 10, #"gene_id "G"; transcript_id "T";"#, seqname: "chrX")
      + line("exon", 1, 10, #"gene_id "G"; transcript_id "T";"#, seqname: "chrY")
    let read = try annotation(text)
    let gene = try #require(read.annotation.genes.first)
    #expect(gene.seqname == "chrX;chrY")
    #expect(gene.lengthExonUnion == 20)
    #expect(gene.lengthLongest == 10)
    #expect(read.diagnostics.contains { $0.code == "gene-on-several-sequences" })
  }

  @Test("the copy on the Y chromosome is a gene of its own")
  func pseudoautosomal() throws {
    let text =
      line("gene", 1, 10, #"gene_id "ENSG00000900002.5"; gene_type "lncRNA";"#, seqname: "chrX")
      + line("gene", 1, 10, #"gene_id "ENSG00000900002.5_PAR_Y"; gene_type "lncRNA";"#, seqname: "chrY")
    let read = try annotation(text)
    #expect(read.features.rows.map(\.id) == ["ENSG00000900002.5", "ENSG00000900002.5_PAR_Y"])
    #expect(read.features.rows.allSatisfy { $0.namespace == .ensembl && $0.kind == .gene })
  }

  @Test("exons without a transcript are one transcript of their gene")
  func collapsed() throws {
    let text =
      line("gene", 1, 90, #"gene_id "G";"#) + line("exon", 1, 30, #"gene_id "G";"#)
      + line("exon", 51, 90, #"gene_id "G";"#)
    let read = try annotation(text)
    #expect(read.annotation.dialect == "collapsed GTF")
    #expect(read.annotation.genes.first?.lengthLongest == 70)
    #expect(read.annotation.genes.first?.transcripts == 1)
  }

  @Test("a feature that ends before it starts adds nothing")
  func reversed() throws {
    let read = try annotation(exons([(1, 10, "T"), (20, 11, "T")]))
    #expect(read.annotation.genes.first?.lengthExonUnion == 10)
    #expect(read.annotation.row(1).start == 20)
    #expect(read.diagnostics.contains { $0.code == "end-before-start" && $0.location?.line == 2 })
  }

  @Test("GFF3 exons reach their gene through any order of lines")
  func parents() throws {
    let text =
      "##gff-version 3\n" + line("exon", 1, 10, "Parent=t1,t2") + line("CDS", 4, 9, "Parent=t2")
      + line("mRNA", 1, 10, "ID=t2;Parent=g") + line("mRNA", 1, 10, "ID=t1;Parent=g")
      + line("gene", 1, 10, "ID=g;Name=N;Dbxref=GeneID:7,HGNC:HGNC:8;gbkey=Gene")
    let read = try annotation(text, name: "a.gff3")
    let gene = try #require(read.annotation.genes.first)
    #expect(read.annotation.genes.count == 1)
    #expect((gene.name, gene.transcripts, gene.exons, gene.lengthCDS) == ("N", 2, 2, 6))
    #expect(read.features.rows.first?.accession == "7")
    #expect(read.features.rows.first?.namespace == .ncbiGene)
  }

  @Test("a circle of parents ends")
  func circle() throws {
    let text =
      "##gff-version 3\n" + line("mRNA", 1, 10, "ID=a;Parent=b") + line("mRNA", 1, 10, "ID=b;Parent=a")
      + line("exon", 1, 10, "Parent=a")
    #expect(try annotation(text, name: "a.gff3").diagnostics.contains { $0.code == "dangling-parent" })
  }
}
