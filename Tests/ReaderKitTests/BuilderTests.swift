import ReaderKit
import Schema
import Testing

@Suite struct BuilderTests {
  @Test func abundanceIsColumnMajorWithSortedReasons() {
    var builder = AbundanceBuilder(kind: .gene, measure: .tpm, scale: .linear, samples: [0, 1])
    builder.append(feature: 4, row: [1, .nan])
    builder.markMissing(column: 1, .zeroMeansMissing)
    builder.append(feature: 5, row: [.nan, 2])
    builder.markMissing(column: 0, .notANumber)
    builder.markMissing(column: 0, .notReported)
    let table = builder.finish()
    #expect(table.features == [4, 5])
    #expect(table[0, 0] == 1 && table[1, 1] == 2 && table[1, 0].isNaN)
    #expect(
      table.missing == [
        MissingCell(row: 1, column: 0, reason: .notANumber), MissingCell(row: 0, column: 1, reason: .zeroMeansMissing),
      ])
  }

  @Test func duplicatesNameBothLines() throws {
    var builder = DatasetBuilder(layer: .proteomics, file: "f")
    try builder.addFeature(Feature(id: "P1", kind: .protein, line: 3))
    try builder.addFeature(Feature(id: "P1", kind: .peptide, line: 4))
    #expect(builder.feature(.peptide, "P1") == 1)
    var caught: OmicsError?
    do throws(OmicsError) { try builder.addFeature(Feature(id: "P1", kind: .protein, line: 9)) } catch {
      caught = error
    }
    #expect(caught?.code == .duplicate)
    #expect(caught?.message.contains("line 3") == true)
    #expect(caught?.location?.line == 9)
    #expect(builder.sample(named: "s") == builder.sample(named: "s"))
    caught = nil
    do throws(OmicsError) { try builder.addSample(Sample(name: "s")) } catch { caught = error }
    #expect(caught?.code == .duplicate)
  }

  @Test func errorsAreCollectedUpToTheMaximum() {
    var builder = DatasetBuilder(layer: .proteomics, file: "f", maximumErrors: 3)
    var caught: OmicsError?
    do throws(OmicsError) {
      for line in 1...9 { try builder.reject(OmicsError(.value, "m\(line)", at: builder.location(line: line))) }
    } catch { caught = error }
    #expect(caught?.message == "m1")
    #expect(caught?.causes.map(\.code) == [.value, .value, .limit])
  }

  @Test func unbalancedLedgerDoesNotFinish() {
    var builder = DatasetBuilder(layer: .proteomics, file: "f")
    var line = Ledger.Line()
    line.read = 2
    line.kept = 1
    builder.dataset.ledger.restore("row", line)
    var caught: OmicsError?
    do throws(OmicsError) { _ = try builder.finish() } catch { caught = error }
    #expect(caught?.code == .ledgerImbalance)
  }

  @Test func headReadsUTF16AndDropsTheCutLine() {
    let units = Array("é\nb".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(FileHead(name: "x", bytes: [0xFF, 0xFE] + units, isWhole: true).lines == ["é", "b"])
    #expect(FileHead(name: "x", bytes: Array("a\r\nb\ncut".utf8), isWhole: false).lines == ["a", "b"])
    #expect(FileHead(name: "x", bytes: [0xEF, 0xBB, 0xBF, 0x61], isWhole: true).text == "a")
  }

  @Test func foreignFilesAreNamed() {
    func name(_ text: String) -> String? {
      ForeignFormat.name(of: FileHead(name: "x", bytes: Array(text.utf8), isWhole: true))
    }
    #expect(name("") == "an empty file")
    #expect(name("  <!DOCTYPE html>") == "an HTML page")
    #expect(name("<?xml version='1.0'?><mzML>") == "mzML spectra")
    #expect(name("PK\u{3}\u{4}")?.contains("ZIP") == true)
    #expect(name("a\tb") == nil)
  }
}
