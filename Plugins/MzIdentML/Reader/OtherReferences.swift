internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Identifiers and references of the elements that have no table of their own: software, people, protocols, measures.
///
/// They may point forward, so references are judged at the end of the document. A wrong one is a warning, because no
/// row of the dataset depends on it.
struct OtherReferences {
  private var ids = IdentifierTable()
  private var open = IdentifierTable()
  private var places: [(attribute: String, line: Int)] = []
  private var owned = IdentifierTable()
  private var key: [UInt8] = []

  /// Takes an element's `id` and all its references but those named in `handled`.
  mutating func take(
    _ element: ElementName, _ event: XMLElementEvent, handled: [AttributeName] = [], ownsID: Bool,
    into builder: inout DatasetBuilder
  ) {
    if ownsID, let id = event.attribute(AttributeName.id.rawValue) {
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: element.spelling.utf8)
      key.append(0)
      key.append(contentsOf: id)
      let (index, isNew) = key.withUnsafeBytes { owned.insert($0, line: event.line) }
      // Tables of measures stand in each list and name their measures alike.
      if !isNew && element != .measure {
        builder.warn(
          "duplicate-id",
          "\(element.spelling) \"\(String(decoding: id, as: UTF8.self))\" stands on line \(owned.line(index)) already",
          line: event.line, column: "id")
      }
      _ = ids.insert(id)
    }
    for index in 0..<event.attributeCount {
      guard event.attributeName(at: index, endsWith: "_ref") else { continue }
      let value = event.attributeValue(at: index)
      let isHandled = handled.contains { event.attribute($0.rawValue)?.baseAddress == value.baseAddress }
      if !isHandled { refer(value, attribute: event.attributeName(at: index), line: event.line) }
    }
  }

  /// Notes an identifier that other elements may refer to.
  mutating func declare(_ id: UnsafeRawBufferPointer) { _ = ids.insert(id) }

  private mutating func refer(_ id: UnsafeRawBufferPointer, attribute: String, line: Int) {
    if ids.find(id) != nil { return }
    if open.insert(id).isNew { places.append((attribute, line)) }
  }

  /// Warns of references to nothing.
  mutating func finish(into builder: inout DatasetBuilder) {
    for index in 0..<open.count {
      let id = open.string(index)
      let isKnown = Array(id.utf8).withUnsafeBytes { ids.find($0) != nil }
      if isKnown { continue }
      builder.warn(
        "dangling-reference", "\(places[index].attribute) names \"\(id)\", which does not exist",
        line: places[index].line, column: places[index].attribute)
    }
  }
}
