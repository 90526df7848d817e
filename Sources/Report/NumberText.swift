/// Numbers for reading: fixed decimals, p-values, percentages; locale-free.
public enum NumberText {
  /// A number with a fixed count of decimals; `NA` when missing.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard !value.isNaN else { return "NA" }
    guard value.isFinite else { return value > 0 ? "inf" : "-inf" }
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 9e15 else { return value.description }
    let whole = Int64(scaled)
    let unit = Int64(factor)
    var text = "\(whole / unit)"
    if decimals > 0 {
      let fraction = "\(whole % unit)"
      text += "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    }
    return (value < 0 && whole != 0 ? "-" : "") + text
  }

  /// A p-value: two significant digits, with an exponent below 0.001; `NA` when missing.
  public static func pValue(_ value: Double) -> String {
    guard !value.isNaN else { return "NA" }
    guard value > 0 else { return "0" }
    if value >= 0.001 { return fixed(value, value >= 0.1 ? 2 : value >= 0.01 ? 3 : 4) }
    var mantissa = value
    var exponent = 0
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    if mantissa >= 9.95 {
      mantissa = 1
      exponent += 1
    }
    return "\(fixed(mantissa, 1))e\(exponent)"
  }

  /// A share as a percentage with one decimal.
  public static func percent(_ share: Double) -> String { share.isNaN ? "NA" : fixed(share * 100, 1) + " %" }

  /// A count with narrow groups of three: `10 986`.
  public static func count(_ value: Int) -> String {
    let digits = Array("\(abs(value))")
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + text
  }
}
