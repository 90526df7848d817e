internal import CLibXML2
internal import Glibc
internal import Schema

/// What the callbacks of one parse share. Only reached through the parser's user data.
final class XMLParseState {
  let handler: any XMLHandler
  let limits: XMLLimits
  let name: String
  let parser: xmlParserCtxtPtr
  private let vocabulary: XMLVocabulary
  private(set) var failure: OmicsError? { didSet { isStopped = true } }
  private(set) var depth = 0
  private(set) var sawRoot = false
  /// Whether the document looks like XML at all.
  var beginsWithBracket = true
  /// libxml2's own complaint, kept apart because a complaint at the end of the input may mean truncation.
  private(set) var complaint: (code: Int32, message: String, line: Int, column: Int)? { didSet { isStopped = true } }
  /// Whether there is a failure or a complaint.
  private(set) var isStopped = false
  private var textLength = 0
  private var attributes: UnsafeMutablePointer<XMLElementEvent.Attribute>
  private var attributeCapacity = 64
  private var decoded: UnsafeMutableRawPointer
  private var decodedCapacity = 1024

  init(handler: any XMLHandler, limits: XMLLimits, name: String, parser: xmlParserCtxtPtr, dictionary: OpaquePointer) {
    self.handler = handler
    self.limits = limits
    self.name = name
    self.parser = parser
    vocabulary = XMLVocabulary(handler.vocabulary, dictionary: dictionary)
    attributes = .allocate(capacity: attributeCapacity)
    decoded = .allocate(byteCount: decodedCapacity, alignment: 16)
  }

  deinit {
    attributes.deallocate()
    decoded.deallocate()
  }

  var line: Int { parser.pointee.input.map { Int($0.pointee.line) } ?? 0 }
  var column: Int { parser.pointee.input.map { Int($0.pointee.col) } ?? 0 }

  func fail(_ error: OmicsError) {
    if failure == nil {
      var located = error
      if located.location == nil { located.location = SourceLocation(file: name) }
      if located.location?.line == nil { located.location?.line = line }
      failure = located
    }
    xmlStopParser(parser)
  }

  /// A tag, comment or instruction is held back until its end has arrived: refused when that takes too long.
  func checkHeldBack() {
    guard !isStopped, let input = parser.pointee.input, let current = input.pointee.cur, let end = input.pointee.end
    else { return }
    if end - current > limits.attributeBytes + 256 * 1024 {
      let last = line + UnsafeBufferPointer(start: current, count: end - current).count { $0 == 0x0A }
      fail(
        .limit,
        "the tag or comment that begins here is longer than \(limits.attributeBytes) bytes"
          + (last > line ? ", still open on line \(last)" : ""), hint: "the file is damaged or hostile")
    }
  }

  private func fail(_ code: OmicsError.Code, _ message: String, hint: String) {
    fail(
      OmicsError(code, message, at: SourceLocation(file: name, line: line, column: "\(column)"), hint: hint))
  }

  func refuseDoctype() {
    fail(
      .unsafe, "the document has a DOCTYPE, which is refused because it can define entities",
      hint: "remove the DOCTYPE line: the formats read here do not need one")
  }

  func complain(_ error: xmlError) {
    guard complaint == nil, failure == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    var message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
    while message.utf8.last == 0x0A { message.removeLast() }
    complaint = (error.code, message, Int(error.line), Int(error.int2))
  }

  func start(
    _ local: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, count: Int,
    raw: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    if isStopped { return }
    depth += 1
    sawRoot = true
    textLength = 0
    if depth > limits.depth {
      return fail(.limit, "elements are nested deeper than \(limits.depth)", hint: "the file is damaged or hostile")
    }
    if count > limits.attributes || Int(parser.pointee.nsNr) / 2 > limits.attributes {
      return fail(
        .limit, "an element has more than \(limits.attributes) attributes or namespaces",
        hint: "the file is damaged or hostile")
    }
    if !collect(count, raw) { return }
    let event = XMLElementEvent(
      nameID: vocabulary.index(of: local), namespaceID: vocabulary.index(of: namespace), line: line, depth: depth,
      name: local, namespace: namespace,
      attributes: UnsafeBufferPointer(start: attributes, count: count), vocabulary: vocabulary.pointers,
      vocabularyCount: vocabulary.count)
    do { try handler.startElement(event) } catch { fail(error) }
  }

  func end(_ local: UnsafePointer<UInt8>) {
    if isStopped { return }
    depth -= 1
    textLength = 0
    do { try handler.endElement(vocabulary.index(of: local), line: line) } catch { fail(error) }
  }

  func characters(_ bytes: UnsafeRawBufferPointer) {
    if isStopped { return }
    textLength += bytes.count
    if textLength > limits.textBytes {
      return fail(
        .limit, "a text is longer than \(limits.textBytes) bytes", hint: "the file is damaged or hostile")
    }
    do { try handler.characters(bytes) } catch { fail(error) }
  }

  /// Copies the attributes' places and resolves `&#38;`, which libxml2 leaves in values for every `&`.
  private func collect(_ count: Int, _ raw: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) -> Bool {
    guard count > 0, let raw else { return true }
    if count > attributeCapacity {
      attributes.deallocate()
      attributeCapacity = count * 2
      attributes = .allocate(capacity: attributeCapacity)
    }
    var toDecode = 0
    for index in 0..<count {
      guard let name = raw[index * 5], let begin = raw[index * 5 + 3], let end = raw[index * 5 + 4] else {
        fail(.fault, "libxml2 gave an attribute without a value", hint: "report this file")
        return false
      }
      let value = UnsafeRawBufferPointer(start: begin, count: end - begin)
      if value.count > limits.attributeBytes {
        fail(
          .limit, "attribute \(String(cString: name)) is longer than \(limits.attributeBytes) bytes",
          hint: "the file is damaged or hostile")
        return false
      }
      (attributes + index).initialize(
        to: XMLElementEvent.Attribute(name: name, prefix: raw[index * 5 + 1], value: value))
      if value.count >= 5, memchr(begin, 0x26, value.count) != nil { toDecode += value.count }
    }
    if toDecode > 0 { decodeAmpersands(count, bytes: toDecode) }
    return true
  }

  private func decodeAmpersands(_ count: Int, bytes: Int) {
    if bytes > decodedCapacity {
      decoded.deallocate()
      decodedCapacity = bytes * 2
      decoded = .allocate(byteCount: decodedCapacity, alignment: 16)
    }
    var written = 0
    for index in 0..<count {
      let value = attributes[index].value
      guard value.count >= 5, let begin = value.baseAddress, memchr(begin, 0x26, value.count) != nil else { continue }
      let start = written
      var read = 0
      while read < value.count {
        let byte = value[read]
        let isReference =
          byte == 0x26 && read + 4 < value.count && value[read + 1] == 0x23 && value[read + 2] == 0x33
          && value[read + 3] == 0x38 && value[read + 4] == 0x3B
        decoded.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
        written += 1
        read += isReference ? 5 : 1
      }
      attributes[index].value = UnsafeRawBufferPointer(start: decoded + start, count: written - start)
    }
  }
}
