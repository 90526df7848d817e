public import Schema

/// Receives the events of an XML document.
///
/// Names are compared as small numbers: the handler declares its vocabulary once (element names, attribute names,
/// namespace URIs), and events carry indices into it. An error thrown by a method stops the parse and reaches the
/// caller of `XMLPushParser.parse` as it is, with the line filled in when it has none.
public protocol XMLHandler: AnyObject {
  /// The names this handler knows. Read once, before the first event; at most 65,535 names; one that stands twice counts as the first.
  var vocabulary: [String] { get }
  /// A start tag.
  func startElement(_ element: XMLElementEvent) throws(OmicsError)
  /// An end tag; `nameID` is -1 for a name outside the vocabulary.
  func endElement(_ nameID: Int, line: Int) throws(OmicsError)
  /// Character data, UTF-8, valid during the call. One text may come in several pieces.
  func characters(_ bytes: UnsafeRawBufferPointer) throws(OmicsError)
}

/// The bounds of an XML document.
public struct XMLLimits: Sendable, Hashable {
  /// Nesting of elements.
  public var depth: Int
  /// Bytes of one attribute value.
  public var attributeBytes: Int
  /// Bytes of text between two tags.
  public var textBytes: Int
  /// Attributes of one element; also namespaces in scope. libxml2 compares each with each.
  public var attributes: Int

  /// Depth 256, attribute 1 MiB, text 10 MiB, 1,024 attributes.
  public static let standard = XMLLimits()

  /// Limits; each argument left out has its default. A depth beyond 256 has no effect: libxml2 stops there.
  public init(depth: Int = 256, attributeBytes: Int = 1 << 20, textBytes: Int = 10 << 20, attributes: Int = 1024) {
    self.attributes = attributes
    self.depth = depth
    self.attributeBytes = attributeBytes
    self.textBytes = textBytes
  }
}
