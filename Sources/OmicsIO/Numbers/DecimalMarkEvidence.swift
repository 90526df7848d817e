/// Collects what the cells of a column say about its decimal mark.
public struct DecimalMarkEvidence: Sendable {
  /// What the cells say together.
  public enum Verdict: String, Sendable, CaseIterable {
    /// Some cells are numbers only with a decimal point, none only with a comma.
    case point
    /// Some cells are numbers only with a decimal comma, none only with a point.
    case comma
    /// All numbers are integers: either mark fits.
    case integers
    /// Both kinds occur, or commas may as well be group separators (`1,234`).
    case undecided
    /// No cell is a number.
    case noNumbers
  }

  private var points = 0
  private var commas = 0
  private var integers = 0
  private var grouped = 0
  private var firstPoint: (text: String, line: Int?)?
  private var firstComma: (text: String, line: Int?)?

  /// Nothing observed yet.
  public init() {}

  /// Takes in one cell of a line; cells that are numbers with neither mark do not count.
  public mutating func observe(_ cell: UnsafeRawBufferPointer, line: Int? = nil) {
    let withPoint = NumberParsing.double(cell, decimalMark: .point) != nil
    let withComma = NumberParsing.double(cell, decimalMark: .comma) != nil
    if withPoint && withComma {
      integers += 1
    } else if withPoint {
      points += 1
      if firstPoint == nil { firstPoint = (String(decoding: cell, as: UTF8.self), line) }
    } else if withComma {
      commas += 1
      if Self.mayBeGrouped(cell) { grouped += 1 }
      if firstComma == nil { firstComma = (String(decoding: cell, as: UTF8.self), line) }
    }
  }

  /// What the cells say together.
  public var verdict: Verdict {
    if points > 0 && commas > 0 { return .undecided }
    if points > 0 { return .point }
    if commas > 0 { return grouped == commas ? .undecided : .comma }
    return integers > 0 ? .integers : .noNumbers
  }

  /// The line of the first decimal comma; where points are rarer, of the first of these.
  public var line: Int? { points > 0 && points < commas ? firstPoint?.line : firstComma?.line ?? firstPoint?.line }

  /// The observations in one sentence.
  public var evidence: String {
    var parts: [String] = []
    if points > 0 { parts.append("\(points) numbers with a decimal point (first \"\(firstPoint?.text ?? "")\")") }
    if commas > 0 { parts.append("\(commas) numbers with a decimal comma (first \"\(firstComma?.text ?? "")\")") }
    if grouped > 0 { parts.append("\(grouped) of these may have the comma as group separator") }
    if integers > 0 { parts.append("\(integers) integers") }
    return parts.isEmpty ? "no numbers" : parts.joined(separator: ", ")
  }

  /// One to three digits, a comma, exactly three digits: 1,234.
  private static func mayBeGrouped(_ cell: UnsafeRawBufferPointer) -> Bool {
    guard let comma = cell.firstIndex(of: 0x2C), cell.count - comma == 4 else { return false }
    var first = 0
    if cell[0] == 0x2D || cell[0] == 0x2B { first = 1 }
    return (1...3).contains(comma - first) && cell[first] != 0x30
  }
}
