import Schema
import Testing

@Suite struct OmicsErrorTests {
  @Test(arguments: [
    (OmicsError.Code.fault, ExitCode.fault), (.ledgerImbalance, .fault), (.usage, .usage),
    (.unreadable, .invalidInput), (.unknownFormat, .invalidInput),
    (.ambiguousFormat, .invalidInput),
    (.unsupported, .invalidInput), (.malformed, .invalidInput), (.truncated, .invalidInput),
    (.encoding, .invalidInput), (.value, .invalidInput), (.missing, .invalidInput),
    (.duplicate, .invalidInput),
    (.dangling, .invalidInput), (.limit, .invalidInput), (.unsafe, .invalidInput),
    (.undecided, .invalidInput),
    (.strict, .invalidInput), (.unwritable, .environment), (.exists, .environment),
    (.refused, .refused),
    (.plugin, .plugin), (.verification, .verification), (.interrupted, .interrupted),
  ]) func familiesDecideTheExitCode(_ code: OmicsError.Code, _ exit: ExitCode) {
    #expect(OmicsError(code, "x").exitCode == exit)
  }

  @Test func exitCodesAreThoseOfTheContract() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 130, 143])
  }

  @Test func textHasPlaceAndHint() {
    #expect(
      OmicsError(.value, "bad", at: SourceLocation(file: "f", line: 1), hint: "Do that.")
        .description
        == "f:1: bad. Do that.")
    #expect(OmicsError(.value, "bad").description == "bad")
    #expect(SourceLocation(file: "f", byte: 9).description == "f, byte 9")
  }
}
