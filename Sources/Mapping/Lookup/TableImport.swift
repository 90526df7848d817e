public import OmicsIO
public import Schema

/// A table taken row by row into canonical text, in bounded memory whatever its size; a pair table also as a lookup.
public struct TableImport {
  /// Pair tables with more rows are better searched on disk than loaded.
  public static let manyRows = 1_000_000

  /// What was written.
  public struct Written: Sendable {
    /// The content digest, as `MappingTableWriter.contentDigest` takes it.
    public var digest: String
    /// How many rows.
    public var rows: Int
  }

  private let head: MappingTable
  private let registry: NamespaceRegistry
  private let rows: SortedLines
  private let memory: Int

  /// Reads all rows of a stream.
  ///
  /// - Parameters:
  ///   - facts: what is said of the table in its stamp.
  ///   - memory: bytes that are sorted at a time.
  public init(
    _ stream: consuming TableStream, _ source: inout ByteSource, facts: [(key: String, value: String)],
    registry: NamespaceRegistry, memory: Int = 48 << 20
  ) throws(OmicsError) {
    var stream = stream
    var head = stream.head
    head.facts = facts
    self.head = head
    self.registry = registry
    self.memory = memory
    rows = SortedLines(memory: memory)
    var line: [UInt8] = []
    while let row = try stream.next(&source) {
      line.removeAll(keepingCapacity: true)
      for index in 0..<row.count {
        if index > 0 { line.append(0x09) }
        line.append(contentsOf: stream.bytes(row, index))
      }
      try rows.append(line)
    }
  }

  /// How many rows there are.
  public var count: Int { rows.count }

  /// Whether it can be written as a lookup.
  public var isPairTable: Bool { PairRows(head, registry: registry) != nil }

  private var startedDigest: SHA256Digest {
    var digest = SHA256Digest()
    let names = Array((head.columns.map(\.name).joined(separator: "\t") + "\n").utf8)
    names.withUnsafeBytes { digest.update($0) }
    return digest
  }

  /// The content digest, before anything is written.
  public func digest() throws(OmicsError) -> String {
    var digest = startedDigest
    let end: [UInt8] = [0x0A]
    try rows.forEach { (row) throws(OmicsError) in
      digest.update(row)
      end.withUnsafeBytes { digest.update($0) }
    }
    return digest.finalize()
  }

  /// Writes the table.
  ///
  /// - Parameter isLookup: whether it is written to be searched on disk.
  /// - Throws: `refused` for a lookup of a table that is none of pairs; `unwritable`.
  public func write(to sink: ByteSink, asLookup isLookup: Bool) throws(OmicsError) -> Written {
    var writer = LookupWriter(head, registry: registry, memory: memory)
    guard !isLookup || writer != nil else {
      throw OmicsError(
        .refused, "a table of kind \(head.kind) is no table of pairs, which alone can be searched on disk",
        hint: "Write it as TABLE.tsv.")
    }
    let top = MappingTableWriter.top(of: head, layout: isLookup ? LookupFile.layout : nil)
    try sink.append(top)
    var digest = startedDigest
    var (offset, count) = (top.utf8.count, 0)
    var line: [UInt8] = []
    try rows.forEach { (row) throws(OmicsError) in
      line.removeAll(keepingCapacity: true)
      line.append(contentsOf: row)
      line.append(0x0A)
      line.withUnsafeBytes { digest.update($0) }
      try sink.append(line)
      offset += line.count
      count += 1
      if isLookup { try writer?.take(row) }
    }
    let written = Written(digest: digest.finalize(), rows: count)
    if isLookup { try writer?.finish(to: sink, at: offset, written) }
    return written
  }
}

/// Gathers what the rows of a pair table say of every id and writes it behind them.
struct LookupWriter: ~Copyable {
  private static let blockBytes = 1 << 14

  private var pairs: PairRows
  private let entries: SortedLines
  private var line: [UInt8] = []

  /// Nothing gathered yet; nil for a table that is none of pairs.
  init?(_ head: MappingTable, registry: NamespaceRegistry, memory: Int) {
    guard let pairs = PairRows(head, registry: registry) else { return nil }
    self.pairs = pairs
    entries = SortedLines(memory: memory)
  }

  /// Takes a row of canonical text.
  mutating func take(_ row: UnsafeRawBufferPointer) throws(OmicsError) {
    let cells = row.split(separator: 0x09, omittingEmptySubsequences: false)
    var found: [(hop: Int, id: String, partner: String, trust: Double)] = []
    pairs.take({ String(decoding: cells[$0], as: UTF8.self) }) { found.append(($0, $1, $2, $3)) }
    for entry in found {
      line.removeAll(keepingCapacity: true)
      line.append(contentsOf: "\(entry.hop)".utf8)
      line.append(0x09)
      line.append(contentsOf: entry.id.utf8)
      line.append(0x09)
      line.append(contentsOf: entry.partner.utf8)
      if entry.trust != 1 { line.append(contentsOf: "\t\(entry.trust)".utf8) }
      try entries.append(line)
    }
  }

  /// Writes entries, blocks, hops and the last line.
  ///
  /// - Parameter offset: where the rows end.
  mutating func finish(to sink: ByteSink, at offset: Int, _ table: TableImport.Written) throws(OmicsError) {
    let mark = "\(LookupFile.mark)\n"
    try sink.append(mark)
    let start = offset + mark.utf8.count
    var place = start
    var blocks = Array("#blocks\n".utf8)
    var (first, length) = ([UInt8](), 0)
    var last: [UInt8] = []
    func seal() {
      guard length > 0 else { return }
      blocks.append(contentsOf: "\(length)\t".utf8)
      blocks.append(contentsOf: first)
      blocks.append(0x0A)
      length = 0
    }
    var next: [UInt8] = []
    try entries.forEach { (line) throws(OmicsError) in
      next.removeAll(keepingCapacity: true)
      next.append(contentsOf: line)
      if next == last { return }
      swap(&next, &last)
      if length >= Self.blockBytes { seal() }
      if length == 0 { first = last }
      try sink.append(last)
      try sink.append(byte: 0x0A)
      length += last.count + 1
      place += last.count + 1
    }
    seal()
    try sink.append(blocks)
    let hops = "#hops\n" + pairs.hops.map { "\($0.from.rawValue)\t\($0.to.rawValue)\n" }.joined()
    try sink.append(hops)
    let footer = place + blocks.count
    let numbers = [start, place, footer, footer + hops.utf8.count, table.rows].map { number in
      let digits = "\(number)"
      return String(repeating: " ", count: max(0, 16 - digits.utf8.count)) + digits
    }
    let tail = "#end\t" + numbers.joined(separator: "\t") + "\t" + table.digest
    try sink.append(tail + String(repeating: " ", count: max(0, LookupFile.tailLength - 1 - tail.utf8.count)) + "\n")
  }
}
