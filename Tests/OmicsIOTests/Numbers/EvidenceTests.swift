import OmicsIO
import Testing

@Suite struct EvidenceTests {
  private func verdict(_ cells: [String]) -> DecimalMarkEvidence {
    var evidence = DecimalMarkEvidence()
    for cell in cells { Array(cell.utf8).withUnsafeBytes { evidence.observe($0) } }
    return evidence
  }

  @Test func decimalMarks() {
    #expect(verdict(["1.5", "2", "NA"]).verdict == .point)
    #expect(verdict(["1,5", "2", "0,25"]).verdict == .comma)
    #expect(verdict(["1", "2"]).verdict == .integers)
    #expect(verdict(["a", ""]).verdict == .noNumbers)
    #expect(verdict(["1.5", "1,5"]).verdict == .undecided)
    #expect(verdict(["1,234", "12,345"]).verdict == .undecided)
    #expect(verdict(["1,234", "0,5"]).verdict == .comma)
    #expect(verdict(["0,234"]).verdict == .comma)
    #expect(verdict(["1,5"]).evidence.contains("decimal comma"))
    #expect(verdict(["1,5"]).evidence.contains("1,5"))
  }

  @Test func damagedIdentifiers() {
    for (text, kind) in [
      ("1-Mar", ExcelDamage.Kind.dayMonth), ("02-Sep", .dayMonth), ("1-Mar-20", .dayMonth), ("1-Mar-2020", .dayMonth),
      ("1. Mrz", .dayMonth), ("1-mars", .dayMonth), ("Mar-01", .monthYear), ("Sep-02", .monthYear),
      ("2020-03-01", .isoDate), ("2020-03-01 00:00:00", .isoDate), ("3/1/2020", .slashDate),
      ("01.03.2020", .slashDate), ("43891", .serial), ("2.31E+19", .floatIdentifier), ("2,31E+19", .floatIdentifier),
      ("1E+10", .floatIdentifier), ("#NAME?", .errorValue), ("#N/A", .errorValue),
    ] { #expect(ExcelDamage.classify(text) == kind, "\(text)") }
    for text in [
      "MARCHF1", "SEPTIN2", "MARC1", "SEP2", "TP53", "P12345", "ENSG00000000003", "HLA-A", "1-14", "NKX2-1", "12345",
      "99999", "7157", "2310009E13", "2310009E13Rik", "1.5", "1e5", "#1", "", "MT-CO1", "H3-3A", "ERVK-6", "1-Abc",
      "99-Mar-1", "2020-13-01", "1.2.3", "10.1016", "DEC1", "OCT4", "Mar-001",
    ] { #expect(ExcelDamage.classify(text) == nil, "\(text)") }
    #expect(Array("1-Mar".utf8).withUnsafeBytes { ExcelDamage.classify($0) } == .dayMonth)
    #expect(Array("TP53".utf8).withUnsafeBytes { ExcelDamage.classify($0) } == nil)
  }

  @Test func candidatesOfDates() {
    #expect(ExcelDamage.candidates("1-Mar") == ["MARC1", "MTARC1", "MARCH1", "MARCHF1"])
    #expect(ExcelDamage.candidates("Mar-09") == ["MARCH9", "MARCHF9"])
    #expect(ExcelDamage.candidates("2-Sep") == ["SEP2", "SEPT2", "SEPTIN2"])
    #expect(ExcelDamage.candidates("1-Dec") == ["DEC1", "DELEC1"])
    #expect(ExcelDamage.candidates("43891").isEmpty)
  }
}
