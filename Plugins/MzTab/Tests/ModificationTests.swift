import Schema
import Testing

@testable import MzTabReader

@Suite("modifications")
struct ModificationTests {
  @Test(
    "columns become ProForma",
    arguments: [
      ("ACDMK", "2-UNIMOD:4", "AC[UNIMOD:4]DMK"),
      ("ACDMK", "0-UNIMOD:1,6-UNIMOD:2", "[UNIMOD:1]-ACDMK-[UNIMOD:2]"),
      ("ASSTYR", "2|3-UNIMOD:21", "AS[UNIMOD:21#g1]S[#g1]TYR"),
      (
        "ASSTYR",
        "2[MS,MS:1001876,modification probability,0.8]|3[MS,MS:1001876,modification probability,0.2]-MOD:00412",
        "AS[MOD:00412#g1]S[#g1]TYR"
      ),
      ("ACDMK", "null-UNIMOD:35", "[UNIMOD:35]?ACDMK"),
      ("ACDMK", "UNIMOD:35", "[UNIMOD:35]?ACDMK"),
      ("ACDMK", "4-CHEMMOD:+15.9949", "ACDM[+15.9949]K"),
      ("ACDMK", "4-CHEMMOD:15.9949146221", "ACDM[+15.9949146221]K"),
      ("ACDMK", "5-CHEMMOD:-17.03", "ACDMK[-17.03]"),
      ("ACDMK", "5-CHEMMOD:-NH4", "ACDMK[INFO:CHEMMOD:-NH4]"),
      ("ACDMK", "1-CHEMMOD:+C2H2O", "A[Formula:C2H2O]CDMK"),
      ("ACDMK", "4-UNIMOD:35,[MS, MS:1001524, fragment neutral loss, 63.99]", "ACDM[UNIMOD:35]K"),
    ])
  func proforma(sequence: String, column: String, expected: String) {
    let parsed = ModificationList.parse(column)
    #expect(parsed.unread.isEmpty)
    #expect(ProForma.write(sequence, parsed.modifications) == expected)
  }

  @Test("null and 0 are no modifications", arguments: ["null", "NULL", "0", ""])
  func none(column: String) {
    #expect(ModificationList.parse(column).modifications.isEmpty)
  }

  @Test("text that is no modification is handed back")
  func unread() {
    let parsed = ModificationList.parse("3-UNIMOD:4,Oxidation (M),x-UNIMOD:1")
    #expect(parsed.modifications.count == 1)
    #expect(parsed.unread == ["Oxidation (M)", "x-UNIMOD:1"])
  }

  @Test("a position outside the sequence is no ProForma")
  func outside() {
    #expect(ProForma.write("ACD", ModificationList.parse("9-UNIMOD:4").modifications) == nil)
  }

  @Test("residues of a decorated sequence")
  func residues() {
    #expect(ProForma.residues("(Gln->pyro-Glu)QDGR") == "QDGR")
    #expect(ProForma.residues(".(TMT6plex)AM(Oxidation)K") == "AMK")
  }
}
