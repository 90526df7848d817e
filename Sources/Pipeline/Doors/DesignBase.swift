internal import Design
internal import Schema

/// Model matrices of the command line: a formula, a sheet and the words of `--set base=…`.
enum DesignBase {
  /// The model matrix.
  ///
  /// - Parameter base: empty, a level (`control`), or levels of named terms (`condition:control,batch:b2`).
  /// - Throws: `usage` when no term has such a level.
  static func model(_ formula: Formula, sheet: SampleTable, base: String) throws(OmicsError) -> ModelMatrix {
    var bases: [String: String] = [:]
    for word in base.split(separator: ",").map(String.init) {
      let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
      if parts.count == 2, formula.terms.contains(parts[0]) {
        bases[parts[0]] = parts[1]
        continue
      }
      let terms = formula.terms.filter { sheet.column($0)?.contains(word) == true }
      guard !terms.isEmpty else { throw OmicsError(.usage, "no term of the design has a level \"\(word)\"") }
      for term in terms { bases[term] = word }
    }
    return try ModelMatrix(formula, sheet: sheet, bases: bases)
  }
}
