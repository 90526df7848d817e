import OmicsIO
import Testing
import Workspace

@Suite struct StageKeyTests {
  private let key = StageKey(
    stage: "normalise", version: 2, plugins: ["mztab": "1"], ports: ["rna": "aa", "Protein": "bb"],
    settings: ["z": "1", "a": "é"], seed: 7)

  @Test func canonicalTextIsSortedByCodePointWithoutBlanks() {
    #expect(
      key.text == #"{"plugins":{"mztab":"1"},"ports":{"Protein":"bb","rna":"aa"},"seed":"7","#
        + #""settings":{"a":"é","z":"1"},"stage":"normalise","version":2}"#)
  }

  @Test func digestIsOfPrefixAndText() {
    #expect(key.digest == SHA256Digest.hex(of: Array("stage-key/1\n\(key.text)".utf8)))
    #expect(key.digest.count == 64)
  }

  @Test func everyPartChangesTheDigest() {
    var others: [StageKey] = [key]
    var other = key
    other.stage = "rank"
    others.append(other)
    other = key
    other.version = 3
    others.append(other)
    other = key
    other.plugins["mztab"] = "2"
    others.append(other)
    other = key
    other.ports["rna"] = "cc"
    others.append(other)
    other = key
    other.settings["a"] = "e"
    others.append(other)
    other = key
    other.seed = nil
    others.append(other)
    #expect(Set(others.map(\.digest)).count == others.count)
  }

  @Test func differenceNamesTheParts() {
    var after = key
    after.version = 3
    after.seed = nil
    after.settings["z"] = nil
    after.ports["rna"] = "cc"
    after.plugins["gtf"] = "1"
    #expect(
      after.difference(from: key) == [
        .init(part: "version", before: "2", after: "3"),
        .init(part: "seed", before: "7", after: nil),
        .init(part: "plugin gtf", before: nil, after: "1"),
        .init(part: "port rna", before: "aa", after: "cc"),
        .init(part: "setting z", before: "1", after: nil),
      ])
    #expect(key.difference(from: key).isEmpty)
  }
}
