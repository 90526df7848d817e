internal import ReaderKit
internal import Schema
internal import Yams

/// A YAML mapping with located errors: unknown keys name the nearest known one, wrong types name the line.
struct YAMLMapping {
  let file: String
  private let pairs: [(key: Node, value: Node)]

  /// Parses a file's text, whose top level must be a mapping.
  init(text: String, file: String) throws(OmicsError) {
    let node: Node?
    do {
      // Values are read by their text, so that no pattern need be tried on each to find its type.
      node = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      throw Self.located(error, file)
    } catch {
      throw OmicsError(.malformed, "not valid YAML: \(error)", at: SourceLocation(file: file))
    }
    guard let node else { throw OmicsError(.malformed, "the file is empty", at: SourceLocation(file: file)) }
    try self.init(node, file: file)
  }

  init(_ node: Node, file: String) throws(OmicsError) {
    self.file = file
    guard case .mapping(let mapping) = node else {
      throw OmicsError(.malformed, "expected keys and values here", at: Self.location(node, file))
    }
    pairs = mapping.map { ($0.key, $0.value) }
  }

  private static func located(_ error: YamlError, _ file: String) -> OmicsError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return OmicsError(
        .malformed, "not valid YAML: \(problem)",
        at: SourceLocation(file: file, line: mark.line, column: String(mark.column)))
    case .duplicatedKeysInMapping(let duplicates, _):
      return OmicsError(
        .duplicate, "a key stands twice: \(duplicates.joined(separator: ", "))",
        at: SourceLocation(file: file))
    default:
      return OmicsError(.malformed, "not valid YAML: \(error)", at: SourceLocation(file: file))
    }
  }

  static func location(_ node: Node, _ file: String) -> SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark.map { String($0.column) })
  }

  /// The keys in file order.
  var keys: [String] { pairs.compactMap { $0.key.string } }

  /// Refuses keys that are not in `known`.
  func checkKeys(_ known: [String], in what: String) throws(OmicsError) {
    for (key, _) in pairs {
      let name = key.string ?? ""
      guard known.contains(name) else {
        throw OmicsError(
          .usage, "\(what) has no key \"\(name)\"", at: Self.location(key, file),
          hint: NearestMatch.of(name, among: known).map { "Did you mean \"\($0)\"?" }
            ?? "It takes: \(known.joined(separator: ", ")).")
      }
    }
  }

  private func node(_ key: String) -> Node? { pairs.first { $0.key.string == key }?.value }

  /// The line of a key.
  func line(of key: String) -> Int? { pairs.first { $0.key.string == key }?.key.mark?.line }

  /// A scalar as text; nil when absent or null.
  func string(_ key: String) throws(OmicsError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node else {
      throw OmicsError(.value, "\"\(key)\" takes one value", at: Self.location(node, file))
    }
    if node.null != nil { return nil }
    return scalar.string
  }

  /// A scalar that must be there.
  func requiredString(_ key: String, in what: String) throws(OmicsError) -> String {
    guard let text = try string(key), !text.isEmpty else {
      throw OmicsError(
        .missing, "\(what) needs \"\(key)\"", at: SourceLocation(file: file, line: pairs.first?.key.mark?.line))
    }
    return text
  }

  /// A list of scalars; one scalar counts as a list of one; empty when absent.
  func strings(_ key: String) throws(OmicsError) -> [String] {
    guard let node = node(key), node.null == nil else { return [] }
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence):
      var list: [String] = []
      for item in sequence {
        guard case .scalar(let scalar) = item else {
          throw OmicsError(.value, "\"\(key)\" takes a list of words", at: Self.location(item, file))
        }
        list.append(scalar.string)
      }
      return list
    default: throw OmicsError(.value, "\"\(key)\" takes a list of words", at: Self.location(node, file))
    }
  }

  /// Steps below a key as one text, `name key=value | name`: a word, a mapping with `method` and its settings, or a list
  /// of either; nil when absent.
  func steps(_ key: String) throws(OmicsError) -> String? {
    guard let node = node(key), node.null == nil else { return nil }
    guard case .sequence(let sequence) = node else { return try step(node) }
    var list: [String] = []
    for item in sequence { list.append(try step(item)) }
    return list.joined(separator: " | ")
  }

  private func step(_ node: Node) throws(OmicsError) -> String {
    if case .scalar(let scalar) = node { return scalar.string }
    let own = try YAMLMapping(node, file: file)
    let method = try own.requiredString("method", in: "a step")
    let settings = try own.scalars().filter { $0.key != "method" }
    return ([method] + settings.keys.sorted().map { "\($0)=\(settings[$0] ?? "")" }).joined(separator: " ")
  }

  /// A list whose items are a word or a list of words each; one word counts as a list of one; empty when absent.
  func alternatives(_ key: String) throws(OmicsError) -> [[String]] {
    guard let node = node(key), node.null == nil else { return [] }
    guard case .sequence(let sequence) = node else { return try strings(key).map { [$0] } }
    var list: [[String]] = []
    for item in sequence {
      switch item {
      case .scalar(let scalar): list.append([scalar.string])
      case .sequence(let words):
        let names = words.compactMap(\.string)
        guard names.count == words.count, !names.isEmpty else { fallthrough }
        list.append(names)
      default:
        throw OmicsError(
          .value, "\"\(key)\" takes a list of words or of lists of words", at: Self.location(item, file))
      }
    }
    return list
  }

  /// A mapping below a key; nil when absent.
  func mapping(_ key: String) throws(OmicsError) -> YAMLMapping? {
    guard let node = node(key), node.null == nil else { return nil }
    return try YAMLMapping(node, file: file)
  }

  /// A list of mappings below a key; empty when absent.
  func mappings(_ key: String) throws(OmicsError) -> [YAMLMapping] {
    guard let node = node(key), node.null == nil else { return [] }
    guard case .sequence(let sequence) = node else {
      throw OmicsError(.value, "\"\(key)\" takes a list", at: Self.location(node, file))
    }
    var list: [YAMLMapping] = []
    for item in sequence { list.append(try YAMLMapping(item, file: file)) }
    return list
  }

  /// All scalars of this mapping as text, by key.
  func scalars() throws(OmicsError) -> [String: String] {
    var result: [String: String] = [:]
    for key in keys { result[key] = try string(key) ?? "" }
    return result
  }
}
