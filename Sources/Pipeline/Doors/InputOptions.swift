public import Schema

/// How an input is to be read, as the user says it.
public struct InputOptions: Sendable, Hashable {
  /// The format id; nil lets the readers judge.
  public var format: String?
  /// Reader options by key.
  public var options: [String: String]
  /// How many errors of a file are collected.
  public var maximumErrors: Int
  /// How many bytes a compressed file may unpack to when it unpacks suspiciously well; nil for the standard limit.
  public var maximumExpanded: Int?
  /// Folders of plugins that are searched before the others.
  public var pluginFolders: [String]
  /// Whether identifications and attributes of features are kept; for figures alone they are checked and counted.
  public var keepsDetails = true

  /// Options.
  public init(
    format: String? = nil, options: [String: String] = [:], maximumErrors: Int = 20, maximumExpanded: Int? = nil,
    pluginFolders: [String] = []
  ) {
    self.pluginFolders = pluginFolders
    self.format = format
    self.options = options
    self.maximumErrors = maximumErrors
    self.maximumExpanded = maximumExpanded
  }

  /// Options from `key=value` words.
  ///
  /// - Throws: `usage` for a word without `=`.
  public static func parse(_ words: [String]) throws(OmicsError) -> [String: String] {
    var result: [String: String] = [:]
    for word in words {
      guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
        throw OmicsError(.usage, "expected key=value, found \"\(word)\"", hint: "Example: --option sample=S1")
      }
      result[String(word[..<equals])] = String(word[word.index(after: equals)...])
    }
    return result
  }
}
