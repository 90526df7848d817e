import OmicsIO
import Testing

@Suite struct ShortestNumberTests {
  @Test func forms() {
    for (value, text) in [
      (0.0, "0"), (-0.0, "0"), (5, "5"), (-12, "-12"), (0.1, "0.1"), (1.5, "1.5"), (100_000, "100000"),
      (1e15, "1000000000000000"), (9007199254740992, "9007199254740992"), (1e16, "1e16"), (1.5e300, "1.5e300"),
      (1e-5, "1e-5"), (1.25e-10, "1.25e-10"), (5e-324, "5e-324"), (0.0001, "0.0001"), (.infinity, "Inf"),
      (-.infinity, "-Inf"), (.nan, "NaN"), (1.7976931348623157e308, "1.7976931348623157e308"), (-1e-300, "-1e-300"),
      (123_456_789.125, "123456789.125"), (1.2345678901234567e17, "1.2345678901234566e17"),
    ] { #expect(shortestText(value) == text) }
  }

  @Test func readsBackAsTheSameDouble() {
    var generator = SplitMix(state: 7)
    var bytes: [UInt8] = []
    for _ in 0..<50_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite, value != 0 else { continue }
      bytes.removeAll(keepingCapacity: true)
      appendShortest(value, to: &bytes)
      let back = bytes.withUnsafeBytes { NumberParsing.double($0) }
      #expect(back?.bitPattern == value.bitPattern)
    }
  }

  @Test func integersOfAllLengths() {
    for value in [0, 1, -1, 9, 10, -10, 99, 100, 12345, Int.max, Int.min] {
      var bytes: [UInt8] = [0x23]
      appendInteger(value, to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == "#\(value)")
    }
  }
}
