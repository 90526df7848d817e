internal import Schema

/// Which Peptide elements are one: those with the same sequence and modifications.
struct PeptideSynonyms {
  /// The next Peptide of the same name; its own index for the last one.
  private var following: [Int32]
  private var later: [Bool]

  init(_ sequences: borrowing SequenceTables) {
    let count = sequences.sequences.count
    var index = TextIndex()
    var following = (0..<Int32(count)).map { $0 }
    var later = [Bool](repeating: false, count: count)
    var last: [Int: Int] = [:]
    for peptide in 0..<count {
      let first: Int? = sequences.withProforma(peptide) { name in
        let hash = TextIndex.hash(name)
        let found = index.find(hash) { sequences.isNamed($0, name) }
        if found == nil { index.insert(hash, peptide) }
        return found
      }
      guard let first else { continue }
      following[last[first] ?? first] = Int32(peptide)
      last[first] = peptide
      later[peptide] = true
    }
    (self.following, self.later) = (following, later)
  }

  /// Whether a Peptide is the first of its name.
  func isFirst(_ peptide: Int) -> Bool { !later[peptide] }

  /// The next Peptide of the same name.
  func next(_ peptide: Int) -> Int? { following[peptide] == peptide ? nil : Int(following[peptide]) }
}
