/// Appends a number's shortest decimal form that reads back as the same Double.
///
/// `5`, `0.1`, `1e-5`, `1.5e16`, `Inf`, `-Inf`, `NaN`; a decimal point, no locale; integers up to 2^53 without fraction
/// and exponent; exponents without `+` and leading zeros; negative zero is `0`.
public func appendShortest(_ value: Double, to bytes: inout [UInt8]) {
  if value.magnitude <= 9_007_199_254_740_992, value == value.rounded(.towardZero) {
    return appendInteger(Int(value), to: &bytes)
  }
  if !value.isFinite {
    return bytes.append(contentsOf: value.isNaN ? Array("NaN".utf8) : Array((value < 0 ? "-Inf" : "Inf").utf8))
  }
  var text = value.description
  text.withUTF8 { digits in
    var index = 0
    while index < digits.count && digits[index] != 0x65 { index += 1 }
    var length = index
    if length > 2 && digits[length - 1] == 0x30 && digits[length - 2] == 0x2E { length -= 2 }
    bytes.append(contentsOf: digits[..<length])
    if index == digits.count { return }
    bytes.append(0x65)
    index += 1
    if digits[index] == 0x2D { bytes.append(0x2D) }
    if digits[index] == 0x2D || digits[index] == 0x2B { index += 1 }
    while index < digits.count - 1 && digits[index] == 0x30 { index += 1 }
    bytes.append(contentsOf: digits[index...])
  }
}

/// A number's shortest decimal form, as `appendShortest` writes it.
public func shortestText(_ value: Double) -> String {
  var bytes: [UInt8] = []
  appendShortest(value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends the decimal digits of an integer.
public func appendInteger(_ value: Int, to bytes: inout [UInt8]) {
  var magnitude = value.magnitude
  if value < 0 { bytes.append(0x2D) }
  if magnitude < 10 { return bytes.append(0x30 + UInt8(magnitude)) }
  let start = bytes.count
  while magnitude > 0 {
    bytes.append(0x30 + UInt8(magnitude % 10))
    magnitude /= 10
  }
  bytes[start...].reverse()
}
