import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Genes from transcripts against R tximport 1.26.1 (tolerance 1e-12).
@Suite struct TranscriptSummaryTests {
  let transcripts: GoldenMatrix
  let genes: GoldenMatrix

  init() throws {
    transcripts = try GoldenMatrix("../tximport/transcripts.tsv.gz")
    genes = try GoldenMatrix("../tximport/genes.tsv.gz")
  }

  private func input(bars: Bool = false) -> MethodInput {
    var input = MethodInput(
      values: Matrix(rows: 0, columns: 2), ids: [], samples: ["a", "b"], measure: .estimatedCount, scale: .linear)
    let ids = transcripts.ids.map { bars ? "\($0)|more|" : $0 }
    for sample in ["1", "2"] {
      input.quantifications.append(
        TranscriptQuantification(
          sample: sample, ids: ids, counts: transcripts.numbers("count_\(sample)"),
          tpm: transcripts.numbers("tpm_\(sample)"), lengths: transcripts.numbers("length_\(sample)")))
    }
    let pairs = zip(transcripts.ids, transcripts.texts("gene")).filter { $0.1 != "NA" }.map { [$0.0, $0.1] }
    input.tables["tx2gene"] = SettingTable(file: "tx2gene.tsv", header: ["tx", "gene"], rows: pairs)
    return input
  }

  @Test(arguments: ["no", "scaledTPM", "lengthScaledTPM"])
  func equalsTximport(rule: String) throws {
    let set = ["tx2gene": "t", "counts_from_abundance": rule, "ignore_after_bar": "true"]
    let outcome = try applied("tximport", input(bars: true), set)
    guard case .summarisedRows(let ids, let counts) = outcome.output else {
      Issue.record("no genes")
      return
    }
    #expect(ids == genes.ids)
    let golden = { (name: String) in self.genes.numbers("\(name)_1") + self.genes.numbers("\(name)_2") }
    #expect(relativeDifference(counts.values, golden("counts_\(rule)")) < 1e-12)
    for side in outcome.sideTables {
      if side.name == "abundance" { #expect(relativeDifference(side.values.values, golden("tpm")) < 1e-12) }
      if side.name == "length" { #expect(relativeDifference(side.values.values, golden("length")) < 1e-12) }
      if side.name == "unmapped" { #expect(side.ids.count == 20) }
    }
    #expect(outcome.sideTables.map(\.name) == ["unmapped", "abundance", "length"])
    #expect(outcome.diagnostics.contains { $0.severity == .warning && $0.message.contains("20 of 500") })
  }

  @Test func orderOfTranscriptsDoesNotMatter() throws {
    let set = ["tx2gene": "t", "counts_from_abundance": "lengthScaledTPM"]
    var turned = input()
    for index in turned.quantifications.indices {
      let sample = turned.quantifications[index]
      turned.quantifications[index] = TranscriptQuantification(
        sample: sample.sample, ids: sample.ids.reversed(), counts: sample.counts.reversed(), tpm: sample.tpm.reversed(),
        lengths: sample.lengths.reversed())
    }
    guard case .summarisedRows(let ids, let values) = try applied("tximport", input(), set).output,
      case .summarisedRows(let otherIds, let others) = try applied("tximport", turned, set).output
    else { return }
    #expect(ids.sorted() == otherIds.sorted())
    let rows = try ids.map { try #require(otherIds.firstIndex(of: $0)) }
    #expect(relativeDifference(others.selectingRows(rows).values, values.values) < 1e-12)
  }

  /// By its sentence: transcript TPM times the median over isoforms of the mean length, rescaled.
  @Test func isoformCounts() throws {
    var all = input()
    let missing = zip(transcripts.ids, transcripts.texts("gene")).filter { $0.1 == "NA" }.map { [$0.0, "g\($0.0)"] }
    let set = ["tx2gene": "t", "counts_from_abundance": "dtuScaledTPM"]
    let refused = #expect(throws: OmicsError.self) { _ = try applied("tximport", all, set) }
    #expect(refused?.code == .refused && refused?.message.contains("20") == true)
    all.tables["tx2gene"]?.rows += missing
    let outcome = try applied("tximport", all, set)
    guard case .summarisedRows(let ids, let counts) = outcome.output else { return }
    #expect(ids == transcripts.ids)
    var geneOf: [String: String] = [:]
    for row in all.tables["tx2gene"]?.rows ?? [] { geneOf[row[0]] = row[1] }
    let lengths = zip(transcripts.numbers("length_1"), transcripts.numbers("length_2")).map { ($0 + $1) / 2 }
    let members = Dictionary(grouping: ids.indices) { geneOf[ids[$0]] ?? "" }
    for sample in 0..<2 {
      let tpm = transcripts.numbers("tpm_\(sample + 1)")
      let raw = ids.indices.map { row in
        let own = (members[geneOf[ids[row]] ?? ""] ?? []).map { lengths[$0] }.sorted()
        let half = own.count / 2
        return tpm[row] * (own.count % 2 == 1 ? own[half] : (own[half - 1] + own[half]) / 2)
      }
      let scale = transcripts.numbers("count_\(sample + 1)").reduce(0, +) / raw.reduce(0, +)
      #expect(relativeDifference(counts.column(sample), raw.map { $0 * scale }) < 1e-12)
    }
  }

  @Test func refusals() throws {
    var without = input()
    without.tables = [:]
    #expect(throws: OmicsError.self) { _ = try applied("tximport", without) }
    let none = #expect(throws: OmicsError.self) { _ = try applied("tximport", input(bars: true), ["tx2gene": "t"]) }
    #expect(none?.hint?.contains("ignore_after_bar") == true)
    var other = input()
    other.quantifications[1].ids[3] = "strange"
    #expect(throws: OmicsError.self) { _ = try applied("tximport", other, ["tx2gene": "t"]) }
    var twice = input()
    twice.tables["tx2gene"]?.rows.append([transcripts.ids[0], "another"])
    #expect(throws: OmicsError.self) { _ = try applied("tximport", twice, ["tx2gene": "t"]) }
    let headless = input()
    var table = try #require(headless.tables["tx2gene"])
    table.header = table.rows.removeFirst()
    var withoutHeader = headless
    withoutHeader.tables["tx2gene"] = table
    let set = ["tx2gene": "t"]
    #expect(try applied("tximport", withoutHeader, set).numbers == (try applied("tximport", headless, set)).numbers)
  }
}
