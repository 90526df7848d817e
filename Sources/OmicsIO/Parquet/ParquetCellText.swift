internal import Schema

extension ParquetColumn {
  /// A value of the column with its meaning.
  public func cell(_ index: Int) -> ParquetCell {
    switch (descriptor.type, descriptor.meaning) {
    case (.boolean, _): .boolean(values.booleans[index])
    case (.int32, .unsigned): .unsigned(UInt64(UInt32(bitPattern: values.int32s[index])))
    case (.int32, _): Self.number(Int64(values.int32s[index]), descriptor.meaning)
    case (.int64, .unsigned): .unsigned(UInt64(bitPattern: values.int64s[index]))
    case (.int64, _): Self.number(values.int64s[index], descriptor.meaning)
    case (.float, _): .single(values.floats[index])
    case (.double, _): .double(values.doubles[index])
    case (.int96, _): Self.old(values.text(index))
    case (.byteArray, .decimal(let scale)), (.fixedBytes, .decimal(let scale)):
      .text(ParquetDecimal.text(bigEndian: values.text(index), scale: scale))
    case (.fixedBytes, .half) where descriptor.length == 2:
      .single(Self.half(values.text(index)))
    case (.byteArray, _):
      // Older writers mark no text as such.
      if let text = String(validating: values.text(index), as: UTF8.self) {
        .text(text)
      } else {
        .bytes(Array(values.text(index)))
      }
    case (.fixedBytes, _): .bytes(Array(values.text(index)))
    }
  }

  private static func number(_ value: Int64, _ meaning: ParquetMeaning) -> ParquetCell {
    switch meaning {
    case .decimal(let scale): .text(ParquetDecimal.text(value, scale: scale))
    case .date: .text(ParquetTime.date(days: value))
    case .time(let unit): .text(ParquetTime.clock(value, perSecond: Int64(unit)))
    case .timestamp(let unit, let utc): .text(ParquetTime.timestamp(value, perSecond: Int64(unit), utc: utc))
    default: .integer(value)
    }
  }

  /// The retired timestamp: nanoseconds of the day, then the Julian day.
  private static func old(_ bytes: ArraySlice<UInt8>) -> ParquetCell {
    var nanoseconds: UInt64 = 0
    var day: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      if index < 8 {
        nanoseconds |= UInt64(byte) << UInt64(8 * index)
      } else {
        day |= UInt32(byte) << UInt32(8 * (index - 8))
      }
    }
    let date = ParquetTime.date(days: Int64(day) - 2_440_588)
    let clock = ParquetTime.clock(Int64(truncatingIfNeeded: nanoseconds), perSecond: 1_000_000_000)
    return .text("\(date)T\(clock)")
  }

  private static func half(_ bytes: ArraySlice<UInt8>) -> Float {
    let low = bytes.first ?? 0
    let high = bytes.last ?? 0
    let bits = UInt32(low) | UInt32(high) << 8
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    let sign: Float = bits >> 15 == 1 ? -1 : 1
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return sign * fraction * 0x1p-24 }
    return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
  }
}

/// Decimal numbers as text.
enum ParquetDecimal {
  static func text(_ value: Int64, scale: Int) -> String {
    point(String(value.magnitude), scale, isNegative: value < 0)
  }

  /// A number of any length in two's complement, most significant byte first.
  static func text(bigEndian bytes: ArraySlice<UInt8>, scale: Int) -> String {
    let isNegative = (bytes.first ?? 0) >= 0x80
    var digits: [UInt8] = [0]
    var magnitude = bytes.map { isNegative ? ~$0 : $0 }
    if isNegative {
      for index in magnitude.indices.reversed() {
        let (sum, carry) = magnitude[index].addingReportingOverflow(1)
        magnitude[index] = sum
        if !carry { break }
      }
    }
    for byte in magnitude.prefix(64) {
      var carry = Int(byte)
      for index in digits.indices {
        let sum = Int(digits[index]) * 256 + carry
        digits[index] = UInt8(sum % 10)
        carry = sum / 10
      }
      while carry > 0 {
        digits.append(UInt8(carry % 10))
        carry /= 10
      }
    }
    return point(String(decoding: digits.reversed().map { $0 + 48 }, as: UTF8.self), scale, isNegative: isNegative)
  }

  private static func point(_ digits: String, _ scale: Int, isNegative: Bool) -> String {
    let scale = min(scale, 1000)
    var text = digits
    if scale > 0 {
      if text.utf8.count <= scale { text = String(repeating: "0", count: scale + 1 - text.utf8.count) + text }
      text = "\(text.dropLast(scale)).\(text.suffix(scale))"
    }
    return isNegative ? "-\(text)" : text
  }
}

/// Dates and times as text (ISO 8601).
enum ParquetTime {
  /// A day counted from 1970-01-01, in the Gregorian calendar.
  static func date(days: Int64) -> String {
    guard abs(days) < 1 << 40 else { return "\(days) days" }
    // Days from 0000-03-01, in eras of 400 years.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    let civil = month < 10 ? month + 3 : month - 9
    return "\(padded(year + era * 400 + (civil <= 2 ? 1 : 0), 4))-\(padded(civil, 2))-\(padded(day, 2))"
  }

  static func clock(_ value: Int64, perSecond: Int64) -> String {
    let seconds = value / perSecond
    let part = value % perSecond
    let text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    if part == 0 { return text }
    return "\(text).\(padded(part, String(perSecond).utf8.count - 1))"
  }

  static func timestamp(_ value: Int64, perSecond: Int64, utc: Bool) -> String {
    let day = perSecond * 86_400
    let rest = value % day
    let days = value / day - (rest < 0 ? 1 : 0)
    return "\(date(days: days))T\(clock(rest < 0 ? rest + day : rest, perSecond: perSecond))\(utc ? "Z" : "")"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
