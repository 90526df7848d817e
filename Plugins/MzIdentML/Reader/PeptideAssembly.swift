internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The Peptide element being read.
struct PeptideAssembly {
  private(set) var line = 0
  private var id: [UInt8] = []
  private var sequence = ""
  private var hasSequence = false
  private var modifications: [PeptideModification] = []

  /// Takes the start of a Peptide.
  mutating func begin(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    line = event.line
    id = try builder.required(.id, of: .peptide, event).map(Array.init) ?? []
    hasSequence = false
    sequence = ""
    modifications.removeAll(keepingCapacity: true)
  }

  /// Takes the text of PeptideSequence.
  mutating func take(sequence text: [UInt8], line: Int, into builder: inout DatasetBuilder) {
    hasSequence = true
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    sequence = String(decoding: Array(trimmed), as: UTF8.self)
    if !sequence.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) {
      builder.warn(
        "sequence-letters", "the sequence \"\(sequence.prefix(60))\" holds other signs than capital letters", line: line
      )
    }
  }

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
    let letters = Array(sequence.utf8)
    for modification in modifications {
      guard let location = modification.location else {
        builder.note(
          "modification-without-location", "a modification has no location; its place is left open",
          line: modification.line, column: "location")
        continue
      }
      guard location >= 0, location <= letters.count + 1 else {
        builder.warn(
          "modification-outside-sequence",
          "location \(location) lies outside \(sequence); the place of the modification is left open",
          line: modification.line, column: "location")
        continue
      }
      guard location > 0, location <= letters.count, !modification.residues.isEmpty else { continue }
      let allowed = modification.residues.utf8
      if !allowed.contains(letters[location - 1]), !allowed.contains(UInt8(ascii: ".")) {
        builder.warn(
          "modification-residue",
          "residue \(location) of \(sequence) is not \(modification.residues), which the modification names",
          line: modification.line, column: "residues")
      }
    }
  }
}
