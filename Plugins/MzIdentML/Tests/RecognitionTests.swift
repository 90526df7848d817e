import ReaderKit
import Schema
import Testing

@testable import MzIdentMLReader

@Suite("recognition of mzIdentML")
struct RecognitionTests {
  private let stem = "http://psidev.info/psi/pi/mzIdentML/"

  private func judge(_ text: String) -> Recognition {
    MzIdentMLFileReader.recognize(FileHead(name: "x.mzid", bytes: Array(text.utf8), isWhole: true))
  }

  @Test("the root element's name and namespace decide")
  func root() {
    let plain = judge("<?xml version=\"1.0\"?>\n<!-- <fake> -->\n<MzIdentML xmlns=\"\(stem)1.2\">")
    #expect(plain.confidence > 0.9 && plain.version == "1.2" && plain.refusal == nil)
    #expect(judge("<p:MzIdentML xmlns:p='\(stem)1.1.1'/>").version == "1.1.1")
    #expect(judge("<MzIdentML id='&lt;' xmlns=\"\(stem)1.3\">").refusal == nil)
  }

  @Test("what is not read is refused by name")
  func refusals() {
    #expect(judge("<mzIdentML xmlns=\"\(stem)1.0\">").refusal == nil)
    #expect(judge("<mzIdentML xmlns=\"\(stem)0.9\">").refusal?.code == .unsupported)
    #expect(judge("<mzIdentML xmlns=\"\(stem)1.1\">").refusal?.code == .malformed)
    #expect(judge("<MzIdentML xmlns=\"http://else\">").refusal?.message.contains("http://else") == true)
    #expect(judge("<MzIdentML>").refusal?.message.contains("no namespace") == true)
  }

  @Test(
    "other files are not taken",
    arguments: [
      "<mzML xmlns=\"x\"/>", "<html><body/></html>", "MTD\tmzTab-version\t1.0.0", "", "<",
    ])
  func others(text: String) { #expect(judge(text).confidence == 0) }

  @Test("a root element that ends with the text is the reader's to refuse, with its place")
  func cut() {
    #expect(judge("<MzIdentML xmlns=").confidence > 0.9)
    #expect(judge("<MzIdentML xmlns=").refusal == nil)
  }
}
