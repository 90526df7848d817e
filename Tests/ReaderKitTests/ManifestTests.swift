import OmicsIO
import ReaderKit
import Schema
import Testing

@Suite struct ManifestTests {
  private func parse(_ text: String) throws(OmicsError) -> JSONValue {
    try ManifestText.parse(Array(text.utf8), file: "p.yaml")
  }

  static let manifest = """
    # A comment
    id: toy-table
    name: "Toy table"   # another
    kind: swift
    layer: proteomics
    version: 1.0.0
    formats:
      - id: toy
        versions: ["1"]
    recognition:
    - The first line says: toy.
    - 'It''s a toy,
      on two lines.'
    options:
      - key: word
        meaning: >
          Which rows
          to note.
        allowed: [none, all]
        default: none
    quirks: []
    specification:
      - https://example.org/toy#one
    licence_of_cases: Own data,
      Apache-2.0.
    """

  @Test func manifestIsRead() throws {
    let manifest = try PluginManifest(Array(Self.manifest.utf8), file: "p.yaml")
    #expect(manifest.name == "Toy table")
    #expect(manifest.formats.map(\.id) == ["toy"])
    #expect(manifest.formats.map(\.versions) == [["1"]])
    #expect(manifest.recognition == ["The first line says: toy.", "It's a toy, on two lines."])
    #expect(
      manifest.options == [
        ReaderOption(key: "word", meaning: "Which rows to note.", allowed: ["none", "all"], standard: "none")
      ])
    #expect(manifest.quirks.isEmpty)
    #expect(manifest.specification == ["https://example.org/toy#one"])
    #expect(manifest.licenceOfCases == "Own data, Apache-2.0.")
  }

  @Test func flowMapsAndNestedListsAreRead() throws {
    #expect(
      try parse("a: [{ id: x, versions: [\"1.0\", '2'] }, {}]\nb:\n- - p\n  - q\n- r: s\n  t:\n    - u\n")
        == .members([
          "a": .array([
            .members(["id": .string("x"), "versions": .array([.string("1.0"), .string("2")])]), .object([]),
          ]),
          "b": .array([
            .array([.string("p"), .string("q")]),
            .members(["r": .string("s"), "t": .array([.string("u")])]),
          ]),
        ]))
    #expect(
      try parse("t: |\n  a\n  b\nempty:\nlast: x")
        == .members(["t": .string("a\nb"), "empty": .string(""), "last": .string("x")]))
  }

  @Test(arguments: [
    "a: 1\na: 2", "a: [1, 2", "a: &x 1", "\ta: 1", "a: 1\n   b: 2\n c: 3", "just text", "a: \"x\" y", "a: {b}",
  ]) func otherYAMLIsRefused(text: String) {
    let error = #expect(throws: OmicsError.self) { try parse(text) }
    #expect(error?.location?.line != nil)
  }

  @Test func missingAndUnknownKeysAreRefused() {
    let without = Self.manifest.split(separator: "\n").filter { !$0.hasPrefix("kind") }.joined(separator: "\n")
    let missing = #expect(throws: OmicsError.self) { try PluginManifest(Array(without.utf8), file: "p.yaml") }
    #expect(missing?.code == .missing)
    let unknown = #expect(throws: OmicsError.self) {
      try PluginManifest(Array((Self.manifest + "\nlicense: x").utf8), file: "p.yaml")
    }
    #expect(unknown?.message.contains("license") == true)
  }
}
