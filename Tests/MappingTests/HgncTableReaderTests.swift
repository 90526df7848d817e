import Mapping
import OmicsIO
import Schema
import Testing

@Suite struct HgncTableReaderTests {
  private func read(_ text: String) throws(OmicsError) -> HgncTable {
    var source = ByteSource.bytes(Array(text.utf8), name: "t.tsv")
    return try HgncTableReader.read(&source)
  }

  @Test func namesTheMissingColumnAndItsSpellings() throws {
    let error = #expect(throws: OmicsError.self) { _ = try self.read("HGNC ID\tApproved symbol\tApproved name\n") }
    #expect(error?.code == .missing && error?.message.contains("status") == true)
  }

  @Test(arguments: [
    ("HGNC:1\tA\tn\n", OmicsError.Code.malformed, 2), ("1\tA\tn\tApproved\n", .value, 2),
    ("HGNC:1\tA\tn\tFine\n", .value, 2), ("HGNC:1\tA\tn\tApproved\nHGNC:1\tB\tn\tApproved\n", .duplicate, 3),
  ])
  func locatesDamage(rows: String, code: OmicsError.Code, line: Int) throws {
    let error = #expect(throws: OmicsError.self) {
      _ = try self.read("HGNC ID\tApproved symbol\tApproved name\tStatus\n" + rows)
    }
    #expect(error?.code == code && error?.location?.line == line)
  }

  @Test func olderSpellingsAndCommasInNames() throws {
    let table = try read(
      "HGNC ID\tApproved symbol\tApproved name\tStatus\tSynonyms\nHGNC:1\tA\tn\tApproved\tX1, Y,2, Z\n")
    #expect(table.rows[0].aliases == ["X1", "Y,2", "Z"])
  }
}
