internal import OmicsIO

/// One entity of a crate, built key by key; a single value stands alone, several as an array.
struct CrateEntity {
  private var list: [JSONValue.Member]

  init(_ id: String, _ types: String...) {
    list = [.init("@id", .string(id)), .init("@type", Self.several(types.map(JSONValue.string)))]
  }

  /// A text, left out when empty.
  func with(_ key: String, _ text: String) -> CrateEntity { text.isEmpty ? self : adding(key, .string(text)) }

  /// A reference.
  func with(_ key: String, id: String) -> CrateEntity { adding(key, Self.reference(id)) }

  /// References, left out when there are none.
  func with(_ key: String, ids: [String]) -> CrateEntity {
    ids.isEmpty ? self : adding(key, Self.several(ids.map(Self.reference)))
  }

  /// The entity as JSON.
  var json: JSONValue { .object(list) }

  private func adding(_ key: String, _ value: JSONValue) -> CrateEntity {
    var copy = self
    copy.list.append(.init(key, value))
    return copy
  }

  private static func reference(_ id: String) -> JSONValue { .members(["@id": .string(id)]) }

  private static func several(_ values: [JSONValue]) -> JSONValue {
    values.count == 1 ? values[0] : .array(values)
  }
}
