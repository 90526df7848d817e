/// The members that a cell lists.
enum MemberList {
  /// Members by any letter of the separator, blanks around them removed; of groups of groups each member once.
  static func split(_ text: String, _ separator: String) -> [String] {
    guard let mark = separator.first else { return text.isEmpty ? [] : [text] }
    var members: [String] = []
    for part in text.split(whereSeparator: separator.contains) {
      var member = part[...]
      while member.first == " " { member = member.dropFirst() }
      while member.last == " " { member = member.dropLast() }
      if !member.isEmpty, separator.count == 1 || !members.contains(String(member)) { members.append(String(member)) }
    }
    // OpenSWATH writes the number of proteins first: 2/P1/P2, DECOY_1/P1.
    if mark == "/", members.count > 1, let first = members.first,
      first.hasPrefix("DECOY_") ? first.dropFirst(6).allSatisfy(\.isNumber) : first.allSatisfy(\.isNumber)
    {
      members.removeFirst()
    }
    return members
  }
}
