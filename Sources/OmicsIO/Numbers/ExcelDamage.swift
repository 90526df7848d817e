/// Recognises identifiers that a spreadsheet program turned into dates, numbers or error words.
///
/// Ziemann, Eren and El-Osta (2016), doi:10.1186/s13059-016-1044-7; Abeysooriya et al. (2021),
/// doi:10.1371/journal.pcbi.1008984.
public enum ExcelDamage {
  /// What an identifier was turned into.
  public enum Kind: String, Sendable, CaseIterable {
    /// `1-Mar`, `01-Mar-2020`, `2. Sep`
    case dayMonth
    /// `Mar-01`, `Sep-02`
    case monthYear
    /// `2020-03-01`, also with a time
    case isoDate
    /// `3/1/2020`, `01.03.2020`
    case slashDate
    /// A date's day number, 36526 (2000) to 54788 (2049): only a suspicion, many identifiers are such numbers.
    case serial
    /// `2.31E+19`
    case floatIdentifier
    /// `#NAME?`, `#REF!`, `#N/A`
    case errorValue
  }

  private static let errorWords = ["#NAME?", "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA"]

  /// Month words of English, German, French, Spanish, Italian, Portuguese and Dutch spreadsheets, by month.
  private static let months: [String: Int] = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "mrz": 3, "mär": 3, "mai": 5, "okt": 10, "dez": 12, "janv": 1, "févr": 2, "mars": 3, "avr": 4,
    "juin": 6, "juil": 7, "août": 8, "déc": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6,
    "lug": 7, "set": 9, "ott": 10, "fev": 2, "out": 10, "mrt": 3, "mei": 5,
  ]

  /// What the bytes look like; nil when they look undamaged.
  public static func classify(_ bytes: UnsafeRawBufferPointer) -> Kind? {
    // Damaged forms are short and begin with a digit, a month letter or a hash.
    guard bytes.count >= 3, bytes.count <= 32 else { return nil }
    return classify(String(decoding: bytes, as: UTF8.self))
  }

  /// What the text looks like; nil when it looks undamaged.
  public static func classify(_ text: String) -> Kind? {
    guard let first = text.utf8.first else { return nil }
    if first == 0x23 { return errorWords.contains(text) ? .errorValue : nil }
    if dayAndMonth(text) != nil { return isDigit(first) ? .dayMonth : .monthYear }
    guard isDigit(first) else { return nil }
    if isISODate(text) { return .isoDate }
    if isSlashDate(text) { return .slashDate }
    if isFloat(text) { return .floatIdentifier }
    if text.utf8.count == 5, let day = NumberParsing.integer(text), (36_526...54_788).contains(day) { return .serial }
    return nil
  }

  /// The gene symbols a damaged date may have been, sorted: `1-Mar` gives MARC1, MARCH1, MARCHF1, MTARC1.
  ///
  /// Empty when the damage loses more than that. The candidates are for a message, never for a silent repair.
  public static func candidates(_ text: String) -> [String] {
    guard let (number, month) = dayAndMonth(text) else { return [] }
    switch month {
    case 2: return ["FEB\(number)"]
    case 3:
      return (number <= 2 ? ["MARC\(number)", "MTARC\(number)"] : []).sorted() + ["MARCH\(number)", "MARCHF\(number)"]
    case 4: return ["APR\(number)"]
    case 9: return ["SEP\(number)", "SEPT\(number)", "SEPTIN\(number)"]
    case 10: return ["OCT\(number)"]
    case 11: return ["NOV\(number)"]
    case 12: return ["DEC\(number)", "DELEC\(number)"]
    default: return []
    }
  }

  /// `1-Mar`, `1-Mar-20`, `1. Mrz`, `Mar-01`: the number beside the month, and the month.
  private static func dayAndMonth(_ text: String) -> (number: Int, month: Int)? {
    let parts = text.split { $0 == "-" || $0 == " " || $0 == "." || $0 == "/" }
    guard parts.count == 2 || parts.count == 3 else { return nil }
    // A separator must be there as written by spreadsheets: MAR01 or SEP2 are undamaged symbols.
    if let number = smallNumber(parts[0]), let month = months[parts[1].lowercased()] {
      if parts.count == 3, !isYear(parts[2]) { return nil }
      return (number, month)
    }
    if parts.count == 2, let month = months[parts[0].lowercased()], let number = smallNumber(parts[1]) {
      return (number, month)
    }
    return nil
  }

  private static func smallNumber(_ text: Substring) -> Int? {
    guard text.utf8.count <= 2, text.utf8.allSatisfy(isDigit), let number = Int(text), number >= 1 else { return nil }
    return number
  }

  private static func isYear(_ text: Substring) -> Bool {
    (text.utf8.count == 2 || text.utf8.count == 4) && text.utf8.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isISODate(_ text: String) -> Bool {
    let date = text.prefix { $0 != " " && $0 != "T" }
    if date.utf8.count < text.utf8.count, !text.dropFirst(date.count + 1).contains(":") { return false }
    let parts = date.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy(isDigit) else { return false }
    guard let month = smallNumber(parts[1]), let day = smallNumber(parts[2]) else { return false }
    return month <= 12 && day <= 31
  }

  private static func isSlashDate(_ text: String) -> Bool {
    for separator in ["/", "."] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3, isYear(parts[2]) else { continue }
      guard let first = smallNumber(parts[0]), let second = smallNumber(parts[1]) else { continue }
      if min(first, second) <= 12 && max(first, second) <= 31 { return true }
    }
    return false
  }

  /// Digits, a point, digits, `E+` and two or more digits: what a spreadsheet shows for 2310009E13.
  private static func isFloat(_ text: String) -> Bool {
    guard let split = text.firstIndex(where: { $0 == "E" || $0 == "e" }) else { return false }
    let mantissa = text[..<split].split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    let exponent = text[text.index(after: split)...]
    guard exponent.utf8.count >= 3, exponent.first == "+", exponent.dropFirst().utf8.allSatisfy(isDigit) else {
      return false
    }
    return mantissa.count <= 2 && mantissa.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
  }
}
