/// The order in which carried columns are kept, whatever their order in the file: by name, numbers in names by value,
/// optional columns last. So a file with its columns moved gives the same dataset.
enum ColumnOrder {
  /// Whether a column comes before another.
  static func precedes(_ left: String, _ right: String) -> Bool {
    let (isLeftOptional, isRightOptional) = (left.hasPrefix("opt_"), right.hasPrefix("opt_"))
    if isLeftOptional != isRightOptional { return isRightOptional }
    let (a, b) = (pieces(left), pieces(right))
    for (x, y) in zip(a, b) where x != y {
      if let m = Int(x), let n = Int(y), m != n { return m < n }
      return x < y
    }
    return a.count < b.count
  }

  /// A name cut into runs of digits and runs of other characters.
  private static func pieces(_ name: String) -> [Substring] {
    var list: [Substring] = []
    var rest = name[...]
    while let first = rest.first {
      let isDigit = first.isNumber
      let piece = rest.prefix { $0.isNumber == isDigit }
      list.append(piece)
      rest = rest[piece.endIndex...]
    }
    return list
  }
}
