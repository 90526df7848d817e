import OmicsIO
import ReaderKit
import Schema
import SdrfReader
import Testing

@Suite struct SdrfFileReaderTests {
  private static let header =
    "source name\tcomment[data file]\tcomment[label]\tcomment[modification parameters]\t"
    + "comment[modification parameters]\tFactor Value[dose]"

  private func table(_ text: String) throws -> SDRFTable {
    var source = ByteSource.bytes(Array(text.utf8), name: "s.tsv", chunkSize: 5)
    return try SDRFTable(&source)
  }

  @Test(arguments: ["\n", "\r\n"]) func bytesComeBack(_ end: String) throws {
    let row = "s1\ta.raw\tlabel free sample\tNT=Oxidation;MT=variable;TA=M\tnt=Carbamidomethyl;ta=C\t\"5, high\""
    for text in [
      Self.header + end + row + end, Self.header + end + row, "\u{FEFF}" + Self.header + end + end + row + end + end,
    ] {
      let sheet = try table(text)
      #expect(sheet.text == Array(text.utf8))
      let sample = try #require(sheet.samples().table.rows.first)
      #expect(sample.value(of: "modification parameters") == "NT=Oxidation;MT=variable;TA=M")
      #expect(sample.value(of: "modification parameters.2") == "nt=Carbamidomethyl;ta=C")
      #expect(sample.condition == "5, high")
    }
  }

  @Test func cellsOfPairs() {
    let cell = SDRFCell("nt=Oxidation; AC=UNIMOD:35;PP=Any N-term")
    #expect(cell.name == "Oxidation" && cell.value("ac") == "UNIMOD:35" && cell.value("PP") == "Any N-term")
    #expect(SDRFCell("35% NCE").pairs.isEmpty && SDRFCell("Not Available").name.isEmpty)
    #expect(SDRFCell("a=b;c").pairs.isEmpty)
  }

  @Test func errorsNameRowAndColumn() throws {
    let error = #expect(throws: OmicsError.self) {
      try table(Self.header + "\n\ta.raw\tx\t1\t2\t3\ns\t\tx\t1\t2\t3\ns\tb.raw\ty\ns\ta.raw\tx\t1\t2\t3\n")
    }
    let all = [try #require(error)] + (error?.causes ?? [])
    #expect(all.map { $0.location?.line } == [2, 3, 4, 5])
    #expect(all.map { $0.location?.column } == ["source name", "comment[data file]", nil, "comment[data file]"])
    #expect(all.map(\.code) == [.missing, .missing, .malformed, .duplicate])
  }

  @Test func otherTablesAreNone() {
    #expect(!SDRFTable.isHeader("sample\tcondition"))
    #expect(!SDRFTable.isHeader("source name\tvalue"))
    #expect(SDRFTable.isHeader("Source Name\tCharacteristics[organism]"))
  }
}
