internal import Numerics
public import Schema

/// Which kind of values a method takes. A method called on another kind is an error that says what was seen.
public enum ValueNeed: String, Sendable, CaseIterable {
  /// Whole counts of reads or fragments.
  case wholeCounts = "whole counts"
  /// Raw, estimated or length-scaled counts.
  case counts
  /// Values on a logarithmic scale.
  case logarithms = "logarithms"
  /// Values as measured, not negative.
  case linear = "linear values"
  /// Values of any kind.
  case any = "any values"
  /// Transcript quantifications: counts, TPM and effective lengths.
  case quantifications = "transcript quantifications"

  /// Whether a measure on a scale is of this kind, as far as its name says.
  public func takes(_ measure: Measure, _ scale: Scale) -> Bool {
    switch self {
    case .wholeCounts: measure == .rawCount && scale == .linear
    case .counts, .quantifications: measure.isCount && scale == .linear
    case .logarithms: scale.isLogarithmic
    case .linear: scale == .linear
    case .any: true
    }
  }

  /// What a plain matrix is taken for when neither it nor the user says what it holds; nil where it must be said.
  public var assumption: (measure: Measure, scale: Scale)? {
    switch self {
    case .wholeCounts, .counts: (.rawCount, .linear)
    case .logarithms: (.expression, .log2)
    case .linear: (.expression, .linear)
    case .any, .quantifications: nil
    }
  }

  /// The largest absolute value a base-2 logarithm of a measurement can sensibly have: 2^100 is no abundance.
  static let largestLogarithm = 100.0

  /// Checks what is declared and the values themselves.
  ///
  /// - Throws: `refused`, with what the method takes and what it was given.
  public func check(_ input: MethodInput, method: String) throws(OmicsError) {
    let seen = "\(input.measure.rawValue) on a \(input.scale.rawValue) scale"
    guard takes(input.measure, input.scale) else {
      throw OmicsError(.refused, "method \(method) takes \(rawValue), found \(seen)", hint: hint(input))
    }
    switch self {
    case .any, .quantifications: return
    case .logarithms: try checkLogarithms(input, method)
    case .linear: try checkCells(input, method, "negative value") { $0 < 0 }
    case .counts: try checkCells(input, method, "value that is no count") { !($0 >= 0) }
    case .wholeCounts:
      try checkCells(input, method, "value that is no whole count") { !($0 >= 0 && $0 == $0.rounded()) }
    }
  }

  private func hint(_ input: MethodInput) -> String {
    switch self {
    case .wholeCounts where input.measure.isCount && input.scale == .linear:
      return "Say --set round=true where the method has it, or use the raw counts."
    case .wholeCounts, .counts: return "Say --option measure=rawCount if these are counts."
    case .logarithms: return "Take logarithms first, or say --option scale=log2 if these are logarithms."
    case .linear where input.scale == .linear: return "Nothing measured is negative: leave such values out."
    default: return "Say --option scale=linear if these are no logarithms."
    }
  }

  private func checkLogarithms(_ input: MethodInput, _ method: String) throws(OmicsError) {
    try checkCells(
      input, method, "value", hint: "No abundance has such a logarithm: take logarithms first."
    ) { abs($0) > Self.largestLogarithm }
  }

  private func checkCells(
    _ input: MethodInput, _ method: String, _ what: String, hint: String? = nil, _ isWrong: (Double) -> Bool
  ) throws(OmicsError) {
    let rows = input.values.rows
    let missingIsWrong = self == .counts || self == .wholeCounts
    for (index, value) in input.values.values.enumerated() {
      guard value.isNaN ? missingIsWrong : isWrong(value) || value.isInfinite else { continue }
      let place = "row \"\(input.ids[index % rows])\", sample \"\(input.samples[index / rows])\""
      throw OmicsError(
        .refused,
        "method \(method) takes \(rawValue), found \(value.isNaN ? "a missing value" : "the \(what) \(value)") in \(place)",
        at: input.place?(index % rows),
        hint: value.isNaN ? "Leave such rows out: a missing count is not zero." : hint ?? self.hint(input))
    }
  }
}
