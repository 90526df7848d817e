import Testing

@testable import Numerics

/// Values of `special_functions.tsv` (mpmath, 60 digits).
@Suite struct SpecialFunctionTests {
  @Test func publishedValues() throws {
    let fixture = try Fixture("special_functions.tsv")
    let (a, b, x) = (fixture.numbers("a"), fixture.numbers("b"), fixture.numbers("x"))
    let expected = fixture.numbers("value")
    var seen = Set<String>()
    for (index, name) in fixture.text("function").enumerated() {
      let value: Double =
        switch name {
        case "lgamma": SpecialFunction.lgamma(x[index])
        case "digamma": SpecialFunction.digamma(x[index])
        case "trigamma": SpecialFunction.trigamma(x[index])
        case "tetragamma": SpecialFunction.tetragamma(x[index])
        case "trigammaInverse": SpecialFunction.trigammaInverse(x[index])
        case "erf": SpecialFunction.erf(x[index])
        case "erfc": SpecialFunction.erfc(x[index])
        case "logErfc": SpecialFunction.logErfc(x[index])
        case "logBeta": SpecialFunction.logBeta(a[index], b[index])
        default: .nan
        }
      seen.insert(name)
      // The rule of limma for the inverse stops at a step of 1e-8 (quadratic convergence); others are near rounding.
      let tolerance = name == "trigammaInverse" ? 1e-9 : 3e-14
      let difference = abs(value - expected[index]) / max(abs(expected[index]), 1e-2)
      #expect(difference < tolerance, "\(name)(\(a[index]), \(b[index]), \(x[index])): \(value) \(expected[index])")
    }
    #expect(seen.count == 9)
  }

  @Test func domains() {
    #expect(SpecialFunction.digamma(0).isNaN)
    #expect(SpecialFunction.digamma(-3).isNaN)
    #expect(SpecialFunction.trigammaInverse(-1).isNaN)
    #expect(SpecialFunction.trigammaInverse(1e8) == 1e-4)
    #expect(SpecialFunction.trigammaInverse(1e-8) == 1e8)
    #expect(SpecialFunction.regularizedBeta(0.5, -1, 2).isNaN)
    #expect(SpecialFunction.regularizedBeta(0, 2, 3) == 0)
    #expect(SpecialFunction.regularizedBeta(1, 2, 3) == 1)
    #expect(SpecialFunction.regularizedGamma(2, 0, upper: true) == 1)
    #expect(abs(SpecialFunction.regularizedGamma(1, 3, upper: true) - 0.049_787_068_367_863_944) < 1e-16)
  }
}
