import Foundation
import Pipeline
import Schema
import Testing

/// Gene lengths of published annotations against those of a reference script (`Fixtures/gtf`).
@Suite struct GtfLengthTests {
  private struct Golden {
    var columns: [String: Int] = [:]
    var rows: [[String]] = []

    init(_ name: String) throws {
      let text = try String(contentsOfFile: "\(GtfLengthTests.folder)/\(name).genes.tsv", encoding: .utf8)
      rows = text.split(separator: "\n").map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      for (index, column) in rows.removeFirst().enumerated() { columns[column] = index }
    }

    func text(_ row: [String], _ column: String) -> String { columns[column].map { row[$0] } ?? "no such column" }
    func number(_ row: [String], _ column: String) -> Double { Double(text(row, column)) ?? .nan }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/gtf").path

  @Test(
    "every gene has its span, counts and lengths", arguments: [("gencode", 119), ("yeast", 1525), ("collapsed", 376)])
  func lengths(name: String, count: Int) throws {
    let golden = try Golden(name)
    let genes = try DatasetDoor.read("\(Self.folder)/\(name).gtf.gz").annotation.genes
    #expect(golden.rows.count == count)
    #expect(genes.map(\.id) == golden.rows.map { golden.text($0, "gene_id") })
    var different: [String] = []
    for (gene, row) in zip(genes, golden.rows) {
      var pairs: [(String, Double)] = [
        ("start", Double(gene.start)), ("end", Double(gene.end)), ("n_exon_rows", Double(gene.exons)),
        ("len_exon_union", Double(gene.lengthExonUnion)),
      ]
      // Without transcript ids all exon rows of a gene are one transcript to the script, and none to us.
      if name != "collapsed" {
        pairs += [
          ("n_transcripts", Double(gene.transcripts)), ("len_longest_tx", Double(gene.lengthLongest)),
          ("len_median_tx", gene.lengthMedian), ("len_mean_tx", gene.lengthMean),
        ]
      }
      for (column, value) in pairs where !(abs(value - golden.number(row, column)) <= 1e-9) {
        different.append("\(gene.id) \(column) \(value)")
      }
      for (column, text) in [("chrom", gene.seqname), ("strand", gene.strand)] where text != golden.text(row, column) {
        different.append("\(gene.id) \(column) \(text)")
      }
      if name == "gencode", gene.biotype != golden.text(row, "biotype") { different.append("\(gene.id) biotype") }
      if name == "gencode", gene.name != golden.text(row, "gene_name") { different.append("\(gene.id) name") }
    }
    #expect(different.isEmpty)
  }
}
