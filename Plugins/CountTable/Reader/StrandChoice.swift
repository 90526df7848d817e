internal import Schema

/// Which count column of STAR belongs to the library: by the share of forward reads over gene rows.
struct StrandChoice {
  private var sums = [0.0, 0.0, 0.0]

  /// Adds a gene row: unstranded, forward, reverse.
  mutating func observe(_ cells: [Double]) {
    for index in 0..<3 where !cells[index].isNaN { sums[index] += cells[index] }
  }

  /// The column (0 unstranded, 1 forward, 2 reverse) and why.
  ///
  /// - Throws: `undecided` when the share is neither clear nor even and the user says nothing.
  func decide(_ given: String, at location: SourceLocation) throws(OmicsError) -> (column: Int, evidence: String) {
    let names = ["unstranded", "forward", "reverse"]
    if let column = names.firstIndex(of: given) { return (column, "strandedness \(given), named by the user") }
    let total = sums[1] + sums[2]
    let share = total > 0 ? sums[1] / total : .nan
    let figures =
      "forward share \((share * 1000).rounded() / 1000) over gene rows (sums \(sums[0]), \(sums[1]), \(sums[2]))"
    if share > 0.8 { return (1, "forward: \(figures)") }
    if share < 0.2 { return (2, "reverse: \(figures)") }
    if share >= 0.4 && share <= 0.6 { return (0, "unstranded: \(figures)") }
    throw OmicsError(
      .undecided, "the strandedness is not clear: \(figures)", at: location,
      hint: "Pass --option strandedness=unstranded, forward or reverse.")
  }
}
