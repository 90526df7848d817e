import Testing

@testable import MzIdentMLReader

@Suite("modifications of mzIdentML")
struct ProFormaTests {
  private func write(_ sequence: String, _ modifications: [PeptideModification]) -> String {
    var labels: [String] = []
    return ProForma.write(sequence, modifications, labels: &labels)
  }

  private func modification(_ location: Int?, _ accession: String, delta: String = "") -> PeptideModification {
    PeptideModification(location: location, delta: delta, accession: accession)
  }

  @Test("termini, residues, unknown places")
  func places() {
    #expect(write("PEK", []) == "PEK")
    #expect(write("PEK", [modification(0, "UNIMOD:1")]) == "[UNIMOD:1]-PEK")
    #expect(write("PEK", [modification(4, "UNIMOD:2")]) == "PEK-[UNIMOD:2]")
    #expect(write("PEK", [modification(2, "UNIMOD:21"), modification(2, "MOD:1")]) == "PE[UNIMOD:21][MOD:1]K")
    #expect(write("PEK", [modification(nil, "UNIMOD:4")]) == "[UNIMOD:4]?PEK")
    #expect(write("PEK", [modification(9, "UNIMOD:4")]) == "[UNIMOD:4]?PEK")
    #expect(write("PEK", [modification(-1, "UNIMOD:4")]) == "[UNIMOD:4]?PEK")
  }

  @Test("without an accession the mass stands, then the name")
  func unknown() {
    #expect(write("PEK", [modification(1, "", delta: "12.5")]) == "P[+12.5]EK")
    #expect(write("PEK", [modification(1, "", delta: "-0.98")]) == "P[-0.98]EK")
    #expect(write("PEK", [modification(1, "")]) == "P[INFO:unknown modification]EK")
    var named = modification(1, "", delta: "12.5")
    named.take(accession: "", name: "my[x]", value: "")
    #expect(write("PEK", [named]) == "P[+12.5|INFO:my_x_]EK")
  }

  @Test("UNIMOD goes before PSI-MOD before XLMOD, whatever the order")
  func preference() {
    var first = PeptideModification(location: 1)
    for accession in ["MOD:00719", "UNIMOD:35", "XLMOD:02001", "MS:1001524"] {
      first.take(accession: accession, name: "x", value: "")
    }
    #expect(first.accession == "UNIMOD:35")
  }

  @Test("a substitution writes the residue that is there")
  func substitution() {
    var change = PeptideModification(location: 2)
    (change.original, change.replacement) = ("X", "N")
    #expect(write("PXK", [change]) == "PN[INFO:X replaced by N]K")
  }

  @Test("the ends of a link share a label over both peptides")
  func links() {
    var donor = modification(2, "XLMOD:02001")
    donor.take(accession: "MS:1002509", name: "", value: "7")
    var acceptor = PeptideModification(location: 1)
    acceptor.take(accession: "MS:1002510", name: "", value: "7")
    var labels: [String] = []
    #expect(ProForma.write("AKR", [donor], labels: &labels) == "AK[XLMOD:02001#XL1]R")
    #expect(ProForma.write("KC", [acceptor], labels: &labels) == "K[#XL1]C")
    #expect(write("KAKR", [donor, acceptor]) == "K[#XL1]A[XLMOD:02001#XL1]KR")
  }
}
