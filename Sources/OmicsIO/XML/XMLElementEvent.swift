internal import Glibc

/// A start tag with its attributes, valid during the handler's call only.
///
/// Attributes are looked up by vocabulary index and only when they have no namespace prefix; all of them can be walked
/// by position. Values are UTF-8 with entities and character references resolved.
public struct XMLElementEvent {
  /// An attribute: the parser's interned names and the bytes of the value.
  struct Attribute {
    var name: UnsafePointer<UInt8>
    var prefix: UnsafePointer<UInt8>?
    var value: UnsafeRawBufferPointer
  }

  /// The element's local name as an index into the vocabulary; -1 for any other name.
  public let nameID: Int
  /// The element's namespace URI as an index into the vocabulary; -1 for none or any other.
  public let namespaceID: Int
  /// The line of the tag's end, from 1.
  public let line: Int
  /// The nesting: 1 for the root.
  public let depth: Int
  let name: UnsafePointer<UInt8>
  let namespace: UnsafePointer<UInt8>?
  let attributes: UnsafeBufferPointer<Attribute>
  let vocabulary: UnsafePointer<UnsafePointer<UInt8>>
  let vocabularyCount: Int

  /// The element's name without prefix.
  public var localName: String { String(cString: name) }
  /// The element's namespace URI; nil when it has none.
  public var namespaceURI: String? { namespace.map { String(cString: $0) } }

  /// How many attributes the element has, namespace declarations not counted.
  public var attributeCount: Int { attributes.count }

  /// The name of an attribute by position, with its prefix; empty outside `0..<attributeCount`.
  public func attributeName(at index: Int) -> String {
    guard attributes.indices.contains(index) else { return "" }
    let local = String(cString: attributes[index].name)
    guard let prefix = attributes[index].prefix else { return local }
    return String(cString: prefix) + ":" + local
  }

  /// Whether the name of an attribute by position ends with these bytes, whatever the case of its letters.
  public func attributeName(at index: Int, endsWith suffix: StaticString) -> Bool {
    guard attributes.indices.contains(index) else { return false }
    let (name, length) = (attributes[index].name, suffix.utf8CodeUnitCount)
    let count = strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
    guard count >= length else { return false }
    for place in 0..<length where name[count - length + place] | 0x20 != suffix.utf8Start[place] | 0x20 { return false }
    return true
  }

  /// The event as it reads with another part of the vocabulary, which begins at `first`: names that stand at or after
  /// it count from there.
  ///
  /// For formats whose versions spell the same names differently.
  public func reading(from first: Int) -> XMLElementEvent {
    XMLElementEvent(
      nameID: nameID >= first ? nameID - first : nameID, namespaceID: namespaceID, line: line, depth: depth, name: name,
      namespace: namespace, attributes: attributes, vocabulary: vocabulary + first,
      vocabularyCount: vocabularyCount - first)
  }

  /// The value of an attribute by position; empty outside `0..<attributeCount`.
  public func attributeValue(at index: Int) -> UnsafeRawBufferPointer {
    guard attributes.indices.contains(index) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return attributes[index].value
  }

  /// The value of an attribute by vocabulary index; nil when the element does not have it.
  public func attribute(_ id: Int) -> UnsafeRawBufferPointer? {
    guard id >= 0 && id < vocabularyCount else { return nil }
    let wanted = vocabulary[id]
    for attribute in attributes where attribute.name == wanted && attribute.prefix == nil { return attribute.value }
    return nil
  }

  /// Whether the element has the attribute.
  public func isPresent(_ id: Int) -> Bool { attribute(id) != nil }

  /// The value of an attribute as a string; nil when the element does not have it.
  public func string(_ id: Int) -> String? { attribute(id).map { String(decoding: $0, as: UTF8.self) } }

  /// The value of an attribute as a finite number; nil when it is absent or not one.
  public func double(_ id: Int) -> Double? { attribute(id).flatMap { NumberParsing.double($0) } }

  /// The value of an attribute as an integer; nil when it is absent or not one.
  public func integer(_ id: Int) -> Int? { attribute(id).flatMap { NumberParsing.integer($0) } }

  /// Whether the element has the attribute with exactly this value.
  public func equals(_ id: Int, _ text: StaticString) -> Bool {
    guard let value = attribute(id) else { return false }
    return text.withUTF8Buffer { other in
      guard value.count == other.count else { return false }
      guard let left = value.baseAddress, let right = other.baseAddress else { return true }
      return memcmp(left, right, other.count) == 0
    }
  }
}
