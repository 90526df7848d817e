public import Schema

/// A delimiter and the observations that decided for it.
public struct DelimiterDecision: Sendable, Hashable {
  /// The delimiter byte.
  public let delimiter: UInt8
  /// What was seen, in one sentence, to be shown to the user.
  public let evidence: String
}

/// Decides which of TAB, semicolon, comma and space separates the fields of a text, or refuses.
public enum DelimiterEvidence {
  private static let linesRead = 100

  private struct Candidate {
    var byte: UInt8
    var name: String
    /// Fields of the lines that are not the first.
    var fields: Int
    var headerFields: Int
  }

  /// Decides from the first bytes of a file. Quoted text (RFC 4180) is not searched.
  ///
  /// A delimiter qualifies when it cuts every line into the same number of fields, at least two (a header one field
  /// shorter than the rows, as R writes it, is accepted). Of several, TAB goes before all, semicolon before comma when
  /// the commas are decimal marks inside the cells, comma before space; anything else is refused.
  ///
  /// - Parameters:
  ///   - head: the first decompressed bytes; a cut last line is left out when there are others.
  ///   - commentPrefix: lines that begin with this byte are not counted.
  /// - Throws: `.undecided` with what was seen.
  public static func decide(
    head: [UInt8], name: String, commentPrefix: UInt8? = nil
  ) throws(OmicsError) -> DelimiterDecision {
    let lines = lines(of: head, commentPrefix: commentPrefix)
    guard !lines.isEmpty else {
      throw OmicsError(
        .undecided, "there is no line from which to tell the delimiter", at: SourceLocation(file: name),
        hint: "check that the file holds a table, or name the delimiter: --option delimiter=tab")
    }
    var candidates: [Candidate] = []
    var seen: [String] = []
    for (byte, word) in [(UInt8(0x09), "TAB"), (0x3B, "semicolon"), (0x2C, "comma"), (0x20, "space")] {
      let counts = lines.map { fields(of: $0, byte) }
      seen.append("\(word) \(range(counts))")
      let rows = counts.count > 1 ? Array(counts.dropFirst()) : counts
      guard let first = rows.first, first > 1, rows.allSatisfy({ $0 == first }),
        counts[0] == first || counts[0] == first - 1
      else { continue }
      candidates.append(Candidate(byte: byte, name: word, fields: first, headerFields: counts[0]))
    }
    if candidates.contains(where: { $0.byte == 0x09 }) { candidates.removeAll { $0.byte != 0x09 } }
    if candidates.count > 1 && candidates.contains(where: { $0.byte != 0x20 }) {
      candidates.removeAll { $0.byte == 0x20 }
    }
    if candidates.map(\.byte) == [0x3B, 0x2C], commasAreDecimal(lines) { candidates.removeLast() }
    guard let chosen = candidates.first, candidates.count == 1 else {
      let reason =
        candidates.isEmpty
        ? "no delimiter cuts all lines into the same number of fields"
        : "\(candidates.map(\.name).joined(separator: " and ")) are equally good delimiters"
      throw OmicsError(
        .undecided, "\(reason) (fields a line: \(seen.joined(separator: ", ")))", at: SourceLocation(file: name),
        hint: "name it: --option delimiter=tab")
    }
    var evidence = "delimiter \(chosen.name): \(chosen.fields) fields in each of the first \(lines.count) lines"
    if chosen.headerFields != chosen.fields { evidence += ", one fewer in the header (row names)" }
    return DelimiterDecision(delimiter: chosen.byte, evidence: evidence)
  }

  private static func range(_ counts: [Int]) -> String {
    guard let least = counts.min(), let most = counts.max() else { return "0" }
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  private static func lines(of head: [UInt8], commentPrefix: UInt8?) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    var isQuoted = false
    var isFieldStart = true
    func close(_ end: Int) {
      if end > start && head[start] != commentPrefix { lines.append(head[start..<end]) }
    }
    while index < head.count && lines.count < linesRead {
      let byte = head[index]
      // A quote opens only at the start of a field: 5" tube holds a mere character.
      if byte == 0x22 && (isQuoted || isFieldStart) { isQuoted.toggle() }
      isFieldStart = byte == 0x09 || byte == 0x3B || byte == 0x2C || byte == 0x20
      if (byte == 0x0A || byte == 0x0D) && !isQuoted {
        close(index)
        start = index + 1
        isFieldStart = true
      }
      index += 1
    }
    if index == head.count && lines.count < 2 { close(head.count) }
    return lines
  }

  private static func fields(of line: ArraySlice<UInt8>, _ delimiter: UInt8) -> Int {
    var count = 1
    var isQuoted = false
    var atStart = true
    for byte in line {
      if byte == 0x22 && (atStart || isQuoted) { isQuoted.toggle() }
      atStart = false
      if byte == delimiter && !isQuoted {
        count += 1
        atStart = true
      }
    }
    return count
  }

  /// Whether every comma stands between digits inside a semicolon-separated cell, once a cell.
  private static func commasAreDecimal(_ lines: [ArraySlice<UInt8>]) -> Bool {
    for line in lines {
      for cell in line.split(separator: 0x3B) where cell.contains(0x2C) {
        let isNumber = Array(cell).withUnsafeBytes { NumberParsing.double($0, decimalMark: .comma) != nil }
        if !isNumber { return false }
      }
    }
    return true
  }
}
