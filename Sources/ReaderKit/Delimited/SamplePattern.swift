/// A header with `*` for the sample, and the samples it finds.
///
/// `#` before the `*` stands for a number that belongs to the sample, as in `Reporter intensity # *`; `&` for a label of
/// SILAC (L, M or H), as in `Intensity & *`.
struct SamplePattern: Sendable {
  /// What stands before the sample.
  let prefix: String
  /// What stands behind it.
  let suffix: String
  /// Whether the sample begins with a number and has more behind it.
  let isNumbered: Bool
  /// Whether the sample begins with a label of SILAC and has more behind it.
  let isLabelled: Bool

  init(_ pattern: String) {
    let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    isNumbered = parts[0].hasSuffix("# ")
    isLabelled = parts[0].hasSuffix("& ")
    prefix = String(isNumbered || isLabelled ? parts[0].dropLast(2) : parts[0])
    suffix = parts.count > 1 ? String(parts[1]) : ""
  }

  /// How much of a header the pattern states: of several that fit, the one that states the most is taken.
  var weight: Int { prefix.count + suffix.count + (isNumbered || isLabelled ? 1 : 0) }

  /// The sample of a header; nil when the pattern does not fit. R's dots for other characters are understood.
  func sample(in header: String) -> String? {
    let name = Array(header)
    guard name.count > prefix.count + suffix.count else { return nil }
    guard Self.fits(Array(prefix), name[..<prefix.count]),
      Self.fits(Array(suffix), name[(name.count - suffix.count)...])
    else { return nil }
    let sample = name[prefix.count..<(name.count - suffix.count)]
    if isLabelled {
      guard let label = sample.first, "LMH".contains(label), sample.count > 2 else { return nil }
      let mark = sample[sample.startIndex + 1]
      guard mark == " " || mark == "." else { return nil }
    }
    if isNumbered {
      let rest = sample.drop { $0.isNumber }
      guard rest.count < sample.count, rest.count > 1, rest.first == " " || rest.first == "." else { return nil }
    }
    return String(sample)
  }

  private static func fits(_ pattern: [Character], _ text: ArraySlice<Character>) -> Bool {
    zip(pattern, text).allSatisfy { stated, found in
      if stated == found || stated.lowercased() == found.lowercased() { return true }
      return found == "." && !stated.isLetter && !stated.isNumber
    }
  }
}
