public import Schema

extension SourceLocation {
  /// `{file, line, column, byte}`; what is not known is left out.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [.init("file", .string(file))]
    if let line { members.append(.init("line", .integer(line))) }
    if let column { members.append(.init("column", .string(column))) }
    if let byte { members.append(.init("byte", .integer(byte))) }
    return .object(members)
  }

  /// The location of a JSON object; nil when it has no text `file` or a field of another type.
  public init?(json: JSONValue) {
    guard let members = json.members, let file = json["file"]?.text else { return nil }
    self.init(file: file)
    for member in members {
      switch (member.key, member.value) {
      case ("file", _): break
      case ("line", .integer(let value)): line = value
      case ("column", .string(let value)): column = value
      case ("byte", .integer(let value)): byte = value
      default: return nil
      }
    }
  }
}

extension Diagnostic {
  /// `{severity, code, message, location?, count}`.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("severity", .string(severity.rawValue)), .init("code", .string(code)), .init("message", .string(message)),
    ]
    if let location { members.append(.init("location", location.json)) }
    members.append(.init("count", .integer(count)))
    return .object(members)
  }

  /// The diagnostic of a JSON object; nil when a field is missing or of another type.
  public init?(json: JSONValue) {
    guard
      let severity = (json["severity"]?.text).flatMap(Severity.init(rawValue:)), let code = json["code"]?.text,
      let message = json["message"]?.text, let count = json["count"]?.whole
    else { return nil }
    self.init(severity, code, message, count: count)
    guard let place = json["location"] else { return }
    guard let location = SourceLocation(json: place) else { return nil }
    self.location = location
  }
}

extension OmicsError {
  /// `{code, message, location?, hint?, causes?}`.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [.init("code", .string(code.rawValue)), .init("message", .string(message))]
    if let location { members.append(.init("location", location.json)) }
    if let hint { members.append(.init("hint", .string(hint))) }
    if !causes.isEmpty { members.append(.init("causes", .array(causes.map(\.json)))) }
    return .object(members)
  }
}
