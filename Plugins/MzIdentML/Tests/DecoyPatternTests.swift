import Testing

@testable import MzIdentMLReader

@Suite("decoy accession patterns")
struct DecoyPatternTests {
  @Test(
    "fixed beginnings, ends and parts, alternatives",
    arguments: [
      ("^XXX", "XXX_P1", true), ("^XXX", "P1_XXX", false), ("REV_", "sp|REV_P1", true), ("REV_", "P1", false),
      ("_REV$", "P1_REV", true), ("_REV$", "_REV1", false), ("^XXX_.*", "XXX_P1", true), (".*decoy", "a_decoy_b", true),
      ("^(rev_|shd_)", "shd_P1", true), ("^(rev_|shd_)", "P_shd_1", false), ("rev|decoy", "xdecoyx", true),
      (#"^a\.b"#, "a.b1", true), (#"^a\.b"#, "axb1", false), (#"\$$"#, "P$", true), ("^P1$", "P1", true),
      ("^P1$", "P12", false), ("###REV###", "###REV###P1", true),
    ])
  func matching(pattern: String, accession: String, expected: Bool) {
    #expect(DecoyPattern(pattern)?.matches(accession) == expected)
  }

  @Test(
    "patterns that need more are not read",
    arguments: ["", "^", "$", "a+", "[ab]", "a.b", "(a|b)c", #"\d"#, "a|", "^(a|b)c", "a?"])
  func unread(pattern: String) { #expect(DecoyPattern(pattern) == nil) }
}
