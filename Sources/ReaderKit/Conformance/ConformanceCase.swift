import Glibc
import OmicsIO
public import Schema

/// One case of a plugin: an input, how it is read, and what must come out.
public struct ConformanceCase: Sendable {
  /// The error a case must be refused with.
  public struct ExpectedError: Sendable, Hashable {
    /// The error's code.
    public var code: String
    /// Words that must occur in the error.
    public var fragment: String
  }

  /// The case's folder name.
  public let name: String
  /// The path of the case's folder.
  public let folder: String
  /// The input's name as the reader sees it: `name` of `options.yaml`, else the file's own.
  public let displayName: String
  /// The input's bytes, decompressed.
  public let bytes: [UInt8]
  /// Reader options from `options.yaml`.
  public let options: [String: String]
  /// The format named by `options.yaml`, which overrules recognition.
  public let format: String?
  /// The error of `expected.error`; nil when the case must be read.
  public let error: ExpectedError?

  /// The cases of a plugin's folder, in order of name.
  ///
  /// - Throws: `missing` without cases; `malformed` for a case with no input or several.
  public static func all(in plugin: String) throws(OmicsError) -> [ConformanceCase] {
    var cases: [ConformanceCase] = []
    let root = plugin + "/Cases"
    for name in try ConformanceFolder.names(in: root) where ConformanceFolder.isFolder("\(root)/\(name)") {
      cases.append(try ConformanceCase(folder: "\(root)/\(name)", name: name))
    }
    guard !cases.isEmpty else { throw OmicsError(.missing, "there are no cases", at: SourceLocation(file: root)) }
    return cases
  }

  init(folder: String, name: String) throws(OmicsError) {
    self.name = name
    self.folder = folder
    let besides: Set = ["options.yaml", "expected", "expected.error", "README.md"]
    let inputs = try ConformanceFolder.names(in: folder).filter { !besides.contains($0) }
    guard let input = inputs.first, inputs.count == 1 else {
      throw OmicsError(
        .malformed, "a case has one input, this one has \(inputs.count)", at: SourceLocation(file: folder))
    }
    bytes = try ConformanceFolder.bytes(of: "\(folder)/\(input)")
    var options: [String: String] = [:]
    let path = folder + "/options.yaml"
    if ConformanceFolder.exists(path) {
      for member in try ManifestText.parse(try ConformanceFolder.bytes(of: path), file: path).members ?? [] {
        guard let text = member.value.text else {
          throw OmicsError(.malformed, "\(member.key) should be a text", at: SourceLocation(file: path))
        }
        options[member.key] = text
      }
    }
    displayName = options.removeValue(forKey: "name") ?? input
    format = options.removeValue(forKey: "format")
    self.options = options
    let errorPath = folder + "/expected.error"
    guard ConformanceFolder.exists(errorPath) else {
      error = nil
      return
    }
    let text = String(decoding: try ConformanceFolder.bytes(of: errorPath), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count == 2 else {
      throw OmicsError(
        .malformed, "expected two lines: the code and words of the message", at: SourceLocation(file: errorPath))
    }
    error = ExpectedError(code: String(lines[0]), fragment: String(lines[1]))
  }

  /// Whether the input is XML, whose end is always seen.
  var isXML: Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes.dropFirst(start).first { $0 > 0x20 } == UInt8(ascii: "<")
  }
}

/// Files of a plugin's folder.
enum ConformanceFolder {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, sorted by bytes, hidden ones left out.
  static func names(in folder: String) throws(OmicsError) -> [String] {
    guard let directory = opendir(folder) else {
      throw OmicsError(
        .unreadable, "the folder cannot be opened: \(String(cString: strerror(errno)))",
        at: SourceLocation(file: folder))
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A file's bytes, decompressed.
  static func bytes(of path: String) throws(OmicsError) -> [UInt8] {
    var source = try ByteSource.file(path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes.append(contentsOf: chunk) }
    return bytes
  }
}
