import Testing

@testable import Writers

@Suite struct MzTabPeptideTests {
  @Test(arguments: [
    ("ACDMK", "", "ACDMK", ""), ("AC[UNIMOD:4]DMK", "2-UNIMOD:4", "ACDMK", ""),
    ("[UNIMOD:1]-AC[+57.02]K-[UNIMOD:2]", "0-UNIMOD:1,2-CHEMMOD:+57.02,4-UNIMOD:2", "ACK", ""),
    ("AS[UNIMOD:21#g1]S[#g1]TYR/2", "2|3-UNIMOD:21", "ASSTYR", "2"),
    ("[UNIMOD:35]?ACDMK/3#2", "null-UNIMOD:35", "ACDMK", "3"),
    ("ACDMK[INFO:CHEMMOD:-NH4]", "5-CHEMMOD:-NH4", "ACDMK", ""),
    ("A[Formula:C2H2O]CK", "1-CHEMMOD:+C2H2O", "ACK", ""),
  ])
  func modificationsInTheWordsOfMzTab(id: String, cell: String, residues: String, charge: String) {
    let peptide = MzTabPeptide(id: id)
    #expect(peptide.modifications == cell)
    #expect(peptide.residues == residues)
    #expect(peptide.charge == charge)
  }

  @Test(arguments: ["AM[Oxidation]K", "AK[XLMOD:02001#XL1]K", "A[+15.99|INFO:x]K"])
  func otherNamesHaveNoPlaceInTheColumn(notation: String) {
    #expect(MzTabPeptide(id: notation).modifications == nil)
  }
}
