import OmicsIO
import Provenance
import Schema
import Testing

@Suite struct RunCrateTests {
  private static let digest = String(repeating: "0a", count: 32)

  private static let record = RunRecord(
    study: "two layers", date: "2024-05-06",
    components: [
      RunComponent(
        kind: .input, name: "proteomics/c", digest: digest + " (format mztab)", label: "p.mzTab", path: "../p.mzTab"),
      RunComponent(
        kind: .samples, name: "samples", digest: String(repeating: "1b", count: 32), label: "s.tsv", path: "s.tsv"),
      RunComponent(kind: .core, name: "plumbline", digest: "1", label: "0.1.0"),
    ],
    settings: [RunRecord.Setting(key: "seed", value: "7", origin: "study")],
    stages: [
      RunStage(name: "read", version: 1, rowsIn: 1, rowsOut: 20, note: "", outputDigest: ""),
      RunStage(name: "map proteomics/c", version: 1, rowsIn: 20, rowsOut: 18, note: "", outputDigest: ""),
      RunStage(name: "rank", version: 1, rowsIn: 18, rowsOut: 18, note: "", outputDigest: ""),
    ],
    outputs: ["ledger.tsv", "mapping/proteomics.c.tsv", "plan.json", "ranking.tsv"].map {
      RunRecord.Output(name: $0, sha256: String(repeating: "2c", count: 32))
    })

  private func entities(_ record: RunRecord = record) throws -> [JSONValue] {
    let bytes = RunCrate.bytes(of: record, recordDigest: String(repeating: "3d", count: 32))
    return try JSONParser.parse(bytes, file: RunCrate.fileName)["@graph"]?.elements ?? []
  }

  private func types(_ entity: JSONValue) -> [String] {
    guard let value = entity["@type"] else { return [] }
    return value.elements?.compactMap(\.text) ?? [value.text ?? ""]
  }

  private func references(_ value: JSONValue) -> [String] {
    if let id = value["@id"]?.text { return [id] }
    return (value.elements ?? []).flatMap(references)
  }

  @Test func everyReferenceResolvesAndEveryIdIsThereOnce() throws {
    let entities = try entities()
    let ids = entities.compactMap { $0["@id"]?.text }
    #expect(Set(ids).count == ids.count)
    for entity in entities {
      for member in entity.members ?? [] where member.key != "@id" {
        for id in references(member.value)
        where !id.hasPrefix("https://w3id.org/") && !id.hasPrefix("https://bioschemas") {
          #expect(ids.contains(id) || id == "https://plumbline.example/", "\(member.key) -> \(id)")
        }
      }
    }
  }

  /// The properties that the profiles require of each kind of entity.
  @Test func requiredPropertiesAreThere() throws {
    let needed: [String: [String]] = [
      "Dataset": [
        "name", "description", "datePublished", "license", "conformsTo", "hasPart", "mentions", "mainEntity",
      ],
      "SoftwareApplication": ["name", "url", "softwareVersion"],
      "CreateAction": ["name", "instrument", "startTime", "endTime", "result"],
      "ControlAction": ["instrument", "object"], "OrganizeAction": ["instrument", "object", "result"],
      "HowToStep": ["position", "workExample"], "FormalParameter": ["name", "additionalType", "workExample"],
      "PropertyValue": ["name", "value", "exampleOfWork"], "File": ["name", "encodingFormat"],
      "ComputationalWorkflow": ["programmingLanguage", "hasPart", "step", "input", "output"],
    ]
    let entities = try entities()
    for (type, keys) in needed {
      let own = entities.filter { types($0).contains(type) }
      #expect(!own.isEmpty, "no entity of type \(type)")
      for entity in own { for key in keys { #expect(entity[key] != nil, "\(entity["@id"]?.text ?? "") lacks \(key)") } }
    }
  }

  @Test func inputsAreNamedByContentAndNoPathLeavesTheFolder() throws {
    let entities = try entities()
    // 32 bytes of 0a as base 64 for URIs: printf '\x0a%.0s' {1..32} | basenc --base64url
    let input = entities.first { $0["@id"]?.text == "ni:///sha-256;CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo" }
    #expect(input?["sha256"]?.text == Self.digest)
    #expect(input?["name"]?.text == "p.mzTab")
    for entity in entities { #expect(entity["@id"]?.text?.contains("..") == false) }
  }

  @Test func eachStageHasToolStepActionAndControl() throws {
    let entities = try entities()
    for type in ["HowToStep", "ControlAction"] { #expect(entities.filter { types($0).contains(type) }.count == 3) }
    #expect(entities.filter { types($0).contains("CreateAction") }.count == 4)
    let map = entities.first { $0["@id"]?.text == "#action-2" }
    #expect(map?["object"]?["@id"]?.text?.hasPrefix("ni:") == true)
    #expect(map?["result"]?["@id"]?.text == "mapping/proteomics.c.tsv")
  }

  @Test func sameRecordSameBytesAndAnotherDateShows() throws {
    let digest = Self.digest
    #expect(
      RunCrate.bytes(of: Self.record, recordDigest: digest) == RunCrate.bytes(of: Self.record, recordDigest: digest))
    var later = Self.record
    later.date = "2024-05-07"
    #expect(RunCrate.bytes(of: Self.record, recordDigest: digest) != RunCrate.bytes(of: later, recordDigest: digest))
  }
}
