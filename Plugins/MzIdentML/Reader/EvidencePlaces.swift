internal import Schema

/// Where the evidences of an item lie in their proteins, in the words of mzTab: one entry an evidence, joined by bars;
/// with their accessions where a protein has several.
struct EvidencePlaces {
  /// What is said.
  enum Key: Int, CaseIterable {
    case pre, post, start, end, accessions

    /// The name as an attribute.
    var name: String { self == .accessions ? "evidence_accessions" : "\(self)" }

    /// The names of all.
    static let names = Set(allCases.map(\.name))
  }

  private let evidences: ArraySlice<Int32>
  private let distinct: Int

  /// The places of these evidences, whose proteins have `distinct` accessions.
  init(_ evidences: ArraySlice<Int32>, distinct: Int) {
    self.evidences = evidences
    self.distinct = distinct
  }

  /// What at least one evidence says, in order.
  func keys(_ sequences: borrowing SequenceTables) -> [Key] {
    var keys: [Key] = []
    for key in [Key.pre, .post, .start, .end] where isStated(key, sequences) { keys.append(key) }
    if !keys.isEmpty, distinct != evidences.count, isStated(.accessions, sequences) { keys.append(.accessions) }
    return keys
  }

  private func isStated(_ key: Key, _ sequences: borrowing SequenceTables) -> Bool {
    for evidence in evidences where isStated(key, Int(evidence), sequences) { return true }
    return false
  }

  private func isStated(_ key: Key, _ evidence: Int, _ sequences: borrowing SequenceTables) -> Bool {
    switch key {
    case .pre: sequences.evidences[evidence].pre != 0
    case .post: sequences.evidences[evidence].post != 0
    case .start: sequences.evidences[evidence].start >= 0
    case .end: sequences.evidences[evidence].end >= 0
    case .accessions: sequences.evidences[evidence].protein >= 0
    }
  }

  /// Appends the entries of a key.
  func append(_ key: Key, _ sequences: borrowing SequenceTables, to bytes: inout [UInt8]) {
    for (place, evidence) in evidences.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: "|")) }
      let index = Int(evidence)
      guard isStated(key, index, sequences) else {
        bytes.append(contentsOf: "null".utf8)
        continue
      }
      switch key {
      case .pre: Self.append(sequences.evidences[index].pre, to: &bytes)
      case .post: Self.append(sequences.evidences[index].post, to: &bytes)
      case .start: bytes.append(contentsOf: "\(sequences.evidences[index].start)".utf8)
      case .end: bytes.append(contentsOf: "\(sequences.evidences[index].end)".utf8)
      case .accessions:
        bytes.append(contentsOf: sequences.proteins[Int(sequences.evidences[index].protein)].accession.utf8)
      }
    }
  }

  /// The first byte of a residue as a character.
  private static func append(_ residue: UInt8, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: String(UnicodeScalar(residue)).utf8)
  }
}
