import OmicsIO
import Schema
import Testing

private func decide(_ text: String, comment: UInt8? = nil) -> DelimiterDecision? {
  try? DelimiterEvidence.decide(head: Array(text.utf8), name: "in", commentPrefix: comment)
}

@Suite struct DelimiterEvidenceTests {
  @Test func clearCases() {
    #expect(decide("a\tb\tc\n1\t2\t3\n")?.delimiter == 0x09)
    #expect(decide("a,b\n1,2\n")?.delimiter == 0x2C)
    #expect(decide("a;b\n1,5;2,5\n")?.delimiter == 0x3B)
    #expect(decide("a;b;c\n1,5;2,5;3\n")?.delimiter == 0x3B)
    #expect(decide("id v\nx 1\ny 2\n")?.delimiter == 0x20)
    #expect(decide("a\tb\n1,5\t2,5\n")?.delimiter == 0x09)
    #expect(decide("a,b c\n1,2 3\n")?.delimiter == 0x2C)
    #expect(decide("s1\ts2\ng1\t1\t2\ng2\t3\t4\n")?.evidence.contains("one fewer in the header") == true)
    #expect(decide("\"x,y\",b\n\"1,\n2\",3\n")?.delimiter == 0x2C)
    #expect(decide("#c,c,c\na\tb\n1\t2\n", comment: 0x23)?.delimiter == 0x09)
    #expect(decide("\u{FEFF}a,b\r\n1,2\r\n")?.delimiter == 0x2C)
    #expect(decide("tube 5\",x\ny\",2\nz,3\n")?.delimiter == 0x2C)
  }

  @Test func cutLastLineDoesNotCount() {
    #expect(decide("a,b,c\n1,2,3\n4,5")?.delimiter == 0x2C)
    #expect(decide("a,b,c")?.delimiter == 0x2C)
  }

  @Test func undecidedIsRefusedWithEvidence() {
    for text in ["", "\n\n", "one\ntwo\n", "a,b\n1\n", "a;b,c\nd;e,f\n", "a\tb\n1\t2\t3\t4\n"] {
      do throws(OmicsError) {
        let decision = try DelimiterEvidence.decide(head: Array(text.utf8), name: "in")
        Issue.record("decided \(decision)")
      } catch {
        #expect(error.code == .undecided)
        #expect(error.hint?.contains("--option delimiter") == true)
      }
    }
  }
}
