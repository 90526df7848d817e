/// Known names that differ from a text by one letter inserted, left out, or taken for another: proposals for a person,
/// never matches.
public struct NearestNames: Sendable {
  /// The known names by what is left of them when one letter is taken out, and by themselves.
  private var byShortened: [String: [Int32]] = [:]
  private let names: [String]

  /// Prepares the approved symbols of a table.
  public init(_ index: GeneIndex) { self.init(names: index.table.rows.filter { $0.status == .approved }.map(\.symbol)) }

  /// Prepares names; those of fewer than three letters are near everything and left out.
  public init(names known: [String]) {
    names = Set(known).sorted().filter { $0.utf8.count > 2 }
    for (number, name) in names.enumerated() {
      for form in Self.forms(name.uppercased()) { byShortened[form, default: []].append(Int32(number)) }
    }
  }

  /// The names one letter away, sorted; in any case.
  public func near(_ text: String, most: Int = 3) -> [String] {
    guard text.utf8.count > 2, text.utf8.count < 40 else { return [] }
    let wanted = Array(text.uppercased().utf8)
    var found: Set<String> = []
    for form in Self.forms(text.uppercased()) {
      for number in byShortened[form] ?? [] where Self.isNear(wanted, Array(names[Int(number)].uppercased().utf8)) {
        found.insert(names[Int(number)])
      }
    }
    return Array(found.sorted().prefix(most))
  }

  private static func forms(_ text: String) -> Set<String> {
    let letters = Array(text)
    var forms: Set<String> = [text]
    for place in letters.indices {
      var shorter = letters
      shorter.remove(at: place)
      forms.insert(String(shorter))
    }
    return forms
  }

  /// Whether one edit, or two letters that changed places, makes one of the other.
  private static func isNear(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard abs(a.count - b.count) <= 1 else { return false }
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var (left, right) = (a.count, b.count)
    while left > start, right > start, a[left - 1] == b[right - 1] { (left, right) = (left - 1, right - 1) }
    let (one, other) = (left - start, right - start)
    if one <= 1 && other <= 1 { return true }
    return one == 2 && other == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
  }
}
