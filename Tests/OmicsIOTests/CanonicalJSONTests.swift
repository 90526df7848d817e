import OmicsIO
import Schema
import Testing

@Suite struct CanonicalJSONTests {
  private func parse(_ text: String) throws(OmicsError) -> JSONValue {
    try JSONParser.parse(Array(text.utf8), file: "x.json")
  }

  private func failure(_ text: String) -> OmicsError? {
    do throws(OmicsError) {
      _ = try parse(text)
      return nil
    } catch { return error }
  }

  @Test func valuesComeBack() throws {
    let value = JSONValue.members([
      "b": .array([.null, .bool(true), .integer(-7), .number(0.1), .number(-0.0), .string("é\n\"\\\u{1}🧬")]),
      "a": .object([]), "c": .array([]), "d": .number(1e300), "e": .number(.leastNonzeroMagnitude),
    ])
    for writer in [JSONWriter(), JSONWriter(isIndented: true)] {
      let bytes = writer.bytes(of: value)
      let back = try JSONParser.parse(bytes, file: "x")
      #expect(back == value)
      #expect(writer.bytes(of: back) == bytes)
    }
    #expect(JSONWriter(sortsKeys: true).text(of: value).hasPrefix("{\"a\":{},\"b\":[null,true,-7,0.1,-0,"))
    #expect(
      JSONWriter(isIndented: true).text(of: .members(["k": .array([.integer(1)])])) == "{\n  \"k\": [\n    1\n  ]\n}\n")
  }

  @Test func numbersThatAreNotFiniteBecomeNull() {
    #expect(JSONWriter().text(of: .array([.number(.nan), .number(.infinity)])) == "[null,null]")
  }

  @Test func escapesAreRead() throws {
    #expect(try parse(#"" \u00e9 \ud83e\uddec \/ \b\f ""#) == .string(" é 🧬 / \u{8}\u{C} "))
    #expect(
      try parse("[1e2, 12345678901234567890, -0]")
        == .array([.number(100), .number(1.2345678901234567e19), .number(-0.0)]))
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "01", "+1", "1.", ".5", "1e", "nul", "\"\\x\"", "\"\\ud800\"", "\"a",
    "\"\t\"", "[1] 2", "{\"a\":1 \"b\":2}", "1e999", "--1", "[NaN]",
  ]) func wrongTextIsRefused(text: String) { #expect(failure(text) != nil) }

  @Test func errorsSayWhere() {
    let error = failure("{\n  \"a\": 1,\n  \"a\": 2\n}")
    #expect(error?.code == .duplicate)
    #expect(error?.location?.line == 3)
    #expect(failure(String(repeating: "[", count: 1000))?.code == .limit)
    #expect(failure("[1,")?.code == .truncated)
  }

  @Test func diagnosticsComeBack() {
    let diagnostic = Diagnostic(
      .warning, "c", "m", at: SourceLocation(file: "f", line: 2, column: "x", byte: 9), count: 3)
    #expect(Diagnostic(json: diagnostic.json) == diagnostic)
    #expect(Diagnostic(json: Diagnostic(.note, "c", "m").json) == Diagnostic(.note, "c", "m"))
    #expect(Diagnostic(json: .members(["severity": .string("bad")])) == nil)
    let error = OmicsError(.value, "m", at: SourceLocation(file: "f"), hint: "h", causes: [OmicsError(.limit, "n")])
    #expect(
      JSONWriter().text(of: error.json)
        == #"{"code":"value","message":"m","location":{"file":"f"},"hint":"h","causes":[{"code":"limit","message":"n"}]}"#
    )
  }
}
