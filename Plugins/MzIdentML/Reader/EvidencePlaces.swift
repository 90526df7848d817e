internal import Schema

/// Where the evidences of an item lie in their proteins, in the words of mzTab: one entry an evidence, joined by bars;
/// with their accessions where a protein has several.
struct EvidencePlaces {
  /// What is said.
  enum Key: String, CaseIterable {
    case pre, post, start, end
    case accessions = "evidence_accessions"
  }

  private let evidences: ArraySlice<Int32>
  private let distinct: Int

  /// The places of these evidences, whose proteins have `distinct` accessions.
  init(_ evidences: ArraySlice<Int32>, distinct: Int) {
    self.evidences = evidences
    self.distinct = distinct
  }

  /// What at least one evidence says, in order.
  func keys(_ sequences: SequenceTables) -> [Key] {
    var keys: [Key] = []
    for key in [Key.pre, .post, .start, .end] where evidences.contains(where: { isStated(key, Int($0), sequences) }) {
      keys.append(key)
    }
    if !keys.isEmpty, distinct != evidences.count,
      evidences.contains(where: { isStated(.accessions, Int($0), sequences) })
    {
      keys.append(.accessions)
    }
    return keys
  }

  private func isStated(_ key: Key, _ evidence: Int, _ sequences: SequenceTables) -> Bool {
    switch key {
    case .pre: sequences.evidencePre[evidence] != 0
    case .post: sequences.evidencePost[evidence] != 0
    case .start: sequences.evidenceStart[evidence] >= 0
    case .end: sequences.evidenceEnd[evidence] >= 0
    case .accessions: sequences.evidenceProtein[evidence] >= 0
    }
  }

  /// Appends the entries of a key.
  func append(_ key: Key, _ sequences: SequenceTables, to bytes: inout [UInt8]) {
    for (place, evidence) in evidences.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: "|")) }
      let index = Int(evidence)
      guard isStated(key, index, sequences) else {
        bytes.append(contentsOf: "null".utf8)
        continue
      }
      switch key {
      case .pre: Self.append(sequences.evidencePre[index], to: &bytes)
      case .post: Self.append(sequences.evidencePost[index], to: &bytes)
      case .start: bytes.append(contentsOf: "\(sequences.evidenceStart[index])".utf8)
      case .end: bytes.append(contentsOf: "\(sequences.evidenceEnd[index])".utf8)
      case .accessions:
        bytes.append(contentsOf: sequences.proteins[Int(sequences.evidenceProtein[index])].accession.utf8)
      }
    }
  }

  /// The first byte of a residue as a character.
  private static func append(_ residue: UInt8, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: String(UnicodeScalar(residue)).utf8)
  }
}
