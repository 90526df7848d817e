import Schema
import Testing

@Suite struct AnnotationTableTests {
  @Test func rowsComeBackAsTheyWere() {
    let rows = [
      AnnotationTable.Row(
        seqname: "chr1", source: "HAVANA", feature: "exon", start: 11_869, end: 12_227, score: 0.5,
        strand: "+",
        frame: 2,
        attributes: [
          .init("tag", "a"), .init("gene_id", "g"), .init("tag", "b"), .init("tag", "a"),
        ],
        line: 4),
      AnnotationTable.Row(
        seqname: "chr1", source: ".", feature: "gene", start: 1, end: 250_000_000, line: 5),
      AnnotationTable.Row(
        seqname: "X", source: "s", feature: "CDS", start: 3, end: 3, strand: "-", frame: 0,
        attributes: [.init("gene_id", "")], line: 70_000),
    ]
    var table = AnnotationTable()
    for row in rows { table.append(row) }
    #expect(table.count == 3)
    #expect(table.row(0) == rows[0])
    #expect(table.row(2).attributes == rows[2].attributes)
    #expect(table.row(2).line == 70_000)
    #expect(table.row(2).frame == 0)
    #expect(table.row(1).score.isNaN)
    #expect(table.row(1).frame == -1)
    #expect(table.row(1).end == 250_000_000)
    #expect(table.row(1).attributes.isEmpty)
    #expect(table.row(0).first("tag") == "a")
    #expect(table.row(2).first("gene_id") == nil)
  }

  @Test func poolGivesIdsInOrderOfAppearance() {
    var pool = StringPool()
    #expect(pool.intern("b") == 0)
    #expect(pool.intern("a") == 1)
    #expect(pool.intern("b") == 0)
    #expect(pool.strings == ["b", "a"])
    #expect(pool.count == 2)
    #expect(pool[1] == "a")
    #expect(pool.id(of: "a") == 1)
    #expect(pool.id(of: "c") == nil)
  }
}
