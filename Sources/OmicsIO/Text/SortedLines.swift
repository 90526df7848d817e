internal import Glibc
public import Schema

/// Lines put into bytewise order in bounded memory: full pieces are sorted and go to temporary files, which are merged.
public final class SortedLines {
  /// A line of a piece: its first bytes as a number, and where it lies.
  private struct Line {
    var head: UInt64
    var start: UInt32
    var count: UInt32
  }

  /// How many lines there are.
  public private(set) var count = 0
  private let memory: Int
  private var piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var filled = 0
  private var lines: [Line] = []
  private var folder: TemporaryFolder?
  private var runs: [String] = []

  /// No lines yet.
  ///
  /// - Parameter memory: bytes of lines that are held before they go to a file, at most 1 GiB.
  public init(memory: Int = 48 << 20) { self.memory = min(max(memory, 1), 1 << 30) }

  deinit { piece.deallocate() }

  /// Adds a line, without its end.
  ///
  /// - Throws: `unwritable` when a temporary file cannot be written.
  public func append(_ line: UnsafeRawBufferPointer) throws(OmicsError) {
    try makeRoom(line.count)
    add(line)
  }

  /// Adds a line, without its end.
  ///
  /// - Throws: as the other one.
  public func append(_ line: [UInt8]) throws(OmicsError) {
    try makeRoom(line.count)
    line.withUnsafeBytes { add($0) }
  }

  private func makeRoom(_ length: Int) throws(OmicsError) {
    if !lines.isEmpty, filled + length + lines.count * MemoryLayout<Line>.stride > memory { try spill() }
    guard filled + length > piece.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(2 * piece.count, filled + length, 1 << 16), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[..<filled]))
    piece.deallocate()
    piece = larger
  }

  private func add(_ line: UnsafeRawBufferPointer) {
    UnsafeMutableRawBufferPointer(rebasing: piece[filled...]).copyMemory(from: line)
    lines.append(Line(head: Self.head(line), start: UInt32(filled), count: UInt32(line.count)))
    filled += line.count
    count += 1
  }

  private func bytes(_ line: Line) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: piece[Int(line.start)..<(Int(line.start) + Int(line.count))])
  }

  /// Hands out all lines in order, as often as asked; the bytes are valid during the call.
  ///
  /// - Throws: `unwritable` and `unreadable` for temporary files; what the body throws.
  public func forEach(_ body: (UnsafeRawBufferPointer) throws(OmicsError) -> Void) throws(OmicsError) {
    if runs.isEmpty {
      sort()
      for line in lines { try body(bytes(line)) }
      return
    }
    if !lines.isEmpty { try spill() }
    piece.deallocate()
    piece = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    lines = []
    var readers: [RunReader] = []
    for run in runs {
      let reader = try RunReader(run)
      if try reader.advance() { readers.append(reader) }
    }
    // A heap of runs by their next line; equal lines come in the order of the runs.
    var heap = RunHeap(readers)
    while let least = heap.least {
      try body(least.line)
      if try least.advance() { heap.sink() } else { heap.removeLeast() }
    }
  }

  private func spill() throws(OmicsError) {
    sort()
    let place: TemporaryFolder
    if let folder { place = folder } else { place = try TemporaryFolder() }
    folder = place
    let file = try place.create("\(runs.count)")
    let sink = DescriptorSink(descriptor: file.descriptor, name: file.path)
    defer { close(file.descriptor) }
    for line in lines {
      try sink.append(bytes(line))
      try sink.append(byte: 0x0A)
    }
    try sink.flush()
    runs.append(file.path)
    lines.removeAll(keepingCapacity: true)
    filled = 0
  }

  private func sort() {
    lines.sort { $0.head == $1.head ? Self.precedes(bytes($0), bytes($1)) : $0.head < $1.head }
  }

  private static func head(_ line: UnsafeRawBufferPointer) -> UInt64 {
    if line.count >= 8 { return UInt64(bigEndian: line.loadUnaligned(as: UInt64.self)) }
    var value: UInt64 = 0
    for index in 0..<8 { value = value << 8 | (index < line.count ? UInt64(line[index]) : 0) }
    return value
  }

  /// Whether a line stands before another, bytewise; a beginning stands before what goes on.
  public static func precedes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    let shared = min(a.count, b.count)
    if shared > 0, let one = a.baseAddress, let other = b.baseAddress {
      let order = memcmp(one, other, shared)
      if order != 0 { return order < 0 }
    }
    return a.count < b.count
  }
}

/// A temporary file read line by line.
private final class RunReader {
  private let descriptor: Int32
  private let path: String
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var start = 0
  private var next = 0
  private var filled = 0

  init(_ path: String) throws(OmicsError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw failure(errno) }
  }

  deinit {
    buffer.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  private func failure(_ code: Int32) -> OmicsError {
    OmicsError(
      .unreadable, "cannot read a temporary file: \(SystemMessage.text(code))", at: SourceLocation(file: path))
  }

  /// The line, valid until the next one is asked for.
  var line: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<(next - 1)]) }

  /// Goes to the next line; false at the end.
  func advance() throws(OmicsError) -> Bool {
    var scanned = next
    while true {
      if let base = buffer.baseAddress, let end = memchr(base + scanned, 0x0A, filled - scanned) {
        (start, next) = (next, UnsafeMutableRawPointer(end) - base + 1)
        return true
      }
      // What is left moves to the front; a line as long as the buffer makes it grow.
      let rest = UnsafeRawBufferPointer(rebasing: buffer[next..<filled])
      if rest.count > buffer.count / 2 {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
        larger.copyMemory(from: rest)
        buffer.deallocate()
        buffer = larger
      } else {
        buffer.copyMemory(from: rest)
      }
      (filled, next) = (filled - next, 0)
      scanned = filled
      var got = 0
      repeat {
        got = buffer.baseAddress.map { read(descriptor, $0 + filled, buffer.count - filled) } ?? 0
      } while got < 0 && errno == EINTR
      if got < 0 { throw failure(errno) }
      if got == 0 { return false }
      filled += got
    }
  }
}

/// Runs by their next line, the least first.
private struct RunHeap {
  private var nodes: [(reader: RunReader, run: Int)]

  init(_ readers: [RunReader]) {
    nodes = readers.enumerated().map { ($1, $0) }
    for place in stride(from: nodes.count / 2, through: 0, by: -1) { sink(place) }
  }

  var least: RunReader? { nodes.first?.reader }

  mutating func removeLeast() {
    nodes.swapAt(0, nodes.count - 1)
    nodes.removeLast()
    sink()
  }

  /// Moves a node down to its place.
  mutating func sink(_ from: Int = 0) {
    var place = from
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < nodes.count && precedes(child, least) { least = child }
      if least == place { return }
      nodes.swapAt(least, place)
      place = least
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let (one, other) = (nodes[a].reader.line, nodes[b].reader.line)
    if SortedLines.precedes(one, other) { return true }
    return nodes[a].run < nodes[b].run && !SortedLines.precedes(other, one)
  }
}
