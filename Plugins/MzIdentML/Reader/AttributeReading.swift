internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Typed attributes of an element: what is missing or unreadable is collected as a located error.
extension DatasetBuilder {
  /// The bytes of an attribute that must be there and not empty.
  mutating func required(
    _ attribute: AttributeName, of element: ElementName, _ event: XMLElementEvent
  ) throws(OmicsError) -> UnsafeRawBufferPointer? {
    if let value = event.attribute(attribute.rawValue), !value.isEmpty { return value }
    try reject(
      OmicsError(
        .missing, "\(element.spelling) has no \(attribute.spelling)",
        at: location(line: event.line, column: attribute.spelling),
        hint: "The specification demands it: export the file again."))
    return nil
  }

  /// An integer attribute; nil when it is absent.
  mutating func integer(
    _ attribute: AttributeName, of element: ElementName, _ event: XMLElementEvent, least: Int = .min
  ) throws(OmicsError) -> Int? {
    guard let value = event.attribute(attribute.rawValue) else { return nil }
    if let number = NumberParsing.integer(value), number >= least, abs(number) <= Int(Int32.max) { return number }
    try rejectValue(attribute, of: element, event, value, expected: "an integer")
    return nil
  }

  /// A number attribute, nan when it is absent. The words `NaN`, `INF` and `-INF` are legal and mean no number here.
  mutating func number(
    _ attribute: AttributeName, of element: ElementName, _ event: XMLElementEvent
  ) throws(OmicsError) -> Double {
    guard let value = event.attribute(attribute.rawValue) else { return .nan }
    switch NumberParsing.cell(value, missing: .none) {
    case .number(let number): return number
    case .notANumber, .infinite:
      warn(
        "not-a-number", "\(attribute.spelling) of \(element.spelling) is \(String(decoding: value, as: UTF8.self))",
        line: event.line, column: attribute.spelling)
    case .missing, .overflow, .text: try rejectValue(attribute, of: element, event, value, expected: "a number")
    }
    return .nan
  }

  /// An xs:boolean attribute (`true`, `false`, `1`, `0`); nil when it is absent.
  mutating func boolean(
    _ attribute: AttributeName, of element: ElementName, _ event: XMLElementEvent
  ) throws(OmicsError) -> Bool? {
    guard let value = event.attribute(attribute.rawValue) else { return nil }
    if let flag = xmlBoolean(value) { return flag }
    try rejectValue(attribute, of: element, event, value, expected: "true or false")
    return nil
  }

  private mutating func rejectValue(
    _ attribute: AttributeName, of element: ElementName, _ event: XMLElementEvent, _ value: UnsafeRawBufferPointer,
    expected: String
  ) throws(OmicsError) {
    try reject(
      OmicsError(
        .value,
        "\(attribute.spelling) of \(element.spelling): expected \(expected), found "
          + "\"\(String(decoding: value.prefix(80), as: UTF8.self))\"",
        at: location(line: event.line, column: attribute.spelling),
        hint: "The file is damaged or was edited: export it again."))
  }
}

/// An xs:boolean as it is spelled in XML; nil for anything else.
func xmlBoolean(_ value: UnsafeRawBufferPointer) -> Bool? {
  if value.elementsEqual("true".utf8) || value.elementsEqual("1".utf8) { return true }
  if value.elementsEqual("false".utf8) || value.elementsEqual("0".utf8) { return false }
  return nil
}
