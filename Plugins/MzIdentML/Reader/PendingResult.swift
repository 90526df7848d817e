internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The items of the current result as bytes, until its end shows which of them are one match and what is said of all.
struct PendingResult {
  /// A parameter: its term, and where its text lies in the arena.
  struct Value {
    var term: Int
    var text: Range<Int>
    var value: Double
    var unit = ""
  }

  /// One item.
  struct Item {
    var fields = IdentificationTable.Fields()
    /// The index of the peptide; -1 for none.
    var peptide = -1
    /// Its evidences and scores, in the lists of the result.
    var evidences: Range<Int>
    var scores: Range<Int>
    /// The value of `MS:1002511`; nil when the item is no part of a cross-link.
    var link: String?
  }

  private(set) var items: [Item] = []
  /// The evidences of all items, one after the other.
  var evidences: [Int32] = []
  private var scores: [Value] = []
  private var parameters: [Value] = []
  private var arena: [UInt8] = []
  private var slots: [[Int]] = []
  private var seen: [(item: Int, count: Int)] = []
  private var itemNumber = 0
  private var placeSlots = [Int](repeating: -1, count: EvidencePlaces.Key.allCases.count)
  private var scratch: [UInt8] = []

  /// Whether any item is part of a cross-linked match.
  var hasLinks: Bool { items.contains { $0.link != nil } }
  /// How many evidences and scores there are, which is where the next item's begin.
  var ends: (evidences: Int, scores: Int) { (evidences.count, scores.count) }

  /// Forgets the items and parameters of the result before.
  mutating func begin() {
    items.removeAll(keepingCapacity: true)
    evidences.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
    parameters.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
  }

  mutating func append(_ item: Item) { items.append(item) }

  /// Adds a score of the current item.
  mutating func addScore(_ parameter: ParameterTerms.Parameter) { scores.append(keep(parameter, unit: "")) }

  /// Adds a parameter of the result.
  mutating func addParameter(_ parameter: ParameterTerms.Parameter, unit: String) {
    parameters.append(keep(parameter, unit: unit))
  }

  private mutating func keep(_ parameter: ParameterTerms.Parameter, unit: String) -> Value {
    let start = arena.count
    arena.append(contentsOf: parameter.text)
    return Value(term: parameter.term, text: start..<arena.count, value: parameter.value, unit: unit)
  }

  // MARK: Rows

  /// Appends an item to the table, from bytes where the table can hold it.
  mutating func write(
    _ item: Item, spectrum: [UInt8], run: [UInt8], sequences: borrowing SequenceTables, terms: [ParameterTerms.Term],
    to table: inout IdentificationTable
  ) {
    // The table knows a score's number by its text alone, which an infinite one does not agree with.
    if scores[item.scores].contains(where: { $0.value.isInfinite }) {
      let row = identification(item, spectrum: spectrum, run: run, sequences: sequences, terms: terms)
      return table.append(row)
    }
    addScores(item, terms, to: &table)
    addAccessions(item, sequences, to: &table)
    addPlaces(item, sequences, to: &table)
    addParameters(terms, to: &table)
    var fields = item.fields
    spectrum.withUnsafeBytes { spectrum in
      run.withUnsafeBytes { run in
        fields.spectrum = spectrum
        fields.msRun = run
        guard item.peptide >= 0 else { return table.append(fields) }
        sequences.sequences.withText(item.peptide) { sequence in
          fields.sequence = sequence
          if sequences.isPlain(item.peptide) { return table.append(fields) }
          sequences.withProforma(item.peptide) { proforma in
            fields.proforma = proforma
            table.append(fields)
          }
        }
      }
    }
  }

  /// An item as a row.
  func identification(
    _ item: Item, spectrum: [UInt8], run: [UInt8], sequences: borrowing SequenceTables, terms: [ParameterTerms.Term]
  ) -> Identification {
    var row = Identification(spectrum: String(decoding: spectrum, as: UTF8.self), line: Int(item.fields.line))
    row.msRun = String(decoding: run, as: UTF8.self)
    row.rank = Int(item.fields.rank)
    row.charge = Int(item.fields.charge)
    row.mzExperimental = item.fields.mzExperimental
    row.mzCalculated = item.fields.mzCalculated
    row.passThreshold = item.fields.passThreshold
    row.decoy = item.fields.decoy
    if item.peptide >= 0 {
      row.sequence = sequences.sequences[item.peptide]
      row.proforma = sequences.proforma(item.peptide)
    }
    row.scores = scores[item.scores].map { score in
      let term = terms[score.term]
      return Score(
        accession: term.accession, name: term.name, text: String(decoding: arena[score.text], as: UTF8.self),
        value: score.value, direction: term.direction)
    }
    for accession in accessions(item, sequences) where !row.accessions.contains(accession) {
      row.accessions.append(accession)
    }
    let places = EvidencePlaces(evidences[item.evidences], distinct: row.accessions.count)
    for key in places.keys(sequences) {
      var bytes: [UInt8] = []
      places.append(key, sequences, to: &bytes)
      row.attributes.append(.init(key.name, String(decoding: bytes, as: UTF8.self)))
    }
    for parameter in parameters {
      row.attributes.append(.init(name(parameter, terms), String(decoding: text(parameter), as: UTF8.self)))
    }
    return row
  }

  private mutating func addScores(_ item: Item, _ terms: [ParameterTerms.Term], to table: inout IdentificationTable) {
    itemNumber += 1
    while slots.count < terms.count {
      slots.append([])
      seen.append((0, 0))
    }
    for score in scores[item.scores] {
      // A term that stands several times in an item has a slot for each time.
      let count = seen[score.term].item == itemNumber ? seen[score.term].count + 1 : 1
      seen[score.term] = (itemNumber, count)
      if slots[score.term].count < count {
        let term = terms[score.term]
        slots[score.term].append(
          table.scores.slot(
            .init(accession: term.accession, name: term.name, direction: term.direction, occurrence: count)))
      }
      arena.withUnsafeBytes {
        table.scores.add(slots[score.term][count - 1], UnsafeRawBufferPointer(rebasing: $0[score.text]))
      }
    }
  }

  private func accessions(_ item: Item, _ sequences: borrowing SequenceTables) -> [String] {
    var found: [String] = []
    for evidence in evidences[item.evidences] {
      let protein = Int(sequences.evidences[Int(evidence)].protein)
      if protein >= 0 { found.append(sequences.proteins[protein].accession) }
    }
    return found
  }

  private func addAccessions(_ item: Item, _ sequences: borrowing SequenceTables, to table: inout IdentificationTable) {
    let list = evidences[item.evidences]
    if list.count == 1, let only = list.first {
      let protein = Int(sequences.evidences[Int(only)].protein)
      if protein >= 0 { table.accessions.add(sequences.proteins[protein].accession) }
      return
    }
    var seen: Set<String> = []
    for accession in accessions(item, sequences) where seen.insert(accession).inserted {
      table.accessions.add(accession)
    }
  }

  private mutating func addPlaces(
    _ item: Item, _ sequences: borrowing SequenceTables, to table: inout IdentificationTable
  ) {
    let list = evidences[item.evidences]
    var distinct = 0
    if list.count > 1 {
      distinct = Set(accessions(item, sequences)).count
    } else if let only = list.first, sequences.evidences[Int(only)].protein >= 0 {
      distinct = 1
    }
    let places = EvidencePlaces(list, distinct: distinct)
    for key in places.keys(sequences) {
      scratch.removeAll(keepingCapacity: true)
      places.append(key, sequences, to: &scratch)
      if placeSlots[key.rawValue] < 0 { placeSlots[key.rawValue] = table.attributes.slot(key.name) }
      scratch.withUnsafeBytes { table.attributes.add(placeSlots[key.rawValue], $0) }
    }
  }

  private mutating func addParameters(_ terms: [ParameterTerms.Term], to table: inout IdentificationTable) {
    for (place, parameter) in parameters.enumerated() {
      let key = name(parameter, terms)
      var occurrence = EvidencePlaces.Key.names.contains(key) ? 2 : 1
      for earlier in parameters[..<place] where name(earlier, terms) == key { occurrence += 1 }
      let slot = table.attributes.slot(key, occurrence: occurrence)
      if parameter.unit.isEmpty {
        arena.withUnsafeBytes { table.attributes.add(slot, UnsafeRawBufferPointer(rebasing: $0[parameter.text])) }
      } else {
        text(parameter).withUnsafeBytes { table.attributes.add(slot, $0) }
      }
    }
  }

  private func name(_ parameter: Value, _ terms: [ParameterTerms.Term]) -> String {
    let term = terms[parameter.term]
    return term.name.isEmpty ? term.accession : term.name
  }

  /// The text with its unit.
  private func text(_ parameter: Value) -> [UInt8] {
    parameter.unit.isEmpty ? Array(arena[parameter.text]) : arena[parameter.text] + [0x20] + Array(parameter.unit.utf8)
  }
}
