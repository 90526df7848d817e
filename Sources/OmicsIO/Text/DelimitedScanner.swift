internal import Glibc
public import Schema

/// What quotes mean in a delimited text.
public enum Quoting: String, Sendable, CaseIterable {
  /// Nothing: a quote is a character like any other.
  case none
  /// RFC 4180: a field in double quotes may hold delimiters, line ends and doubled quotes.
  case csv
}

/// Cuts a byte source into rows of fields at a one-byte delimiter.
///
/// Rows are not compared with each other: the reader knows how many fields it wants and reports ragged rows. An empty
/// line is a row with one empty field (`Row.isBlank`).
public struct DelimitedScanner: ~Copyable {
  private var lines: LineScanner
  private let delimiter: UInt8
  private let quoting: Quoting
  private let limits: ReadLimits
  private var bounds: UnsafeMutablePointer<Int>
  private var boundsCapacity = 256
  private var unquoted: UnsafeMutableRawPointer
  private var unquotedCapacity = 4096

  /// A scanner at the start of an input.
  public init(
    delimiter: UInt8, quoting: Quoting = .none, limits: ReadLimits = .standard, encoding: TextEncoding = .utf8
  ) {
    self.delimiter = delimiter
    self.quoting = quoting
    self.limits = limits
    lines = LineScanner(limits: limits, encoding: encoding)
    bounds = .allocate(capacity: boundsCapacity)
    unquoted = .allocate(byteCount: unquotedCapacity, alignment: 16)
  }

  deinit {
    bounds.deallocate()
    unquoted.deallocate()
  }

  /// Warnings and notes about the text so far.
  public var diagnostics: [Diagnostic] { lines.diagnostics }

  /// The next row; nil at the end of the input.
  ///
  /// - Throws: `.malformed` for quotes that do not close or are followed by text, `.limit` for fields that are too long
  ///   or too many, and the errors of `LineScanner`.
  public mutating func next(_ source: inout ByteSource) throws(OmicsError) -> Row? {
    guard let line = try lines.next(&source) else { return nil }
    if quoting == .csv, let start = line.bytes.baseAddress, memchr(start, 0x22, line.bytes.count) != nil {
      return try quotedRow(line, &source)
    }
    do throws(OmicsError) { return try plainRow(line, source.name) } catch {
      throw beside(error, &source)
    }
  }

  /// A line with too many fields, told with the next one: a header beyond the limit is seen by its rows.
  private mutating func beside(_ error: OmicsError, _ source: inout ByteSource) -> OmicsError {
    guard error.code == .limit, let next = (try? lines.next(&source)) ?? nil else { return error }
    let count = next.bytes.count { $0 == delimiter } + 1
    var told = error
    told.message += "; line \(next.number), the next, has \(count)"
    return told
  }

  private mutating func plainRow(_ line: Line, _ name: String) throws(OmicsError) -> Row {
    // An empty line has a base address too: the window's storage.
    guard let content = line.bytes.baseAddress else {
      throw OmicsError(.fault, "a line without storage", at: SourceLocation(file: name, line: line.number))
    }
    let length = line.bytes.count
    let delimiter = delimiter
    var count = 1
    var bounds = bounds
    var capacity = boundsCapacity
    var longest = 0
    var start = 0
    bounds[0] = 0
    for index in 0..<length where content.load(fromByteOffset: index, as: UInt8.self) == delimiter {
      if count &+ 2 > capacity {
        growBounds()
        bounds = self.bounds
        capacity = boundsCapacity
      }
      let next = index &+ 1
      if next &- start > longest { longest = next &- start }
      start = next
      bounds[count] = next
      count &+= 1
    }
    bounds[count] = length &+ 1
    longest = max(longest, length + 1 - start)
    if longest - 1 > limits.fieldBytes || count > limits.columns {
      throw tooLarge(line, name, count: count)
    }
    return Row(line: line, content: content, bounds: bounds, count: count)
  }

  private mutating func growBounds() {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: boundsCapacity * 2)
    larger.update(from: bounds, count: boundsCapacity)
    bounds.deallocate()
    bounds = larger
    boundsCapacity *= 2
  }

  private func tooLarge(_ line: Line, _ name: String, count: Int) -> OmicsError {
    let location = SourceLocation(file: name, line: line.number, byte: line.byteOffset)
    if count > limits.columns {
      return OmicsError(
        .limit, "the line has \(count) fields, more than \(limits.columns)", at: location,
        hint: "the file is not such a table, or its delimiter is another one")
    }
    for index in 0..<count where bounds[index + 1] - 1 - bounds[index] > limits.fieldBytes {
      return OmicsError(
        .limit, "field \(index + 1) is longer than \(limits.fieldBytes) bytes", at: location,
        hint: "the line ends or quotes of the file are damaged")
    }
    return OmicsError(.limit, "the line is beyond a limit", at: location)
  }

  /// RFC 4180, section 2: quotes count only at the start of a field. While a quote is open the record grows by one
  /// line; unquoting goes on where it stopped.
  private mutating func quotedRow(_ first: Line, _ source: inout ByteSource) throws(OmicsError) -> Row {
    var line = first
    var state = Unquoting()
    while true {
      switch unquote(line.bytes, &state) {
      case .complete:
        let row = Row(line: line, content: UnsafeRawPointer(unquoted), bounds: bounds, count: state.count)
        for index in 0..<state.count where bounds[index + 1] - 1 - bounds[index] > limits.fieldBytes {
          throw tooLarge(line, source.name, count: state.count)
        }
        if state.count > limits.columns { throw tooLarge(line, source.name, count: state.count) }
        return row
      case .textAfterQuote:
        throw OmicsError(
          .malformed, "field \(state.count + 1) has text after its closing quote",
          at: SourceLocation(file: source.name, line: line.number, byte: line.byteOffset),
          hint: "a quote inside a quoted field is written twice")
      case .open:
        if line.bytes.count - state.quote > limits.fieldBytes { throw unterminated(line, state, source.name) }
        guard let longer = try lines.extend(&source, line) else { throw unterminated(line, state, source.name) }
        line = longer
      }
    }
  }

  private func unterminated(_ line: Line, _ state: Unquoting, _ name: String) -> OmicsError {
    OmicsError(
      .malformed, "the quote that opens field \(state.count + 1) is never closed",
      at: SourceLocation(file: name, line: line.number, byte: line.byteOffset),
      hint: "close the quote, or declare that quotes have no meaning in this file")
  }

  /// How far a record is unquoted.
  private struct Unquoting {
    /// Fields complete so far.
    var count = 0
    var read = 0
    var written = 0
    /// The last opening quote.
    var quote = 0
    var isOpen = false
  }

  private enum Unquoted { case complete, open, textAfterQuote }

  private mutating func unquote(_ bytes: UnsafeRawBufferPointer, _ state: inout Unquoting) -> Unquoted {
    reserveUnquoted(bytes.count + 2, keeping: state.written)
    bounds[0] = 0
    while true {
      if state.count + 2 > boundsCapacity { growBounds() }
      if !state.isOpen && state.read < bytes.count && bytes[state.read] == 0x22 {
        state.quote = state.read
        state.read += 1
        state.isOpen = true
      }
      if state.isOpen {
        while state.isOpen && state.read < bytes.count {
          let byte = bytes[state.read]
          state.read += 1
          if byte == 0x22 {
            if state.read == bytes.count || bytes[state.read] != 0x22 {
              state.isOpen = false
              break
            }
            state.read += 1
          }
          put(byte, &state)
        }
        if state.isOpen { return .open }
        if state.read < bytes.count && bytes[state.read] != delimiter { return .textAfterQuote }
      } else {
        while state.read < bytes.count && bytes[state.read] != delimiter {
          put(bytes[state.read], &state)
          state.read += 1
        }
      }
      state.count += 1
      // One byte stands for the delimiter, so that plain and unquoted rows have the same bounds.
      state.written += 1
      bounds[state.count] = state.written
      if state.read >= bytes.count { return .complete }
      state.read += 1
    }
  }

  private func put(_ byte: UInt8, _ state: inout Unquoting) {
    unquoted.storeBytes(of: byte, toByteOffset: state.written, as: UInt8.self)
    state.written += 1
  }

  private mutating func reserveUnquoted(_ count: Int, keeping kept: Int) {
    if count <= unquotedCapacity { return }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: count * 2, alignment: 16)
    larger.copyMemory(from: unquoted, byteCount: kept)
    unquoted.deallocate()
    unquoted = larger
    unquotedCapacity = count * 2
  }
}
