internal import OmicsIO
internal import Schema

/// The nine columns of one feature line.
struct FeatureLine {
  static let columnNames = ["seqname", "source", "feature", "start", "end", "score", "strand", "frame", "attributes"]

  var seqname: UnsafeRawBufferPointer
  var source: UnsafeRawBufferPointer
  var feature: UnsafeRawBufferPointer
  var start: Int
  var end: Int
  var score: Double
  var strand: UnsafeRawBufferPointer
  var frame: Int8
  /// Everything after the eighth tab.
  var attributes: UnsafeRawBufferPointer

  /// Cuts and checks a line.
  ///
  /// - Throws: `malformed` for missing columns, `limit` for attributes beyond the longest field, `value` for a cell that
  ///   its column does not allow.
  init(_ line: UnsafeRawBufferPointer, limit: Int = ReadLimits.standard.fieldBytes) throws(OmicsError) {
    var bounds = (0, 0, 0, 0, 0, 0, 0, 0)
    var count = 0
    var index = 0
    withUnsafeMutableBytes(of: &bounds) { raw in
      let slots = raw.bindMemory(to: Int.self)
      while index < line.count, count < 8 {
        if line[index] == AttributeScanner.tab {
          slots[count] = index
          count += 1
        }
        index += 1
      }
    }
    guard count == 8 else {
      throw OmicsError(
        .malformed, "expected 9 tab-separated columns, found \(count + 1)",
        hint: line.contains(AttributeScanner.tab)
          ? "The line may be cut, or a column is missing." : "Columns must be separated by tabs, not blanks.")
    }
    seqname = AttributeScanner.slice(line, 0, bounds.0)
    source = AttributeScanner.slice(line, bounds.0 + 1, bounds.1)
    feature = AttributeScanner.slice(line, bounds.1 + 1, bounds.2)
    strand = AttributeScanner.slice(line, bounds.5 + 1, bounds.6)
    attributes = AttributeScanner.slice(line, bounds.7 + 1, line.count)
    guard attributes.count <= limit else {
      throw OmicsError(
        .limit, "the attributes are longer than \(limit) bytes", at: SourceLocation(file: "", column: "attributes"),
        hint: "The line ends or quotes of the file are damaged.")
    }
    start = try Self.position(AttributeScanner.slice(line, bounds.2 + 1, bounds.3), column: 3)
    end = try Self.position(AttributeScanner.slice(line, bounds.3 + 1, bounds.4), column: 4)
    score = try Self.score(AttributeScanner.slice(line, bounds.4 + 1, bounds.5))
    frame = try Self.frame(AttributeScanner.slice(line, bounds.6 + 1, bounds.7))
    guard !seqname.isEmpty else { throw Self.fault("the sequence name is empty", 0) }
    guard !feature.isEmpty else { throw Self.fault("the feature type is empty", 2) }
    guard strand.count == 1, Self.isStrand(strand[0]) else {
      throw Self.fault("expected a strand, found \(Self.shown(strand))", 6, "A strand is +, -, . or ?.")
    }
  }

  /// An error that names the column; the caller adds file and line.
  private static func fault(_ message: String, _ column: Int, _ hint: String? = nil) -> OmicsError {
    OmicsError(.value, message, at: SourceLocation(file: "", column: columnNames[column]), hint: hint)
  }

  private static func isStrand(_ byte: UInt8) -> Bool { byte == 0x2B || byte == 0x2D || byte == 0x2E || byte == 0x3F }

  private static func isDot(_ text: UnsafeRawBufferPointer) -> Bool {
    text.count == 1 && text[0] == AttributeScanner.dot
  }

  private static func shown(_ text: UnsafeRawBufferPointer) -> String {
    "\"\(String(decoding: text.prefix(40), as: UTF8.self))\""
  }

  private static func position(_ text: UnsafeRawBufferPointer, column: Int) throws(OmicsError) -> Int {
    var value = 0
    for byte in text {
      guard byte >= 0x30, byte <= 0x39, value < 1 << 40 else {
        throw fault(
          "expected a position, found \(shown(text))", column, "Positions are whole numbers from 1, below 10^13.")
      }
      value = value &* 10 &+ Int(byte &- 0x30)
    }
    guard value > 0 else {
      throw fault(
        "expected a position, found \(shown(text))", column,
        "Positions are whole numbers from 1; files that count from 0 (BED) are not GTF.")
    }
    return value
  }

  private static func score(_ text: UnsafeRawBufferPointer) throws(OmicsError) -> Double {
    if isDot(text) { return .nan }
    guard let value = NumberParsing.double(text) else {
      throw fault("expected a number or \".\", found \(shown(text))", 5)
    }
    return value
  }

  private static func frame(_ text: UnsafeRawBufferPointer) throws(OmicsError) -> Int8 {
    if isDot(text) { return -1 }
    guard text.count == 1, text[0] >= 0x30, text[0] <= 0x32 else {
      throw fault("expected a frame, found \(shown(text))", 7, "A frame is 0, 1, 2 or \".\".")
    }
    return Int8(text[0] - 0x30)
  }
}
