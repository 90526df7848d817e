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
    if figures.fractional > 0, figures.largestSum > 1e6 || figures.nearWhole > 0.9 * Double(max(1, figures.observed)) {
      return ValueKind(
        measure: .estimatedCount, scale: .linear,
        evidence: ["\(figures.fractional) values are no whole numbers, largest column sum \(figures.largestSum)"])
    }
    throw undecided("largest value \(figures.largest), largest column sum \(figures.largestSum)", location)
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
    var largestSum: Double { sums.max() ?? 0 }

    init(_ table: AbundanceTable) {
      samples = table.columnCount
      for column in 0..<table.columnCount {
        var sum = 0.0
        for row in 0..<table.rowCount {
          let value = table[row, column]
          guard !value.isNaN else { continue }
          observed += 1
          sum += value
          largest = max(largest, value)
          if value < 0 { negative += 1 }
          let distance = abs(value - value.rounded())
          if distance > 1e-6 { fractional += 1 }
          if distance < 1e-3 { nearWhole += 1 }
        }
        sums.append(sum)
      }
    }
  }
}
