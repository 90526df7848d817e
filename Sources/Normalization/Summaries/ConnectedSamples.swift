internal import Numerics

/// The parts of a block of ions x samples that observed values connect.
struct ConnectedSamples: Sendable {
  /// The part of each sample; -1 for a sample without values.
  private(set) var samplePart: [Int]
  /// The part of each ion; ions without values are parts of their own.
  private(set) var ionPart: [Int]
  /// Parts that hold a sample.
  private(set) var count = 0

  init(_ block: Matrix) {
    samplePart = [Int](repeating: -1, count: block.columns)
    ionPart = [Int](repeating: -1, count: block.rows)
    for start in 0..<block.columns where samplePart[start] < 0 {
      var queue = [start]
      var hasValue = false
      while let sample = queue.popLast() {
        for ion in 0..<block.rows where ionPart[ion] < 0 && !block[ion, sample].isNaN {
          hasValue = true
          ionPart[ion] = count
          for next in 0..<block.columns where samplePart[next] < 0 && !block[ion, next].isNaN {
            samplePart[next] = count
            queue.append(next)
          }
        }
      }
      if hasValue { count += 1 }
    }
    var next = count
    for ion in ionPart.indices where ionPart[ion] < 0 {
      ionPart[ion] = next
      next += 1
    }
  }
}
