import Glibc

/// A file that a benchmark writes once: buffered bytes under a temporary name, renamed when whole.
struct GeneratedFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// The path of the input if it is there already, else what `write` makes of it.
  static func make(
    _ bench: Workbench, _ name: String, _ write: (inout GeneratedFile) throws -> Void
  ) throws -> String {
    let path = "\(bench.inputs)/\(bench.scale)-\(name)"
    if access(path, R_OK) == 0 { return path }
    var file = try GeneratedFile(path: path)
    try write(&file)
    try file.finish()
    return path
  }

  private init(path: String) throws {
    self.path = path
    descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw BenchError("\(path): \(String(cString: strerror(errno)))") }
    buffer.reserveCapacity(1 << 20)
  }

  /// Adds text.
  mutating func append(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 20 { try flush() }
  }

  private mutating func flush() throws {
    var start = 0
    while start < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
      }
      guard count > 0 else { throw BenchError("\(path): \(String(cString: strerror(errno)))") }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func finish() throws {
    try flush()
    close(descriptor)
    guard rename(path + ".part", path) == 0 else { throw BenchError("\(path): \(String(cString: strerror(errno)))") }
  }
}

/// A small generator with a seed, for inputs that are the same on every machine (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
