/// A JSON value (RFC 8259) whose objects keep the order of their keys.
///
/// Keys are unique within an object. Whole numbers that fit `Int` are `integer`; every other number is `number`.
public enum JSONValue: Sendable, Hashable {
  /// `null`; also how a number that is not finite is written.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction, an exponent, or beyond `Int`.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in order.
  case object([Member])

  /// A key and its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONValue
    /// A member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// An object of these members, in this order.
  public static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { Member($0.key, $0.value) })
  }

  /// The value of a key of an object; nil when there is none or this is no object.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text; nil when this is none.
  public var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The whole number; nil when this is none.
  public var whole: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// The number, whole or not; nan for `null`; nil when this is no number.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .null: .nan
    default: nil
    }
  }

  /// The flag; nil when this is none.
  public var flag: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The elements; nil when this is no array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  /// The members in order; nil when this is no object.
  public var members: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }
}
