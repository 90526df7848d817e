import Schema
import Testing

@testable import Writers

@Suite struct MSstatsWriterTests {
  private func lines(_ dataset: Dataset, _ selection: TableSelection = TableSelection()) throws -> [String] {
    String(decoding: try MSstatsWriter.bytes(of: dataset, selection: selection), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  @Test func oneRowForEachFeatureAndSample() throws {
    #expect(
      try lines(smallDataset()) == [
        MSstatsWriter.columns.joined(separator: "\t"),
        "P1\tNA\tNA\tNA\tNA\tL\tcase\tA\trun1.raw\t1.5",
        "P1\tNA\tNA\tNA\tNA\tL\tcontrol\ts2\trun2.raw\t3",
        "P2\tNA\tNA\tNA\tNA\tL\tcase\tA\trun1.raw\tNA",
        "P2\tNA\tNA\tNA\tNA\tL\tcontrol\ts2\trun2.raw\t0.1",
      ])
  }

  @Test func peptidesNameTheirProteins() throws {
    var dataset = smallDataset()
    dataset.abundances[0] = AbundanceTable(
      kind: .peptide, measure: .intensity, scale: .linear, features: [2], samples: [0], values: [7])
    #expect(try lines(dataset)[1] == "P1\tPEM[Oxidation]K\t2\tNA\tNA\tL\tcase\tA\trun1.raw\t7")
    dataset.features.rows[2].members = ["P1", "P9"]
    #expect(try lines(dataset)[1].hasPrefix("P1;P9\tPEM"))
    dataset.features.rows[2].members = []
    dataset.features.rows[2].accession = "PEMK"
    #expect(try lines(dataset)[1].hasPrefix("NA\tPEM[Oxidation]K\t2\t"))
  }

  @Test func logarithmsAreTakenBack() throws {
    #expect(try lines(smallDataset(scale: .log2))[2].hasSuffix("\t8"))
    #expect(try lines(smallDataset(scale: .log10))[2].hasSuffix("\t1000"))
  }

  @Test func sharedRunsAreReplacedBySamples() throws {
    var dataset = smallDataset()
    dataset.samples.rows[1].msRun = "run1.raw"
    #expect(try lines(dataset)[2].hasSuffix("control\ts2\ts2\t3"))
  }

  @Test func whatMSstatsCannotTakeIsRefused() {
    func code(_ edit: (inout Dataset) -> Void) -> OmicsError.Code? {
      var dataset = smallDataset()
      edit(&dataset)
      do throws(OmicsError) {
        _ = try MSstatsWriter.bytes(of: dataset)
        return nil
      } catch { return error.code }
    }
    #expect(code { $0.abundances[0].measure = .ratio } == .unsupported)
    #expect(code { $0.abundances[0].kind = .gene } == .unsupported)
    #expect(code { $0.samples.rows[0].condition = "" } == .missing)
    #expect(code { _ in } == nil)
  }
}
