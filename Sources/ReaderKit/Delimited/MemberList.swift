/// The members that a cell lists.
enum MemberList {
  /// Members by separator, blanks around them removed; a FASTA header's description is not a member.
  static func split(_ text: String, _ separator: String) -> [String] {
    guard let mark = separator.first else { return text.isEmpty ? [] : [text] }
    var members: [String] = []
    for part in text.split(separator: mark) {
      var member = part[...]
      while member.first == " " { member = member.dropFirst() }
      while member.last == " " { member = member.dropLast() }
      if !member.isEmpty { members.append(String(member)) }
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
