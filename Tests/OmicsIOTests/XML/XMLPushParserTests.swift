import Foundation
import Schema
import Testing

@testable import OmicsIO

/// Writes down every event.
private final class Recorder: XMLHandler {
  let vocabulary = ["root", "item", "name", "value", "urn:x", "cvParam"]
  var events: [String] = []
  var text: [UInt8] = []
  var failAt: Int?

  func startElement(_ element: XMLElementEvent) throws(OmicsError) {
    closeText()
    var event = "<\(element.localName)#\(element.nameID) ns\(element.namespaceID) d\(element.depth) l\(element.line)"
    for index in 0..<element.attributeCount {
      let value = String(decoding: element.attributeValue(at: index), as: UTF8.self)
      event += " \(element.attributeName(at: index))=[\(value)]"
    }
    events.append(event)
    if element.nameID == 1, failAt == events.count {
      throw OmicsError(.value, "enough", hint: element.string(2))
    }
  }

  func endElement(_ nameID: Int, line: Int) throws(OmicsError) {
    closeText()
    events.append("/\(nameID)")
  }

  func characters(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) { text += bytes }

  private func closeText() {
    if !text.isEmpty { events.append(String(decoding: text, as: UTF8.self)) }
    text = []
  }
}

private func parse(
  _ bytes: [UInt8], chunk: Int = 65_536, limits: XMLLimits = .standard
) -> (events: [String], error: OmicsError?) {
  let recorder = Recorder()
  var source = ByteSource.bytes(bytes, name: "in.xml", chunkSize: chunk)
  do throws(OmicsError) {
    // The pieces handed to libxml2 are as small as the chunks: its own splitting is tested too.
    try XMLPushParser.parse(&source, handler: recorder, limits: limits, pieceSize: min(chunk, 65_536))
  } catch {
    return (recorder.events, error)
  }
  return (recorder.events, nil)
}

private func parse(_ text: String, chunk: Int = 65_536, limits: XMLLimits = .standard) -> (
  events: [String], error: OmicsError?
) { parse(Array(text.utf8), chunk: chunk, limits: limits) }

@Suite struct XMLPushParserTests {
  static let document = """
    <?xml version="1.0" encoding="UTF-8"?>
    <root xmlns="urn:x" xmlns:o="urn:other">
    <item name="a &amp; b &#38;amp; &lt;&#xE9;" value='1.5'/>
    <o:item o:name="p" other="&amp;&amp;">x &amp; <![CDATA[<y>]]></o:item>
    </root>

    """

  @Test func eventsAtEveryChunkSize() {
    let expected = [
      "<root#0 ns4 d1 l2", "\n", "<item#1 ns4 d2 l3 name=[a & b &amp; <é] value=[1.5]", "/1", "\n",
      "<item#1 ns-1 d2 l4 o:name=[p] other=[&&]", "x & <y>", "/1", "\n", "/0",
    ]
    for chunk in 1...80 {
      let seen = parse(Self.document, chunk: chunk)
      #expect(seen.error == nil)
      #expect(seen.events == expected)
    }
  }

  @Test func attributesByVocabulary() throws {
    final class Reader: XMLHandler {
      let vocabulary = ["item", "name", "value", "count", "absent"]
      var checked = false
      func startElement(_ element: XMLElementEvent) throws(OmicsError) {
        guard element.nameID == 0 else { return }
        checked =
          element.string(1) == "R&D & more" && element.double(2) == -1.5e3 && element.integer(3) == 12
          && element.attribute(4) == nil && !element.isPresent(4) && element.isPresent(1)
          && element.equals(2, "-1.5e3") && !element.equals(2, "-1.5e") && element.equals(1, "R&D & more")
          && element.string(99) == nil && element.string(-1) == nil && element.double(1) == nil
          && element.namespaceURI == nil && element.attributeName(at: 9) == "" && element.attributeValue(at: 9).isEmpty
      }
      func endElement(_ nameID: Int, line: Int) throws(OmicsError) {}
      func characters(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) {}
    }
    let reader = Reader()
    var source = ByteSource.bytes(
      Array(
        "<r><item name=\"R&amp;D &amp; more\" value=\"-1.5e3\" count=\"12\" x:absent=\"1\" xmlns:x=\"u\"/></r>".utf8),
      name: "in")
    try XMLPushParser.parse(&source, handler: reader)
    #expect(reader.checked)
  }

  @Test func handlerErrorsStopTheParse() {
    let recorder = Recorder()
    recorder.failAt = 3
    var source = ByteSource.bytes(Array(Self.document.utf8), name: "in.xml", chunkSize: 9)
    do throws(OmicsError) {
      try XMLPushParser.parse(&source, handler: recorder)
      Issue.record("not stopped")
    } catch {
      #expect(error.code == .value)
      #expect(error.hint == "a & b &amp; <é")
      #expect(error.location == SourceLocation(file: "in.xml", line: 3))
    }
    #expect(recorder.events.count == 3)
  }

  @Test func cutAnywhereIsTruncated() {
    let whole = Array(Self.document.utf8)
    // Complete from the closing tag on: only white space follows.
    let complete = whole.count - 1
    for count in 0..<complete {
      for chunk in [3, 1000] {
        let error = parse(Array(whole[..<count]), chunk: chunk).error
        #expect(error != nil)
        #expect(error?.location?.line != nil)
        if count > 0 { #expect(error?.code == .truncated, "\(count): \(String(describing: error))") }
      }
    }
    #expect(parse(Array(whole[..<complete])).error == nil)
  }

  @Test func malformedDocumentsAreLocated() {
    for (text, line) in [
      ("<a>\n<b></a>", 2), ("<a>\n<b x=1/></a>", 2), ("<a>\n\n&nope;</a>", 3), ("<a/>\n<b/>", 2),
      ("<a>\n<b x='1' x='2'/></a>", 2),
      ("<a>\n<u:b/></a>", 2), ("plain text\n", 1), ("<a>\n\u{1}</a>", 2), ("<a b='<'/>", 1), ("<a>\n&#0;</a>", 2),
      ("<a>\n]]></a>", 2), ("\n<?xml version='1.0'?><a/>", 2), ("<a>\n<b x='&nope;'/></a>", 2),
    ] {
      for chunk in [1, 5, 1000] {
        let error = parse(text, chunk: chunk).error
        #expect(error?.code == .malformed, "\(text): \(String(describing: error))")
        #expect(error?.location?.line == line, "\(text): \(String(describing: error))")
      }
    }
    #expect(parse(Array("<a>\n".utf8) + [0xC3, 0x28] + Array("</a>".utf8)).error?.code == .malformed)
    #expect(parse(Array("<a>\n".utf8) + [0] + Array("</a>".utf8)).error != nil)
    #expect(parse("").error?.code == .malformed)
    #expect(parse(GzipFixture.member([])).error?.message == "the file is empty")
  }

  @Test func doctypesAreRefusedAtOnce() {
    let laughs = (1..<12).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }.joined()
    let big = String(repeating: "A", count: 100_000)
    let hostile = [
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY e0 'ha'>\(laughs)]>\n<r>&e11;</r>",
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY x '\(big)'>]><r>\(String(repeating: "&x;", count: 20_000))</r>",
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><r/>",
      "<?xml version='1.0'?>\n<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x.dtd'><r/>",
      "<?xml version='1.0'?>\n<!DOCTYPE r PUBLIC 'a' 'file:///etc/passwd'><r/>",
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ATTLIST r a CDATA 'v'>]><r/>",
      "<?xml version='1.0'?>\n<!DOCTYPE r><r/>",
    ]
    for text in hostile {
      for chunk in [1, 64, 65_536] where chunk > 1 || text.utf8.count < 10_000 {
        let start = ContinuousClock.now
        let seen = parse(text, chunk: chunk)
        #expect(seen.error?.code == .unsafe)
        #expect(seen.error?.location?.line == 2)
        #expect(seen.events.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(2))
      }
    }
  }

  @Test func includesAndSchemaLocationsAreMereNames() {
    let text =
      "<root xmlns:xi='http://www.w3.org/2001/XInclude' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
      + "xsi:schemaLocation='urn:x http://127.0.0.1:9/x.xsd'><xi:include href='file:///etc/passwd' parse='text'/></root>"
    let seen = parse(text)
    #expect(seen.error == nil)
    #expect(seen.events.count == 4)
    #expect(!seen.events.joined().contains("root:"))
  }

  @Test func limits() {
    let small = XMLLimits(depth: 3, attributeBytes: 10, textBytes: 20)
    #expect(parse("<a><b><c/></b></a>", limits: small).error == nil)
    #expect(parse("<a><b><c><d/></c></b></a>", limits: small).error?.code == .limit)
    #expect(parse("<a x='0123456789'/>", limits: small).error == nil)
    #expect(parse("<a x='0123456789X'/>", limits: small).error?.code == .limit)
    let held = parse("<a>\n<b\n\nx='" + String(repeating: "y", count: 2 << 20)).error
    #expect(held?.location?.line == 2 && held?.message.contains("still open on line 4") == true)
    #expect(parse("<a>01234567890123456789</a>", limits: small).error == nil)
    for chunk in [1, 1000] {
      #expect(parse("<a>\n0123456789<![CDATA[0123456789]]></a>", chunk: chunk, limits: small).error?.code == .limit)
    }
    let deep = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
    #expect(parse(deep).error?.code == .limit)
    let fits = String(repeating: "<a>", count: 256) + String(repeating: "</a>", count: 256)
    #expect(parse(fits).error == nil)
    let huge = String(repeating: "x", count: 2 << 20)
    #expect(parse("<a>\n<b v='\(huge)'/></a>").error?.code == .limit)
    #expect(parse("<a>\n<b v='\(huge)'/></a>").error?.location?.line == 2)
    #expect(parse("<a>" + String(repeating: huge, count: 6) + "</a>").error?.code == .limit)
  }

  @Test func encodings() throws {
    let text = "<root><item name=\"é€\">é€</item></root>"
    let expected = ["<root#0 ns-1 d1 l1", "<item#1 ns-1 d2 l1 name=[é€]", "é€", "/1", "/0"]
    var latin: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>".utf8)
    var windows: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"Cp1252\"?>".utf8)
    for scalar in text.unicodeScalars {
      latin.append(scalar == "€" ? 0xA4 : UInt8(scalar.value & 255))
      windows.append(scalar == "€" ? 0x80 : UInt8(scalar.value & 255))
    }
    let little: [UInt8] =
      [0xFF, 0xFE] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 255), UInt8(unit >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 255)] }
    let marked = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    for bytes in [latin, windows, little, big, marked] as [[UInt8]] {
      for chunk in [1, 2, 3, 7, 64, 1000] {
        let seen = parse(bytes, chunk: chunk)
        #expect(seen.error == nil)
        #expect(seen.events == expected)
      }
    }
    #expect(parse("<?xml version=\"1.0\" encoding=\"no-such\"?><a/>").error?.code == .malformed)
    #expect(parse(Array("<root>".utf8) + [0xE9] + Array("</root>".utf8)).error?.code == .malformed)
  }

  @Test func gzipTroubleComesThrough() {
    let member = GzipFixture.member(Array(Self.document.utf8))
    #expect(parse(member, chunk: 11).error == nil)
    let cut = parse(Array(member.dropLast(40)), chunk: 11)
    #expect(cut.error?.code == .truncated)
    #expect((cut.error?.location?.line ?? 0) >= 2)
  }

  @Test func lineNumbersBeyond65535() {
    let text = "<root>" + String(repeating: "\n", count: 70_000) + "<item></root>"
    #expect(parse(text).error?.location?.line == 70_001)
    let seen = parse("<root>" + String(repeating: "\n", count: 70_000) + "<item/></root>")
    #expect(seen.events.contains("<item#1 ns-1 d2 l70001"))
  }

  @Test func hugeTagsCostLittle() {
    let attributes = (0..<100_000).map { "a\($0)='1'" }.joined(separator: " ")
    let namespaces = (0..<1100).map { "xmlns:n\($0)='u'" }.joined(separator: " ")
    let spread = (0..<6).map { level in
      "<a " + (0..<200).map { "xmlns:n\(level)_\($0)='u'" }.joined(separator: " ") + ">"
    }
    for text in [
      "<r>\n<a \(attributes) \(attributes.replacingOccurrences(of: "a", with: "b"))/></r>",
      "<r>\n<a \(namespaces)/></r>",
      "<r>\n" + spread.joined(), "<r>\n<!--" + String(repeating: "x", count: 3 << 20) + "--></r>",
    ] {
      let start = ContinuousClock.now
      let seen = parse(text)
      #expect(seen.error?.code == .limit)
      #expect(seen.error?.location?.line == 2)
      #expect(ContinuousClock.now - start < .seconds(6))
    }
  }

  @Test func manyAttributesAndNames() {
    let attributes = (0..<300).map { "a\($0)=\"&amp;\($0)\"" }.joined(separator: " ")
    let seen = parse("<root \(attributes)/>")
    #expect(seen.error == nil)
    #expect(seen.events[0].hasSuffix("a299=[&299]"))
    #expect(seen.events[0].contains("a0=[&0] a1=[&1]"))
  }
}
