import OmicsIO
import Schema
import Testing

@testable import Mapping

private let head = """
  #curie_map:
  #  a: https://a.example/
  #license: https://spdx.org/licenses/CC0-1.0
  #mapping_set_id: https://example.org/set
  #mapping_tool: aligner: one
  #subject_preprocessing:
  #- semapv:Stemming
  #- semapv:Lemmatization

  """
private let rows = """
  subject_id\tpredicate_id\tobject_id\tmapping_justification\tobject_source
  a:1\tskos:exactMatch\ta:2\tsemapv:LexicalMatching\thttps://a.example
  a:3\tskos:exactMatch\ta:4\tsemapv:LexicalMatching\thttps://a.example

  """

@Suite struct SssomFormTests {
  private func text(_ table: MappingTable) throws -> String {
    String(decoding: try SssomText.bytes(of: table), as: UTF8.self)
  }

  @Test func whatAllMappingsShareMovesBetweenBlockAndRows() throws {
    let table = try mappingTable(head + rows)
    let condensed = SssomForm.condensed.applied(to: table)
    #expect(condensed.column(named: "object_source") == nil)
    #expect(
      try text(condensed).contains("#mapping_tool: aligner: one\n#object_source: https://a.example\n#subject_pre"))
    let expanded = SssomForm.expanded.applied(to: condensed)
    for (slot, value) in [
      ("object_source", "https://a.example"), ("mapping_tool", "aligner: one"),
      ("subject_preprocessing", "semapv:Stemming|semapv:Lemmatization"),
    ] {
      let column = try #require(expanded.column(named: slot))
      #expect(expanded.rows.allSatisfy { $0[column] == value })
    }
    #expect(try !text(expanded).contains("#mapping_tool"))
    // Condensing what was expanded gives the condensed form again, whatever was written how before.
    let again = SssomForm.condensed.applied(to: expanded)
    #expect(again.rows == condensed.rows && again.columns.map(\.name) == condensed.columns.map(\.name))
    #expect(SssomForm.expanded.applied(to: again) == expanded)
    let read = try mappingTable(try text(again))
    #expect(SssomForm.expanded.applied(to: read).rows == expanded.rows)
  }

  @Test func lineEndsOfAnotherSystemAreLineEnds() throws {
    let table = try mappingTable((head + rows).replacing("\n", with: "\r\n"))
    let plain = try mappingTable(head + rows)
    #expect(table == plain && table.facts.elementsEqual(plain.facts, by: ==))
    #expect(try text(table) == text(plain) && TableLint(table).findings.isEmpty)
  }

  @Test func aSlotThatRowsStateIsNotSpread() throws {
    let mixed = head.replacing("#mapping_tool", with: "#object_source: https://b.example\n#mapping_tool") + rows
    let table = SssomForm.expanded.applied(to: try mappingTable(mixed))
    let column = try #require(table.column(named: "object_source"))
    #expect(table.rows.allSatisfy { $0[column] == "https://a.example" })
    #expect(TableLint(try mappingTable(mixed)).findings.contains { $0.code == "stated-twice" })
  }
}

@Suite struct SssomLintTests {
  private func codes(_ text: String) throws -> [String] { TableLint(try mappingTable(text)).findings.map(\.code) }

  @Test func aSoundSetHasNoFindings() throws { #expect(try codes(head + rows).isEmpty) }

  @Test(arguments: [
    ("a:1\tskos", "b:1\tskos", "undeclared-prefix"), ("a:1\tskos", "1\tskos", "not-a-curie"),
    ("a:1\tskos", "\tskos", "sssom-missing-slot"), ("semapv:Lexical", "Lexical", "sssom-value"),
    ("skos:exactMatch\ta:2", "owl:sameAs\ta:2", "same-as"), ("object_source\n", "mine\n", "unknown-slot"),
    ("object_source\n", "mapping_tool_id\n", "sssom-version"),
    ("#mapping_set_id: https://example.org/set\n", "", "sssom-missing-slot"),
    ("#license: https://spdx.org/licenses/CC0-1.0\n", "", "missing-licence"),
  ])
  func findings(_ old: String, _ new: String, _ code: String) throws {
    #expect(try codes((head + rows).replacing(old, with: new)).contains(code))
  }

  @Test func extensionsAreKnownAndLiteralsHaveLabels() throws {
    let defined = head.replacing(
      "#license", with: "#extension_definitions:\n#- slot_name: mine\n#  property: a:mine\n#license")
    #expect(try codes(defined + rows.replacing("object_source\n", with: "mine\n")).isEmpty)
    let literal = head.replacing("#license", with: "#subject_type: rdfs literal\n#license")
    let text = """
      subject_label\tpredicate_id\tobject_id\tmapping_justification
      some words\tskos:exactMatch\ta:2\tsemapv:LexicalMatching

      """
    #expect(try codes(literal + text).isEmpty)
    #expect(try codes(head + text).contains("sssom-missing-slot"))
  }
}
