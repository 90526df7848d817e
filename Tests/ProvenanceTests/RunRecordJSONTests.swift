import OmicsIO
import Provenance
import Schema
import Testing

@Suite struct RunRecordJSONTests {
  private let record = RunRecord(
    study: "s",
    components: [
      RunComponent(kind: .input, name: "rna/c", digest: "aa", label: "rna.tsv", path: "../rna.tsv"),
      RunComponent(kind: .seed, name: "seed", digest: "7", label: "7"),
    ],
    settings: [.init(key: "seed", value: "7", origin: "study")],
    stages: [
      RunStage(
        name: "map", version: 2, rowsIn: 10, rowsOut: 8, note: "n \"q\" é", outputDigest: "bb")
    ],
    outputs: [.init(name: "ranking.tsv", sha256: "cc")], studyFile: "study: s\n")

  @Test func roundTripThroughText() throws {
    for isIndented in [true, false] {
      let text = JSONWriter(isIndented: isIndented).text(of: RunRecordJSON.encode(record))
      let json = try JSONParser.parse(Array(text.utf8), file: "run.json")
      #expect(try RunRecordJSON.decode(json, file: "run.json") == record)
    }
  }

  @Test(arguments: RunComponent.Kind.allCases) func everyKindComesBack(_ kind: RunComponent.Kind)
    throws
  {
    let one = RunRecord(
      study: "s", components: [RunComponent(kind: kind, name: "n", digest: "d", label: "l")])
    #expect(try RunRecordJSON.decode(RunRecordJSON.encode(one), file: "r") == one)
  }

  /// The record as JSON text with one replacement, decoded: what is wrong with it.
  private func refusal(_ old: String, _ new: String) throws -> OmicsError? {
    let text = JSONWriter(isIndented: false).text(of: RunRecordJSON.encode(record))
    let ranges = text.ranges(of: old)
    try #require(ranges.count == 1, "\(old) in \(text)")
    let json = try JSONParser.parse(Array(text.replacing(old, with: new).utf8), file: "run.json")
    do throws(OmicsError) {
      _ = try RunRecordJSON.decode(json, file: "runs/1/run.json")
      return nil
    } catch {
      return error
    }
  }

  @Test func anotherSchemaIsNamed() throws {
    let error = try refusal("plumbline-run/1", "plumbline-run/9")
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("plumbline-run/9") == true)
    #expect(error?.hint?.contains("plumbline-run/1") == true)
    #expect(error?.location?.file == "runs/1/run.json")
  }

  @Test(arguments: [
    "schema", "study", "components", "settings", "stages", "outputs", "study_file", "kind", "label",
    "path", "origin",
    "key", "value", "version", "rows_in", "rows_out", "note", "output_sha256", "sha256",
  ]) func anAbsentKeyIsNamed(_ key: String) throws {
    // Component keys stand twice, once a component: the record with one component only.
    var one = record
    one.components.removeLast()
    let text = JSONWriter(isIndented: false).text(of: RunRecordJSON.encode(one))
    let changed = text.replacing("\"\(key)\":", with: "\"x_\(key)\":")
    try #require(changed != text)
    let json = try JSONParser.parse(Array(changed.utf8), file: "run.json")
    let error = #expect(throws: OmicsError.self) {
      try RunRecordJSON.decode(json, file: "runs/1/run.json")
    }
    #expect(error?.code == .malformed)
    #expect(error?.message.contains("\"\(key)\"") == true)
    #expect(error?.location?.file == "runs/1/run.json")
  }

  @Test func wrongTypesAndWordsAreRefused() throws {
    #expect(
      try refusal("\"rows_in\":10", "\"rows_in\":\"10\"")?.message.contains("a whole number")
        == true)
    #expect(try refusal("\"kind\":\"seed\"", "\"kind\":\"moon\"")?.message.contains("moon") == true)
    #expect(try refusal("\"study\":\"s\"", "\"study\":1")?.message.contains("a text") == true)
  }
}
