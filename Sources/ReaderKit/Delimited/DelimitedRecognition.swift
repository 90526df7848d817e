internal import OmicsIO
internal import Schema

/// Judges whether a head is of a delimited format, and which version.
struct DelimitedRecognition {
  private let format: DelimitedFormat

  init(_ format: DelimitedFormat) { self.format = format }

  /// The delimiters that are tried, in order of trust.
  static let delimiters: [UInt8] = [0x09, 0x2C, 0x3B]

  /// The judgement.
  func judge(_ head: FileHead) -> Recognition {
    let header: HeaderMap
    if let columns = head.columns {
      let map = HeaderMap(columns)
      guard format.containers.contains(.parquet), Self.isMine(map, format) else { return .none }
      header = map
    } else {
      guard format.containers.contains(.text), let lines = Self.headerLines(head, format),
        let (map, _) = Self.header(lines, format), ForeignFormat.name(of: head) == nil
      else { return .none }
      header = map
    }
    var evidence = ["columns \(format.columns.map { header.names[header.column($0) ?? 0] }.joined(separator: ", "))"]
    let (version, reason) = version(header)
    if let reason { evidence.append(reason) }
    return Recognition(
      confidence: 0.8 + 0.01 * Double(min(format.columns.count + format.without.count, 15)), version: version,
      evidence: evidence)
  }

  /// The lines of the header; nil when the head has fewer.
  static func headerLines(_ head: FileHead, _ format: DelimitedFormat) -> [String]? {
    if format.headerLines == 1 { return head.firstLine.map { [$0] } }
    let lines = head.lines.prefix(format.headerLines).map(String.init)
    return lines.count == format.headerLines ? lines : nil
  }

  /// The header and delimiter under which the format's columns are all there; nil when there is none.
  static func header(_ lines: [String], _ format: DelimitedFormat) -> (HeaderMap, UInt8)? {
    for delimiter in delimiters where lines.last?.utf8.contains(delimiter) == true {
      let map = HeaderMap(lines: lines.map { cells($0, delimiter) })
      if isMine(map, format) { return (map, delimiter) }
    }
    return nil
  }

  /// Whether a header has the columns of a format, and none that it must not have.
  static func isMine(_ map: HeaderMap, _ format: DelimitedFormat) -> Bool {
    map.names.count > 1 && format.columns.allSatisfy { map.column($0) != nil }
      && !format.without.contains { map.has($0) } && fits(map, format)
  }

  /// Whether the columns that are not named are what the format says.
  private static func fits(_ header: HeaderMap, _ format: DelimitedFormat) -> Bool {
    guard format.requiresValues || format.restIsRuns else { return true }
    let named = Set((format.columns + format.otherColumns.map { [$0] }).compactMap { header.column($0) })
    let rest = header.names.indices.filter { !named.contains($0) && !header.names[$0].isEmpty }.map { header.names[$0] }
    if format.restIsRuns { return !rest.isEmpty && rest.allSatisfy { RunNames.base($0) != $0 } }
    let patterns = format.tables.flatMap(\.values).compactMap(\.header).map { SamplePattern($0) }
    return rest.contains { name in patterns.contains { $0.sample(in: name) != nil } }
  }

  /// The version of a header, and why.
  func version(_ header: HeaderMap) -> (name: String, reason: String?) {
    for version in format.versions
    where version.columns.allSatisfy({ header.has($0) }) && !version.without.contains(where: { header.has($0) }) {
      var parts: [String] = []
      if !version.columns.isEmpty { parts.append("has \(version.columns.joined(separator: ", "))") }
      if !version.without.isEmpty { parts.append("lacks \(version.without.joined(separator: ", "))") }
      let words = parts.isEmpty ? "no other version fits" : "it \(parts.joined(separator: " and "))"
      return (version.name, "\(format.descriptor.name) \(version.name), because \(words)")
    }
    return ("", nil)
  }

  /// The cells of a header line, unquoted.
  static func cells(_ line: String, _ delimiter: UInt8) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in line.utf8 {
      if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == delimiter && !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      } else {
        cell.append(byte)
      }
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return cells
  }
}
