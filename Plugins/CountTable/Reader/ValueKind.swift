internal import Glibc
internal import OmicsIO
internal import Schema

/// What values measure and on which scale: declared, or decided by printed evidence, or refused.
struct ValueKind {
  var measure: Measure
  var scale: Scale
  var evidence: [String]

  /// Decides for a table whose values are all read.
  ///
  /// - Throws: `value` when what is declared contradicts the values, `undecided` when nothing decides.
  static func decide(
    _ table: AbundanceTable, declared: Measure?, scale: Scale?, at location: SourceLocation
  ) throws(OmicsError) -> ValueKind {
    let figures = Figures(table)
    if let declared {
      let chosen = scale ?? (figures.negative > 0 && declared == .ratio ? .log2 : .linear)
      if declared.isCount, figures.negative > 0, chosen == .linear {
        throw OmicsError(
          .value, "\(figures.negative) values are negative, which counts cannot be", at: location,
          hint: "Say what they are: --option measure=expression --option scale=log2, for example.")
      }
      if declared == .rawCount, chosen == .linear, figures.fractional > 0 {
        return ValueKind(
          measure: .estimatedCount, scale: chosen,
          evidence: ["\(figures.fractional) values are no whole numbers: estimated counts, not raw ones"])
      }
      return ValueKind(measure: declared, scale: chosen, evidence: [])
    }
    if figures.negative > 0 {
      guard let scale, scale.isLogarithmic else { throw undecided("\(figures.negative) values are negative", location) }
      return ValueKind(measure: .expression, scale: scale, evidence: ["negative values on a \(scale.rawValue) scale"])
    }
    if let scale, scale.isLogarithmic {
      return ValueKind(measure: .expression, scale: scale, evidence: ["scale named"])
    }
    if figures.fractional == 0, figures.largestSum > 1e4 || figures.samples == 1 {
      return ValueKind(
        measure: .rawCount, scale: .linear,
        evidence: ["all values are whole numbers, largest column sum \(figures.largestSum)"])
    }
    if figures.sums.allSatisfy({ abs($0 - 1e6) < 1e4 }) {
      return ValueKind(measure: .tpm, scale: .linear, evidence: ["every column sums to one million within 1 %"])
    }
    if figures.sums.allSatisfy({ abs($0 - 1e4) < 100 }) {
      return ValueKind(
        measure: .expression, scale: .linear, evidence: ["every column sums to ten thousand within 1 % (CP10k)"])
    }
    if let kind = logarithms(table, figures) { return kind }
    if figures.fractional > 0, figures.nearWhole < 0.5 * Double(max(1, figures.observed)),
      figures.sums.allSatisfy({ $0 >= 2e5 && $0 <= 6e5 }), Set(figures.sums).count == figures.sums.count
    {
      return ValueKind(
        measure: .fpkm, scale: .linear,
        evidence: ["no whole numbers, columns with different sums between 200000 and 600000: FPKM"])
    }
    if figures.fractional > 0, figures.largestSum > 1e6 || figures.nearWhole > 0.9 * Double(max(1, figures.observed)) {
      return ValueKind(
        measure: .estimatedCount, scale: .linear,
        evidence: ["\(figures.fractional) values are no whole numbers, largest column sum \(figures.largestSum)"])
    }
    throw undecided("largest value \(figures.largest), largest column sum \(figures.largestSum)", location)
  }

  /// Small values throughout are logarithms; the kind is certain where taking them back gives counts or a million.
  private static func logarithms(_ table: AbundanceTable, _ figures: Figures) -> ValueKind? {
    guard figures.largest < 30, figures.fractional > 0, figures.medianOfPositive < 15 else { return nil }
    var sums: [Double] = []
    var whole = 0
    var seen = 0
    for column in 0..<table.columnCount {
      var sum = 0.0
      for row in 0..<table.rowCount where !table[row, column].isNaN {
        let value = exp2(table[row, column]) - 1
        sum += value
        seen += 1
        if abs(value - value.rounded()) < 1e-4 * max(1, value) { whole += 1 }
      }
      sums.append(sum)
    }
    guard seen > 0 else { return nil }
    let range = "largest value \(figures.largest), below 30"
    if sums.allSatisfy({ abs($0 - 1e6) < 1e4 }) {
      return ValueKind(
        measure: .expression, scale: .log2, evidence: ["\(range); 2^x - 1 sums to one million: log2(TPM or CPM + 1)"])
    }
    if Double(whole) > 0.99 * Double(seen) {
      return ValueKind(measure: .expression, scale: .log2, evidence: ["\(range); 2^x - 1 is whole: log2(counts + 1)"])
    }
    guard table.rowCount >= 100 else { return nil }
    return ValueKind(
      measure: .expression, scale: .log2,
      evidence: ["\(range), median of what is above 0 is \(figures.medianOfPositive), below 15: logarithms"])
  }

  private static func undecided(_ why: String, _ location: SourceLocation) -> OmicsError {
    OmicsError(
      .undecided, "what the values measure is not clear: \(why)", at: location,
      hint: "Pass --option measure=… and --option scale=…, such as measure=expression scale=log2.")
  }

  /// Plain figures of a table.
  private struct Figures {
    var samples: Int
    var observed = 0
    var negative = 0
    var fractional = 0
    var nearWhole = 0.0
    var largest = 0.0
    var sums: [Double] = []
    var medianOfPositive = 0.0
    var largestSum: Double { sums.max() ?? 0 }

    init(_ table: AbundanceTable) {
      samples = table.columnCount
      var positive = 0
      for column in 0..<table.columnCount {
        var sum = 0.0
        for row in 0..<table.rowCount {
          let value = table[row, column]
          guard !value.isNaN else { continue }
          observed += 1
          sum += value
          largest = max(largest, value)
          if value < 0 { negative += 1 }
          if value > 0 { positive += 1 }
          let distance = abs(value - value.rounded())
          if distance > 1e-6 { fractional += 1 }
          if distance < 1e-3 { nearWhole += 1 }
        }
        sums.append(sum)
      }
      // Only small tables and small values make the median matter; large values end the question before.
      if largest < 30, positive > 0 { medianOfPositive = Self.positiveValue(ofRank: positive / 2, table) }
    }

    /// The positive value of a rank, found sixteen bits a pass: bit patterns of positive numbers stand in their order.
    private static func positiveValue(ofRank rank: Int, _ table: AbundanceTable) -> Double {
      var (rank, prefix) = (rank, UInt64(0))
      for shift in stride(from: UInt64(48), through: 0, by: -16) {
        var histogram = [Int](repeating: 0, count: 1 << 16)
        for column in 0..<table.columnCount {
          for row in 0..<table.rowCount {
            let bits = table[row, column].bitPattern
            if table[row, column] > 0, bits >> (shift + 16) == prefix { histogram[Int(bits >> shift & 0xFFFF)] += 1 }
          }
        }
        var digit = 0
        while rank >= histogram[digit] {
          rank -= histogram[digit]
          digit += 1
        }
        prefix = prefix << 16 | UInt64(digit)
      }
      return Double(bitPattern: prefix)
    }
  }
}
