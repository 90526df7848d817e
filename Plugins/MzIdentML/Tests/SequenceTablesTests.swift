import ReaderKit
import Schema
import Testing

@testable import MzIdentMLReader

@Suite struct ProFormaTests {
  private func peptide(_ sequence: String, _ modifications: [PeptideModification]) -> String {
    PeptideEntry(id: "p", sequence: sequence, modifications: modifications, line: 1).proforma
  }

  private func modification(_ location: Int?, _ accession: String, _ mass: String = "") -> PeptideModification {
    PeptideModification(location: location, massDelta: mass, accession: accession)
  }

  @Test func placesTerminiResiduesAndUnknown() {
    #expect(peptide("PEK", []) == "PEK")
    #expect(peptide("PEK", [modification(0, "UNIMOD:1")]) == "[UNIMOD:1]-PEK")
    #expect(peptide("PEK", [modification(4, "UNIMOD:2")]) == "PEK-[UNIMOD:2]")
    #expect(peptide("PEK", [modification(2, "UNIMOD:21"), modification(2, "MOD:1")]) == "PE[UNIMOD:21][MOD:1]K")
    #expect(peptide("PEK", [modification(nil, "UNIMOD:4")]) == "[UNIMOD:4]?PEK")
    #expect(peptide("PEK", [modification(9, "UNIMOD:4")]) == "[UNIMOD:4]?PEK")
  }

  @Test func unknownModificationsAreMasses() {
    #expect(peptide("PEK", [modification(1, "", "12.5")]) == "P[+12.5]EK")
    #expect(peptide("PEK", [modification(1, "", "-0.98")]) == "P[-0.98]EK")
    #expect(peptide("PEK", [modification(1, "")]) == "P[INFO:unknown]EK")
  }
}

@Suite struct DecoyPatternTests {
  @Test(arguments: [
    ("REV_P1", "^REV_", true), ("P1", "^REV_", false), ("REV_P1", "REV_", true), ("P1_REV", "_REV$", true),
    ("P1", "_REV$", false), ("XXX_P1", "^XXX_.*", true), ("P1", "", false), ("P1", "^", false),
  ])
  func fixedEnds(accession: String, pattern: String, fits: Bool) {
    #expect(DecoyPattern.matches(accession, pattern) == fits)
  }
}

@Suite struct RecognitionTests {
  private func judge(_ text: String) -> Recognition {
    MzIdentMLFileReader.recognize(FileHead(name: "x.mzid", bytes: Array(text.utf8), isWhole: true))
  }

  @Test func byRootElementAndNamespace() {
    let stem = "http://psidev.info/psi/pi/mzIdentML/"
    let plain = judge("<?xml version=\"1.0\"?>\n<!-- <fake> -->\n<MzIdentML xmlns=\"\(stem)1.2\">")
    #expect(plain.confidence > 0.9 && plain.version == "1.2" && plain.refusal == nil)
    #expect(judge("<p:MzIdentML xmlns:p='\(stem)1.1.1'/>").version == "1.1.1")
    #expect(judge("<MzIdentML xmlns=\"\(stem)1.0\">").refusal?.code == .unsupported)
    #expect(judge("<mzIdentML xmlns=\"\(stem)1.0\">").refusal?.code == .unsupported)
    #expect(judge("<MzIdentML xmlns=\"http://else\">").refusal?.code == .unsupported)
  }

  @Test(arguments: ["<mzML xmlns=\"x\"/>", "<html><body/></html>", "MTD\tmzTab-version\t1.0.0", "", "<"])
  func nothingElse(text: String) { #expect(judge(text).confidence == 0) }
}
