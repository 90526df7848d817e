internal import OmicsIO

/// Identifiers that a spreadsheet turned into a date or a number, and the gene symbols they may have been.
enum SpreadsheetDamage {
  /// The symbols a damaged cell may stand for, such as `MARCH1`, `MARC1`, `MAR1` for `1-Mar`; empty when the damage lost
  /// more than that, nil when the cell is not damaged.
  ///
  /// - Parameter isSymbol: whether the cell is surely a symbol: five digits are a date's day number then, and may be an
  ///   identifier otherwise.
  static func possibleSymbols(_ cell: String, isSymbol: Bool = false) -> [String]? {
    guard let kind = ExcelDamage.classify(cell) else { return nil }
    let dates: [(month: Int, day: Int)]
    switch kind {
    case .dayMonth, .monthYear: dates = named(cell)
    case .isoDate:
      let parts = numbers(cell.prefix { $0 != " " && $0 != "T" }, "-")
      dates = parts.count == 3 ? [(parts[1], parts[2])] : []
    case .slashDate:
      let parts = numbers(cell[...], cell.contains("/") ? "/" : ".")
      // Day first or month first: only one of them when the other is no date.
      dates = parts.count == 3 ? [(parts[1], parts[0]), (parts[0], parts[1])] : []
    case .serial:
      guard isSymbol, let number = Int(cell) else { return nil }
      dates = [date(serial: number)]
    case .floatIdentifier, .errorValue: return []
    }
    var names: [String] = []
    for (month, day) in dates where (1...12).contains(month) && (1...31).contains(day) {
      for stem in stems[month - 1] {
        for name in ["\(stem)\(day)", "\(stem)-\(day)"] where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  private static func numbers(_ text: Substring, _ separator: Character) -> [Int] {
    text.split(separator: separator).compactMap { Int($0) }
  }

  /// `1-Mar`, `1. Mrz`, `Mar-01`, `1-Mar-20`. A tail above 31 was a year: the day is lost.
  private static func named(_ cell: String) -> [(month: Int, day: Int)] {
    let parts = cell.split { $0 == "-" || $0 == " " || $0 == "." || $0 == "/" }
    guard parts.count >= 2 else { return [] }
    if let month = months[parts[1].lowercased()], let day = Int(parts[0]) { return [(month, day)] }
    if let month = months[parts[0].lowercased()], let day = Int(parts[1]) { return [(month, day)] }
    return []
  }

  /// The date of a day number of the 1900 system: 43525 is 2019-03-01.
  private static func date(serial: Int) -> (month: Int, day: Int) {
    // Days since 0000-03-01, so that the leap day ends a year.
    let days = serial + 693_899
    let era = days % 146_097
    let yearOfEra = (era - era / 1460 + era / 36_524 - era / 146_096) / 365
    let dayOfYear = era - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    return (month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
  }

  /// Month words of spreadsheets in several languages.
  private static let months: [String: Int] = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "mrz": 3, "mär": 3, "mai": 5, "okt": 10, "dez": 12, "janv": 1, "févr": 2, "mars": 3,
    "avr": 4, "juin": 6, "juil": 7, "août": 8, "déc": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5,
    "giu": 6, "lug": 7, "set": 9, "ott": 10, "fev": 2, "out": 10, "mrt": 3, "mei": 5,
  ]

  /// What a symbol may begin with that was read as a month.
  private static let stems = [
    ["JAN"], ["FEB"], ["MARCH", "MARC", "MAR"], ["APR"], ["MAY"], ["JUN"], ["JUL"], ["AUG"], ["SEPT", "SEP"], ["OCT"],
    ["NOV"], ["DEC"],
  ]
}
