/// Where the costly parts of a ranking are kept from one run for the next; the corridor's stage cache plugs in here.
///
/// A part is a pure function of the cohorts, the seed and the count of its draws: whoever keeps it names it by those.
/// What comes back is checked for its size and computed again when it does not fit.
public struct LedgerMemory: Sendable {
  /// A part that can be kept.
  public enum Part: String, Sendable, CaseIterable {
    /// Maxima and counts of permuted strengths.
    case calibration
    /// Strengths of every target in every half-sample.
    case halves
  }

  /// A part kept earlier; nil when there is none.
  public let recall: @Sendable (_ part: Part) -> [UInt8]?
  /// Keeps a part.
  public let keep: @Sendable (_ part: Part, _ bytes: [UInt8]) -> Void

  /// A memory.
  public init(
    recall: @escaping @Sendable (_ part: Part) -> [UInt8]?,
    keep: @escaping @Sendable (_ part: Part, _ bytes: [UInt8]) -> Void
  ) {
    self.recall = recall
    self.keep = keep
  }

  /// A memory that keeps nothing.
  public static let none = LedgerMemory(recall: { _ in nil }, keep: { _, _ in })
}

extension LedgerMemory {
  /// Numbers as little-endian 64-bit words.
  static func bytes(_ numbers: [Double]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 8)
    for number in numbers { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// Exactly `count` numbers from bytes; nil when there are more or fewer.
  static func numbers(_ bytes: [UInt8], count: Int) -> [Double]? {
    guard bytes.count == count * 8 else { return nil }
    return bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
      }
    }
  }
}
