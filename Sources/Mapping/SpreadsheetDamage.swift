/// Identifiers that a spreadsheet turned into a date, and the gene symbols they may have been.
enum SpreadsheetDamage {
  /// The symbols a damaged cell may stand for, such as `MARCH1`, `MARC1`, `MAR1` for `1-Mar`; nil when the cell is not
  /// of that shape.
  static func possibleSymbols(_ cell: String) -> [String]? {
    let parts = cell.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return isoDate(cell) }
    let (month, day): (Substring, Substring)
    if parts[0].utf8.allSatisfy(IdentifierPattern.isDigit), !parts[0].isEmpty {
      (day, month) = (parts[0], parts[1])
    } else {
      (month, day) = (parts[0], parts[1])
    }
    guard let number = Int(day), (1...31).contains(number), day.utf8.count <= 2 else { return nil }
    guard let stems = stems[month.lowercased()] else { return nil }
    return names(stems, number)
  }

  private static func isoDate(_ cell: String) -> [String]? {
    let parts = cell.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let month = Int(parts[1]), let day = Int(parts[2]) else {
      return nil
    }
    guard (1...12).contains(month), (1...31).contains(day), let stems = stems[months[month - 1]] else { return nil }
    return names(stems, day)
  }

  private static func names(_ stems: [String], _ number: Int) -> [String] {
    stems.flatMap { ["\($0)\(number)", "\($0)-\(number)"] }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let stems: [String: [String]] = [
    "jan": ["JAN"], "feb": ["FEB"], "mar": ["MARCH", "MARC", "MAR"], "apr": ["APR"], "may": ["MAY"], "jun": ["JUN"],
    "jul": ["JUL"], "aug": ["AUG"], "sep": ["SEPT", "SEP"], "sept": ["SEPT", "SEP"], "oct": ["OCT"], "nov": ["NOV"],
    "dec": ["DEC"],
  ]
}
