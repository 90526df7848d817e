/// The evidences of each peptide, in file order.
struct PeptideEvidences {
  private var starts: [Int32]
  private var order: [Int32]

  init(_ sequences: borrowing SequenceTables) {
    starts = [Int32](repeating: 0, count: sequences.sequences.count + 1)
    for evidence in sequences.evidences where evidence.peptide >= 0 { starts[Int(evidence.peptide) + 1] += 1 }
    for peptide in starts.indices.dropFirst() { starts[peptide] += starts[peptide - 1] }
    order = [Int32](repeating: 0, count: Int(starts[starts.count - 1]))
    var next = starts
    for (index, evidence) in sequences.evidences.enumerated() where evidence.peptide >= 0 {
      order[Int(next[Int(evidence.peptide)])] = Int32(index)
      next[Int(evidence.peptide)] += 1
    }
  }

  /// The evidences of a peptide.
  func of(_ peptide: Int) -> ArraySlice<Int32> { order[Int(starts[peptide])..<Int(starts[peptide + 1])] }
}
