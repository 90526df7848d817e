/// Which samples every feature is observed in, as bit rows, and the features grouped by equal rows.
struct ObservationPatterns: Sendable {
  private let words: [UInt64]
  private let wordsPerFeature: Int
  private let samples: Int
  private let features: Int

  /// Marks finite values (with finite, positive weights).
  init(_ values: Matrix, weights: Matrix? = nil) {
    samples = values.columns
    features = values.rows
    wordsPerFeature = (values.columns + 63) / 64
    var bits = [UInt64](repeating: 0, count: values.rows * wordsPerFeature)
    for sample in 0..<values.columns {
      let (word, bit) = (sample / 64, UInt64(1) << UInt64(sample % 64))
      for feature in 0..<values.rows {
        let index = sample * values.rows + feature
        guard values.values[index].isFinite else { continue }
        if let weights, !(weights.values[index] > 0 && weights.values[index].isFinite) { continue }
        bits[feature * wordsPerFeature + word] |= bit
      }
    }
    words = bits
  }

  /// The observed samples of a feature, ascending.
  func observedSamples(of feature: Int) -> [Int] {
    (0..<samples).filter { words[feature * wordsPerFeature + $0 / 64] >> UInt64($0 % 64) & 1 == 1 }
  }

  /// Features with equal patterns, each group ascending, groups in order of their first feature.
  ///
  /// Groups hold at most 256 features, so that many features of one pattern still spread over threads.
  var groups: [[Int]] {
    var position: [ArraySlice<UInt64>: Int] = [:]
    var result: [[Int]] = []
    for feature in 0..<features {
      let pattern = words[feature * wordsPerFeature..<(feature + 1) * wordsPerFeature]
      if let group = position[pattern], result[group].count < 256 {
        result[group].append(feature)
      } else {
        position[pattern] = result.count
        result.append([feature])
      }
    }
    return result
  }
}
