internal import CLibXML2
public import Schema

/// Parses XML from a byte source with libxml2's SAX2 push interface.
///
/// Safe by construction: no network, no entity expansion, no DTD (any DOCTYPE is refused at once with its line), no
/// external entity, bounded depth, attributes and texts, nothing printed. Encodings come from the document's
/// declaration or byte-order mark. The first well-formedness or namespace error ends the parse with line and column.
public enum XMLPushParser {
  /// Parses the whole source.
  ///
  /// - Throws: `.malformed` for XML that is not well formed, `.truncated` when it ends early, `.unsafe` for a DOCTYPE,
  ///   `.limit`, the source's errors, and whatever the handler throws.
  public static func parse(
    _ source: inout ByteSource, handler: any XMLHandler, limits: XMLLimits = .standard
  ) throws(OmicsError) {
    try parse(&source, handler: handler, limits: limits, pieceSize: 64 * 1024)
  }

  static func parse(
    _ source: inout ByteSource, handler: any XMLHandler, limits: XMLLimits, pieceSize: Int
  ) throws(OmicsError) {
    _ = preparation
    let name = source.name
    var sax = xmlSAXHandler()
    fill(&sax)
    // Without first bytes here libxml2 detects the encoding itself once four have arrived.
    guard let parser = xmlCreatePushParserCtxt(&sax, nil, nil, 0, nil), let dictionary = parser.pointee.dict else {
      throw OmicsError(.fault, "libxml2 cannot start", at: SourceLocation(file: name))
    }
    defer { xmlFreeParserCtxt(parser) }
    xmlCtxtUseOptions(
      parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_COMPACT.rawValue))
    let state = XMLParseState(handler: handler, limits: limits, name: name, parser: parser, dictionary: dictionary)
    parser.pointee.userData = Unmanaged.passUnretained(state).toOpaque()
    try withExtendedLifetime(state) { () throws(OmicsError) in try feed(&source, parser, state, pieceSize) }
  }

  private static func feed(
    _ source: inout ByteSource, _ parser: xmlParserCtxtPtr, _ state: XMLParseState, _ pieceSize: Int
  ) throws(OmicsError) {
    // White space, byte-order marks and the NULs of UTF-16 may come before the first bracket.
    let beginning = try source.head(64)
    let head = beginning.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0].contains($0) }
    state.beginsWithBracket = head == nil || head == 0x3C
    if beginning.isEmpty {
      throw OmicsError(
        .malformed, "the file is empty", at: SourceLocation(file: state.name, line: 1),
        hint: "an XML document was expected")
    }
    // libxml2 may report a fault earlier or later as its input is split; equal pieces make every reading alike.
    let piece = UnsafeMutableRawPointer.allocate(byteCount: pieceSize, alignment: 64)
    defer { piece.deallocate() }
    var held = 0
    while true {
      let next: UnsafeRawBufferPointer?
      do {
        next = try source.nextChunk()
      } catch {
        try push(piece, held, parser, state)
        var located = error
        if located.location?.line == nil { located.location?.line = state.line }
        throw located
      }
      guard let chunk = next, let start = chunk.baseAddress else { break }
      var used = 0
      while used < chunk.count {
        let count = min(pieceSize - held, chunk.count - used)
        if count == pieceSize {
          try push(start + used, count, parser, state)
          used += count
          continue
        }
        (piece + held).copyMemory(from: start + used, byteCount: count)
        held += count
        used += count
        if held == pieceSize {
          try push(piece, held, parser, state)
          held = 0
        }
      }
    }
    try push(piece, held, parser, state)
    try check(xmlParseChunk(parser, nil, 0, 1), state, atEnd: true)
  }

  private static func push(
    _ piece: UnsafeRawPointer, _ count: Int, _ parser: xmlParserCtxtPtr, _ state: XMLParseState
  ) throws(OmicsError) {
    if count == 0 { return }
    let code = xmlParseChunk(parser, piece.assumingMemoryBound(to: CChar.self), Int32(count), 0)
    state.checkHeldBack()
    try check(code, state, atEnd: false)
  }

  private static func check(_ code: Int32, _ state: XMLParseState, atEnd: Bool) throws(OmicsError) {
    if let failure = state.failure { throw failure }
    if let complaint = state.complaint {
      let location = SourceLocation(file: state.name, line: complaint.line, column: "\(complaint.column)")
      if !state.beginsWithBracket {
        throw OmicsError(
          .malformed, "not XML: \(complaint.message)", at: location, hint: "check that this is the right file")
      }
      let isCut = atEnd && (state.depth > 0 || !state.sawRoot) && !definite.contains(UInt32(complaint.code))
      if isCut {
        throw OmicsError(
          .truncated, "the document ends before it is complete", at: location,
          hint: "the file is cut: copy, download or export it again")
      }
      throw OmicsError(
        .malformed, "not well-formed XML: \(complaint.message)", at: location,
        hint: "the file is damaged or was written by a faulty program: export it again")
    }
    if code != 0 || (atEnd && (state.parser.pointee.wellFormed == 0 || state.depth > 0 || !state.sawRoot)) {
      throw OmicsError(
        atEnd ? .truncated : .malformed, "the XML document is not complete (libxml2 error \(code))",
        at: SourceLocation(file: state.name, line: state.line),
        hint: "the file is cut or damaged: copy, download or export it again")
    }
  }

  /// Violations that no missing rest of the document explains.
  private static let definite: Set<UInt32> = [
    XML_ERR_TAG_NAME_MISMATCH.rawValue, XML_ERR_LT_IN_ATTRIBUTE.rawValue, XML_ERR_ATTRIBUTE_REDEFINED.rawValue,
    XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_CHARREF.rawValue, XML_ERR_UNDECLARED_ENTITY.rawValue,
    XML_ERR_UNSUPPORTED_ENCODING.rawValue, XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue,
  ]

  /// Done once for the process: no entity is ever loaded, nothing is printed.
  private static let preparation: Void = {
    xmlInitParser()
    xmlSetExternalEntityLoader { _, _, _ in nil }
  }()

  private static func state(_ context: UnsafeMutableRawPointer) -> Unmanaged<XMLParseState> {
    Unmanaged<XMLParseState>.fromOpaque(context)
  }

  private static func fill(_ sax: inout xmlSAXHandler) {
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startElementNs = { context, local, _, uri, _, _, count, _, attributes in
      guard let context, let local else { return }
      XMLPushParser.state(context)._withUnsafeGuaranteedRef {
        $0.start(local, namespace: uri, count: Int(count), raw: attributes)
      }
    }
    sax.endElementNs = { context, local, _, _ in
      guard let context, let local else { return }
      XMLPushParser.state(context)._withUnsafeGuaranteedRef { $0.end(local) }
    }
    sax.characters = { context, bytes, count in
      guard let context, let bytes, count > 0 else { return }
      XMLPushParser.state(context)._withUnsafeGuaranteedRef {
        $0.characters(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      }
    }
    sax.ignorableWhitespace = sax.characters
    sax.internalSubset = { context, _, _, _ in
      guard let context else { return }
      XMLPushParser.state(context)._withUnsafeGuaranteedRef { $0.refuseDoctype() }
    }
    plumbline_xml_set_structured_error(&sax) { context, error in
      guard let context, let error else { return }
      XMLPushParser.state(context)._withUnsafeGuaranteedRef { $0.complain(error.pointee) }
    }
  }
}
