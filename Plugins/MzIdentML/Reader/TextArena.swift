internal import Schema

/// Texts by index, one after the other in one block of memory: no String a text.
struct TextArena {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many texts there are.
  var count: Int { ends.count }

  /// Adds a text behind the others.
  mutating func append(_ text: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  /// The text with an index.
  subscript(index: Int) -> String { String(decoding: bytes[start(index)..<ends[index]], as: UTF8.self) }

  /// Whether the text with an index has no bytes.
  func isEmpty(_ index: Int) -> Bool { start(index) == ends[index] }

  /// Whether the text with an index has these bytes.
  @inline(__always)
  func equals(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let begin = start(index)
    guard ends[index] &- begin == text.count else { return false }
    return bytes.withUnsafeBytes { sameBytes(UnsafeRawBufferPointer(rebasing: $0[begin..<begin &+ text.count]), text) }
  }

  /// Gives the bytes of a text.
  @inline(__always)
  func withText<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start(index)..<ends[index]])) }
  }

  private func start(_ index: Int) -> Int { index == 0 ? 0 : ends[index &- 1] }
}
