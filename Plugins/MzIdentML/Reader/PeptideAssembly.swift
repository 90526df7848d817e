internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The Peptide element being read.
struct PeptideAssembly {
  private(set) var line = 0
  private var id: [UInt8] = []
  private var sequence: [UInt8] = []
  private var hasSequence = false
  private var modifications: [PeptideModification] = []

  /// Takes the start of a Peptide.
  mutating func begin(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    line = event.line
    id = try builder.required(.id, of: .peptide, event).map(Array.init) ?? []
    hasSequence = false
    sequence.removeAll(keepingCapacity: true)
    modifications.removeAll(keepingCapacity: true)
  }

  /// Takes the text of PeptideSequence.
  mutating func take(sequence text: [UInt8], line: Int, into builder: inout DatasetBuilder) {
    hasSequence = true
    var (start, end) = (0, text.count)
    while start < end, Self.isBlank(text[start]) { start += 1 }
    while start < end, Self.isBlank(text[end - 1]) { end -= 1 }
    sequence.removeAll(keepingCapacity: true)
    sequence.append(contentsOf: text[start..<end])
    if !sequence.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) {
      builder.warn(
        "sequence-letters", "the sequence \"\(letters.prefix(60))\" holds other signs than capital letters", line: line)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private var letters: String { String(decoding: sequence, as: UTF8.self) }

  /// Takes a Modification.
  mutating func modification(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    var next = PeptideModification()
    next.line = event.line
    next.location = try builder.integer(.location, of: .modification, event)
    next.residues = event.string(AttributeName.residues.rawValue) ?? ""
    let mass = try builder.number(.monoisotopicMassDelta, of: .modification, event)
    if !mass.isNaN { next.delta = event.string(AttributeName.monoisotopicMassDelta.rawValue) ?? "" }
    modifications.append(next)
  }

  /// Takes a SubstitutionModification.
  mutating func substitution(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    let element = ElementName.substitutionModification
    var next = PeptideModification()
    next.line = event.line
    next.location = try builder.integer(.location, of: element, event)
    _ = try builder.number(.monoisotopicMassDelta, of: element, event)
    guard let original = try builder.required(.originalResidue, of: element, event),
      let replacement = try builder.required(.replacementResidue, of: element, event)
    else { return }
    next.original = String(decoding: original, as: UTF8.self)
    next.replacement = String(decoding: replacement, as: UTF8.self)
    next.residues = next.original
    modifications.append(next)
  }

  /// Takes a term of the last modification.
  mutating func term(accession: String, name: String, value: String) {
    guard let last = modifications.indices.last else { return }
    modifications[last].take(accession: accession, name: name, value: value)
  }

  /// Takes the end of the Peptide.
  mutating func end(into sequences: inout SequenceTables, _ builder: inout DatasetBuilder) throws(OmicsError) {
    guard !id.isEmpty else { return builder.record("Peptide", .rejected, reason: "no id", line: line) }
    if !hasSequence {
      try builder.reject(
        OmicsError(
          .missing, "Peptide \"\(String(decoding: id, as: UTF8.self))\" has no PeptideSequence",
          at: builder.location(line: line), hint: "The specification demands it: export the file again."))
    }
    check(into: &builder)
    let isNew = try sequences.peptide(
      id: id, sequence: sequence, modifications: modifications, line: line, into: &builder)
    if !isNew { builder.record("Peptide", .rejected, reason: "duplicate id", line: line) }
  }

  private func check(into builder: inout DatasetBuilder) {
    guard !modifications.isEmpty else { return }
    for modification in modifications {
      guard let location = modification.location else {
        builder.note(
          "modification-without-location", "a modification has no location; its place is left open",
          line: modification.line, column: "location")
        continue
      }
      guard location >= 0, location <= sequence.count + 1 else {
        builder.warn(
          "modification-outside-sequence",
          "location \(location) lies outside \(letters); the place of the modification is left open",
          line: modification.line, column: "location")
        continue
      }
      guard location > 0, location <= sequence.count, !modification.residues.isEmpty else { continue }
      let allowed = modification.residues.utf8
      if !allowed.contains(sequence[location - 1]), !allowed.contains(UInt8(ascii: ".")) {
        builder.warn(
          "modification-residue",
          "residue \(location) of \(letters) is not \(modification.residues), which the modification names",
          line: modification.line, column: "residues")
      }
    }
  }
}
