public import Schema

/// A buffered writer of bytes. What becomes of them is the subclass's business.
///
/// Every method throws `.unwritable` when the bytes cannot be passed on; after an error the sink is useless.
public class ByteSink {
  /// What is written to, for messages.
  public let name: String
  private var buffer: [UInt8] = []
  private static let capacity = 256 * 1024

  init(name: String) {
    self.name = name
    buffer.reserveCapacity(Self.capacity + 4096)
  }

  /// Passes complete buffers on.
  func accept(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) {}

  /// Writes bytes.
  public final func append(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) {
    if bytes.count >= Self.capacity {
      try flush()
      return try accept(bytes)
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes bytes.
  public final func append(_ bytes: [UInt8]) throws(OmicsError) {
    let outcome: Result<Void, OmicsError> = bytes.withUnsafeBytes { bytes in
      do throws(OmicsError) { return .success(try append(bytes)) } catch { return .failure(error) }
    }
    try outcome.get()
  }

  /// Writes text as UTF-8.
  public final func append(_ text: String) throws(OmicsError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes one byte.
  public final func append(byte: UInt8) throws(OmicsError) {
    buffer.append(byte)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes a number in its shortest round-trip form; NaN is written as `NA`.
  public final func append(_ value: Double) throws(OmicsError) {
    if value.isNaN { return try append("NA") }
    appendShortest(value, to: &buffer)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes an integer.
  public final func append(_ value: Int) throws(OmicsError) {
    appendInteger(value, to: &buffer)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Passes on what is buffered.
  public final func flush() throws(OmicsError) {
    if buffer.isEmpty { return }
    var full: [UInt8] = []
    swap(&full, &buffer)
    // Typed throws do not pass through `withUnsafeBytes` of every release: the outcome is carried out by hand.
    let outcome: Result<Void, OmicsError> = full.withUnsafeBytes { bytes in
      do throws(OmicsError) { return .success(try accept(bytes)) } catch { return .failure(error) }
    }
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
    try outcome.get()
  }

  /// Drops what is buffered.
  final func discard() { buffer.removeAll() }
}

/// Keeps what is written in memory.
public final class MemorySink: ByteSink {
  /// The bytes passed on so far: all of them after `flush()`.
  public private(set) var bytes: [UInt8] = []

  /// An empty sink.
  public init() { super.init(name: "memory") }

  override func accept(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) { self.bytes.append(contentsOf: bytes) }
}

/// Writes to a descriptor that somebody else opened and closes, such as standard output.
public final class DescriptorSink: ByteSink {
  private let descriptor: Int32

  /// A sink on an open descriptor; `name` is for messages.
  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    super.init(name: name)
  }

  override func accept(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) {
    try FileCall.write(bytes, to: descriptor, name: name)
  }
}
