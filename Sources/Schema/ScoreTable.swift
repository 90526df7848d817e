/// The scores of identifications, by term: each term is kept once, the texts of its scores in a column.
///
/// A score's number is not kept: it is what `number(of:)` makes of the text.
public struct ScoreTable: Sendable {
  /// What a score is, and the how manieth of a row.
  public struct Term: Sendable, Hashable {
    /// The CV accession; empty for a user term.
    public var accession: String
    /// The name as written.
    public var name: String
    /// Which way is better.
    public var direction: Score.Direction
    /// 1 for a term's first score in a row.
    public var occurrence: Int
    /// A term.
    public init(accession: String, name: String, direction: Score.Direction, occurrence: Int = 1) {
      self.accession = accession
      self.name = name
      self.direction = direction
      self.occurrence = occurrence
    }
  }

  /// The terms by slot.
  public private(set) var terms: [Term] = []
  private var index: [Term: Int] = [:]
  /// The texts by slot.
  public private(set) var texts = KeyedTexts()

  /// A table without rows.
  public init() {}

  /// The slot of a term, made when it is new.
  public mutating func slot(_ term: Term) -> Int {
    if let known = index[term] { return known }
    index[term] = terms.count
    terms.append(term)
    return terms.count - 1
  }

  /// Adds the text of a score to the row under construction.
  public mutating func add(_ slot: Int, _ text: UnsafeRawBufferPointer) { texts.add(slot, text) }

  /// Adds scores to the row under construction; their numbers must be those of their texts.
  mutating func add(_ row: [Score]) {
    let before = texts.lastSlots
    for (place, score) in row.enumerated() {
      var occurrence = 1
      for earlier in row[..<place]
      where earlier.name == score.name && earlier.accession == score.accession && earlier.direction == score.direction {
        occurrence += 1
      }
      var found = -1
      if place < before.count {
        let guess = Int(before[place])
        let term = terms[guess]
        if term.occurrence == occurrence, term.name == score.name, term.accession == score.accession,
          term.direction == score.direction
        {
          found = guess
        }
      }
      if found < 0 {
        found = slot(
          Term(
            accession: score.accession, name: score.name, direction: score.direction, occurrence: occurrence))
      }
      texts.add(found, score.text)
    }
  }

  mutating func endRow() { texts.endRow() }

  mutating func removeLast() { texts.removeLast() }

  /// The scores of a row, in order.
  public subscript(row: Int) -> [Score] {
    texts.slots(ofShape: texts.shape(of: row)).map { slot in
      let (term, text) = (terms[Int(slot)], texts.text(row, Int(slot)))
      return Score(
        accession: term.accession, name: term.name, text: text, value: Self.number(of: text), direction: term.direction)
    }
  }

  /// The number a score's text gives: a finite decimal number, otherwise nan.
  public static func number(of text: String) -> Double {
    // The grammar is narrower than that of Double: no words, no hexadecimal, digits on no account missing.
    var digits = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x2B, 0x2D, 0x2E, 0x45, 0x65: break
      default: return .nan
      }
    }
    guard digits > 0, let value = Double(text), value.isFinite else { return .nan }
    return value
  }
}
