import Foundation
import Glibc
import OmicsIO
import Testing

private func parse(_ text: String, _ mark: DecimalMark = .point) -> Double? {
  Array(text.utf8).withUnsafeBytes { NumberParsing.double($0, decimalMark: mark) }
}

private func cell(_ text: String, _ missing: MissingSpellings = .none) -> NumberCell {
  Array(text.utf8).withUnsafeBytes { NumberParsing.cell($0, missing: missing) }
}

@Suite struct NumberParsingTests {
  @Test func grammar() {
    for (text, value) in [
      ("0", 0.0), ("-0", -0.0), ("5", 5), ("+5", 5), ("-5.25", -5.25), (".5", 0.5), ("5.", 5), ("1e3", 1000),
      ("1E-3", 0.001), ("1e+05", 1e5), ("00012.50", 12.5), ("9007199254740993", 9007199254740992),
    ] {
      #expect(parse(text)?.bitPattern == value.bitPattern, "\(text)")
    }
    for text in [
      "", ".", "-", "+", "e5", "1e", "1e+", "1e-", "1.2.3", "1,5", "1 ", " 1", "0x10", "1_000", "1,000", "--1", "+-1",
      "1e5.0", "1e5e5", "NaN", "inf", "1d5", "١", "1\0", "Infinity", "1f", "0x1p3", "1e1000000000000000000000x",
    ] {
      #expect(parse(text) == nil, "\(text)")
    }
  }

  @Test func decimalComma() {
    #expect(parse("1,5", .comma) == 1.5)
    #expect(parse("-,25e2", .comma) == -25)
    #expect(parse("1.5", .comma) == nil)
    #expect(parse("1.000,5", .comma) == nil)
    #expect(parse("0,12345678901234567890123", .comma) == 0.12345678901234567890123)
  }

  @Test func hardCases() {
    for text in [
      "1e-400", "4.9406564584124654e-324", "2.4703282292062327208e-324", "2.4703282292062328e-324",
      "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "1.7976931348623157e308",
      "1.7976931348623158e308", "9007199254740993", "9007199254740992.99999999999999999999",
      "9007199254740993.00000000000000000000000000000000000000000000000000001", "0.1", "1e22", "1e23", "8.5e22",
      "6.02214076e23", "7.2057594037927933e16", "5e-324", "3e-324", "2e-324",
      "0.000000000000000000000000000000000000000000000000000000000000123456789012345678",
      "179769313486231570814527423731704356798070567525844996598917476803157260780028538760589558632766878171540458953514382464234321326889464182768467546703537516986049910576551282076245490090389328944075868508455133942304583236903222948165808559332123347747975",
      "1e0000000000000000000000000000000000000000000000000000000000005",
      "0e999999999999999999999", "123456789012345678901234567890e-40",
      "1.00000000000000011102230246251565404236316680908203125",
      "1.00000000000000011102230246251565404236316680908203124",
      "1.00000000000000011102230246251565404236316680908203126",
    ] {
      #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
    let halfway = String(repeating: "0", count: 900) + "1.5" + String(repeating: "0", count: 2000) + "1"
    #expect(parse(halfway) == 1.5)
    let long = "1." + String(repeating: "0", count: 15) + "1" + String(repeating: "3", count: 5000) + "e-300"
    #expect(parse(long)?.bitPattern == strtod(long, nil).bitPattern)
    let digits = String(repeating: "9", count: 100_000)
    #expect(parse("0." + digits) == 1)
    #expect(parse(digits + "e-100000") == 1)
    #expect(cell(digits) == .overflow)
  }

  @Test func overflowIsToldApart() {
    #expect(cell("1e400") == .overflow)
    #expect(cell("-1e309") == .overflow)
    #expect(cell("1.7976931348623159e308") == .overflow)
    #expect(cell("1.7976931348623158e308") == .number(.greatestFiniteMagnitude))
    #expect(cell("1e-400") == .number(0))
    #expect(parse("1e400") == nil)
  }

  @Test func cellsOfEveryKind() {
    let missing = MissingSpellings(["", "NA", "0", "n/a"])
    #expect(cell("", missing) == .missing(0))
    #expect(cell("NA", missing) == .missing(1))
    #expect(cell("0", missing) == .missing(2))
    #expect(cell("n/a", missing) == .missing(3))
    #expect(cell("na", missing) == .text)
    #expect(cell("0.0", missing) == .number(0))
    #expect(cell("NA") == .text)
    #expect(cell("") == .text)
    for word in ["NaN", "nan", "NAN", "-nan"] { #expect(cell(word) == .notANumber) }
    #expect(cell("NaN", MissingSpellings(["NaN"])) == .missing(0))
    for word in ["Inf", "inf", "+INF", "Infinity"] { #expect(cell(word) == .infinite(.infinity)) }
    #expect(cell("-inf") == .infinite(-.infinity))
    for word in ["Filtered", "infinit", "nane", "1-Mar", "#N/A"] { #expect(cell(word) == .text) }
  }

  @Test func integers() {
    for (text, value) in [
      ("0", 0), ("-0", 0), ("+7", 7), ("-12", -12), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min), ("0007", 7),
    ] { #expect(NumberParsing.integer(text) == value) }
    for text in [
      "", "-", "+", "1.0", "1e3", " 1", "1 ", "9223372036854775808", "-9223372036854775809", "99999999999999999999",
    ] {
      #expect(NumberParsing.integer(text) == nil, "\(text)")
    }
  }

  /// Random strings of every shape against the C library (which runs in the C locale here).
  @Test func equalsStrtodOnRandomStrings() {
    var generator = SplitMix(state: 20261124)
    var wrong: [String] = []
    for round in 0..<150_000 {
      let text = RandomNumberText.make(&generator, shape: round % 6)
      let mine = cell(text)
      let theirs = strtod(text, nil)
      let same = theirs.isInfinite ? mine == .overflow : mine == .number(theirs)
      if !same { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

enum RandomNumberText {
  /// Shapes: 17 digits of random bits, random digits and exponent, subnormals, midpoints between neighbours, short
  /// decimals, very long digits.
  static func make(_ generator: inout SplitMix, shape: Int) -> String {
    switch shape {
    case 0: return String(format: "%.17g", anyFinite(&generator))
    case 1:
      return digits(&generator, Int.random(in: 1...25, using: &generator)) + "e"
        + String(Int.random(in: -345...310, using: &generator))
    case 2:
      let tiny = Double(bitPattern: UInt64.random(in: 0...(1 << 53), using: &generator))
      return String(format: "%.\(Int.random(in: 1...25, using: &generator))g", tiny)
    case 3:
      // The exact midpoint of two neighbours, sometimes a hair beside it.
      let value = Double(bitPattern: UInt64.random(in: (900 << 52)...(1150 << 52), using: &generator))
      let midpoint = String(format: "%.200Lf", Float80(value) + (Float80(value.nextUp) - Float80(value)) / 2)
      return Bool.random(using: &generator) ? midpoint : midpoint + "1"
    case 4:
      return String(Int.random(in: -100_000...100_000, using: &generator)) + "."
        + digits(&generator, Int.random(in: 1...8, using: &generator))
    default:
      return "0." + digits(&generator, Int.random(in: 15...60, using: &generator)) + "e"
        + String(Int.random(in: -330...310, using: &generator))
    }
  }

  private static func anyFinite(_ generator: inout SplitMix) -> Double {
    while true {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { return value }
    }
  }

  private static func digits(_ generator: inout SplitMix, _ count: Int) -> String {
    var text = ""
    for _ in 0..<count { text.append(String(generator.next() % 10)) }
    return text
  }
}
