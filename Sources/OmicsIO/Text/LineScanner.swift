internal import Glibc
public import Schema

/// One line of a text input, valid until the scanner's next call.
public struct Line {
  /// The line without its terminator, UTF-8.
  public let bytes: UnsafeRawBufferPointer
  /// The line's number, from 1.
  public let number: Int
  /// The offset of the line's first byte in the decompressed input (in the converted text where it was converted).
  public let byteOffset: Int
  /// What ended the line.
  public let terminator: LineTerminator

  /// The line as a string.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The place of this line in its input.
  public func location(in source: borrowing ByteSource, column: String? = nil) -> SourceLocation {
    SourceLocation(file: source.name, line: number, column: column, byte: byteOffset)
  }
}

/// Cuts a byte source into lines: LF, CR LF, CR alone (with a warning), mixed; the last line may lack its end.
///
/// The text is UTF-8; a byte-order mark is dropped once, UTF-16 with a mark is converted with a warning, Latin-1 when
/// declared. Control characters other than TAB, LF and CR, and bytes that are not UTF-8, are errors with line and byte.
public struct LineScanner: ~Copyable {
  private var window: TextWindow
  private let limits: ReadLimits
  /// Bytes before this index were searched for LF; `lineFeed` is the LF found, if any.
  private var searched = 0
  private var lineFeed: Int?
  /// The current line: its first byte and the byte after its terminator.
  private var lineStart = 0
  private var lineNumber = 0
  private var loneReturn: Int?
  private var loneReturns = 0
  private var name = ""
  /// Line ends inside the current record, beyond its first line.
  private var innerLines = 0

  /// A scanner at the start of an input.
  public init(limits: ReadLimits = .standard, encoding: TextEncoding = .utf8) {
    self.limits = limits
    window = TextWindow(encoding: encoding)
  }

  /// Warnings and notes about the text so far.
  public var diagnostics: [Diagnostic] {
    guard let loneReturn else { return window.diagnostics }
    return window.diagnostics + [
      Diagnostic(
        .warning, "lone-carriage-return", "lines end with CR alone (old Mac text)",
        at: SourceLocation(file: name, line: loneReturn), count: loneReturns)
    ]
  }

  /// The number of the last line given out; 0 before the first.
  public var currentLine: Int { lineNumber }

  /// The next line; nil at the end of the input.
  ///
  /// - Throws: `.encoding` for illegal bytes, `.limit` for a line that is too long, and the source's own errors.
  public mutating func next(_ source: inout ByteSource) throws(OmicsError) -> Line? {
    do throws(OmicsError) { return try nextLine(&source) } catch {
      guard error.code == .encoding, window.fault != nil else { throw error }
      var first = error
      first.causes += furtherFaults(&source)
      throw first
    }
  }

  private mutating func nextLine(_ source: inout ByteSource) throws(OmicsError) -> Line? {
    lineNumber += 1
    guard let end = try findEnd(&source, from: window.start, keeping: 0) else {
      lineNumber -= 1
      return nil
    }
    return line(end)
  }

  /// The faults of later lines, so that a user sees them in one go: 19 at most, in the next 64 MiB.
  private mutating func furtherFaults(_ source: inout ByteSource) -> [OmicsError] {
    guard loneReturns == 0, !window.looksLikeUTF16, !window.looksLikeGzip else { return [] }
    var errors: [OmicsError] = []
    let end = window.base + window.end + (64 << 20)
    while errors.count < 19, passFaultyLine(&source) {
      do throws(OmicsError) {
        while window.base < end, try nextLine(&source) != nil {}
        return errors
      } catch {
        errors.append(error)
      }
    }
    return errors
  }

  /// Goes to the line behind the one with the fault; false where there is none.
  private mutating func passFaultyLine(_ source: inout ByteSource) -> Bool {
    guard let fault = window.fault else { return false }
    var from = max(fault.position, window.start)
    while true {
      if from < window.end, let hit = memchr(window.storage + from, 0x0A, window.end - from) {
        window.start = UnsafeMutableRawPointer(hit) - window.storage + 1
        break
      }
      window.start = window.end
      guard !window.atEnd, (try? window.fill(&source)) != nil else { return false }
      from = window.start
    }
    window.passFault()
    (searched, lineFeed) = (window.start, nil)
    lineNumber += innerLines
    innerLines = 0
    return true
  }

  /// The current line together with the next one and the terminator between them; nil at the end of the input.
  ///
  /// The number stays that of the first line.
  mutating func extend(_ source: inout ByteSource, _ current: Line) throws(OmicsError) -> Line? {
    // The first line's bytes are put back, so that the window keeps them in one piece.
    let length = window.start - lineStart
    window.start = lineStart
    innerLines += 1
    guard let end = try findEnd(&source, from: lineStart + length, keeping: length) else {
      window.start += length
      return nil
    }
    return line(end)
  }

  private struct LineEnd {
    var end: Int
    var next: Int
    var terminator: LineTerminator
  }

  private mutating func line(_ found: LineEnd) -> Line {
    let bytes = UnsafeRawBufferPointer(start: window.storage + lineStart, count: found.end - lineStart)
    window.start = found.next
    return Line(
      bytes: bytes, number: lineNumber, byteOffset: window.base + lineStart, terminator: found.terminator)
  }

  /// Finds the end of the line that begins at `first`; the window's start is the first byte to keep.
  private mutating func findEnd(
    _ source: inout ByteSource, from first: Int, keeping kept: Int
  ) throws(OmicsError) -> LineEnd? {
    var first = first
    if kept == 0 {
      lineNumber += innerLines
      innerLines = 0
    }
    if name.isEmpty { name = source.name }
    while true {
      findLineFeed(from: first)
      let limit = lineFeed ?? window.end
      if let found = findReturn(from: first, to: limit) {
        if found + 1 < window.end || window.atEnd {
          let isPair = lineFeed == found + 1
          if !isPair { noteLoneReturn() }
          return try accept(
            LineEnd(
              end: found, next: found + (isPair ? 2 : 1),
              terminator: isPair ? .carriageReturnLineFeed : .carriageReturn))
        }
      } else if let lineFeed {
        return try accept(LineEnd(end: lineFeed, next: lineFeed + 1, terminator: .lineFeed))
      } else if window.atEnd {
        if first == window.end {
          try checkFault(before: window.end + 1)
          return nil
        }
        return try accept(LineEnd(end: window.end, next: window.end, terminator: .endOfInput))
      }
      try checkLength(window.end)
      let shift = try fill(&source)
      first -= shift
      searched -= shift
      if window.base == 0, first < window.start { first = window.start }
    }
  }

  private mutating func fill(_ source: inout ByteSource) throws(OmicsError) -> Int {
    do {
      return try window.fill(&source)
    } catch {
      var located = error
      if located.location == nil { located.location = SourceLocation(file: source.name) }
      if located.location?.line == nil { located.location?.line = lineNumber + innerLines }
      throw located
    }
  }

  private mutating func findLineFeed(from first: Int) {
    if let known = lineFeed, known >= first { return }
    lineFeed = nil
    let from = max(first, searched)
    if from < window.end, let hit = memchr(window.storage + from, 0x0A, window.end - from) {
      lineFeed = UnsafeMutableRawPointer(hit) - window.storage
      searched = (lineFeed ?? from) + 1
    } else {
      searched = max(from, window.end)
    }
  }

  private func findReturn(from first: Int, to limit: Int) -> Int? {
    guard first < limit, let hit = memchr(window.storage + first, 0x0D, limit - first) else { return nil }
    return UnsafeMutableRawPointer(hit) - window.storage
  }

  private mutating func accept(_ found: LineEnd) throws(OmicsError) -> LineEnd {
    lineStart = window.start
    try checkLength(found.end)
    try checkFault(before: found.next == found.end ? found.end + 1 : found.next)
    return found
  }

  private mutating func checkLength(_ end: Int) throws(OmicsError) {
    guard end - window.start > limits.lineBytes else { return }
    // A fault inside the line says more than its length.
    try checkFault(before: end)
    throw OmicsError(
      .limit, "the line is longer than \(limits.lineBytes) bytes",
      at: SourceLocation(file: name, line: lineNumber, byte: window.base + window.start),
      hint: "the file is not a line-based text table, or its line ends are damaged")
  }

  private func checkFault(before index: Int) throws(OmicsError) {
    guard let fault = window.fault, fault.position < index else { return }
    throw fault.error(
      name: name, line: lineNumber + innerLines, byte: window.base + fault.position,
      looksLikeUTF16: window.looksLikeUTF16, looksLikeGzip: window.looksLikeGzip)
  }

  private mutating func noteLoneReturn() {
    if loneReturn == nil { loneReturn = lineNumber }
    loneReturns += 1
  }
}
