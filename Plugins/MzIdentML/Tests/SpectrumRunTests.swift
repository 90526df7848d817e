import Testing

@testable import MzIdentMLReader

@Suite("names and tables of mzIdentML")
struct SpectrumRunTests {
  @Test(
    "samples are named by the base name of the location",
    arguments: [
      ("file:///a/b/run.mzML", "run"), (#"C:\x\Run 1.raw"#, "Run 1"), ("a/run.1.mzML.gz", "run.1"),
      ("Rosetta%20peak%20list%202a.mgf", "Rosetta peak list 2a"), ("100%", "100%"), ("a%zz.mgf", "a%zz"), ("", ""),
    ])
  func runNames(location: String, name: String) { #expect(SpectrumRuns.runName(location) == name) }

  @Test("identifiers keep their index through growth")
  func identifiers() {
    var table = IdentifierTable()
    for number in 0..<1000 {
      let added = Array("id\(number)".utf8).withUnsafeBytes { table.insert($0) }
      #expect(added == (number, true))
    }
    #expect(Array("id613".utf8).withUnsafeBytes { table.insert($0) } == (613, false))
    #expect(Array("id999".utf8).withUnsafeBytes { table.find($0) } == 999)
    #expect(Array("id1000".utf8).withUnsafeBytes { table.find($0) } == nil)
    #expect(table.string(42) == "id42")
    #expect(table.count == 1000)
  }

  @Test("identifiers of many patterns are told apart, numbers with and without zeros too")
  func patterns() {
    var table = IdentifierTable()
    var expected: [String: Int] = [:]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let (a, b) = (Int.random(in: 0..<60, using: &random), Int.random(in: 0..<40, using: &random))
      let words = [
        "SII_\(a)_\(b)", "\(a)", "0\(a)", "scan=\(a * 1_000_003)", "a\(a)b\(b)c", "x", "", "\(a)\(b)\(a)\(b)\(a)9",
        "kind\(b)_\(a)", "é\(a)",
      ]
      let word = words[Int.random(in: 0..<words.count, using: &random)]
      let known = expected[word]
      if Bool.random() {
        let found = Array(word.utf8).withUnsafeBytes { table.find($0) }
        #expect(found == known)
      } else {
        let added = Array(word.utf8).withUnsafeBytes { table.insert($0) }
        #expect(added == (known ?? expected.count, known == nil))
        if known == nil { expected[word] = expected.count }
      }
    }
    for (word, index) in expected { #expect(table.string(index) == word) }
  }

  @Test("the vocabulary is that of the schema, each name once but for the one that 1.0 spells in two ways")
  func vocabulary() {
    let words = ElementName.vocabulary
    #expect(Set(words).count == words.count - 1)
    #expect(ElementName.vocabulary10.count == words.count)
    for word in ["PeptideEvidence_Ref", "DBSequence_Ref", "DBSequence_ref", "Peptide_ref", "seq", "peptideSequence"] {
      #expect(ElementName.vocabulary10.contains(word))
    }
    for word in ["peptideEvidence_ref", "dBSequence_ref", "DBSequence", "cvParam", "Seq", "MzIdentML", "spectrumID"] {
      #expect(words.contains(word))
    }
    #expect(ElementName(nameID: words.firstIndex(of: "PeptideEvidenceRef") ?? -1) == .peptideEvidenceRef)
    #expect(ElementName(nameID: AttributeName.id.rawValue) == nil)
  }
}
