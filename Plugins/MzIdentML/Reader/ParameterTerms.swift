internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The terms of cvParams and userParams, each read once: accession, name, direction, and which kind of values they had.
struct ParameterTerms {
  private struct Term {
    var accession: String
    var name: String
    var direction: Score.Direction
    var numbers = 0
    var texts = 0
    var firstText = ""
    var firstTextLine = 0
  }

  private var keys = IdentifierTable()
  private var terms: [Term] = []
  private var key: [UInt8] = []

  /// A parameter as a score; values that are no numbers keep their text.
  mutating func score(_ event: XMLElementEvent, into builder: inout DatasetBuilder) -> Score {
    let term = term(event)
    let bytes = event.attribute(AttributeName.value.rawValue)
    let text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    var value = Double.nan
    if let bytes {
      switch NumberParsing.cell(bytes, missing: .none) {
      case .number(let number):
        value = number
        terms[term].numbers += 1
      case .infinite(let number):
        value = number
        terms[term].numbers += 1
      case .notANumber: terms[term].numbers += 1
      case .overflow:
        builder.warn(
          "score-out-of-range", "\(terms[term].name) is \(text), beyond any number; its text is kept",
          line: event.line, column: "value")
      case .missing, .text:
        if Self.isBrokenNumber(bytes) {
          builder.warn(
            "damaged-number", "\(terms[term].name) is \"\(text)\", a number with a letter behind it; the text is kept",
            line: event.line, column: "value")
        }
        if terms[term].texts == 0 {
          terms[term].firstText = text
          terms[term].firstTextLine = event.line
        }
        terms[term].texts += 1
      }
    }
    return Score(
      accession: terms[term].accession, name: terms[term].name, text: text, value: value,
      direction: terms[term].direction)
  }

  /// Whether a text is a number and one letter more (`12x`): no unit is written so.
  private static func isBrokenNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 1, bytes.count < 24, let last = bytes.last, last | 0x20 >= 0x61, last | 0x20 <= 0x7A,
      let first = bytes.first, first >= 0x30 && first <= 0x39
    else { return false }
    return NumberParsing.double(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 1)])) != nil
  }

  /// The accession and name of a parameter.
  mutating func names(_ event: XMLElementEvent) -> (accession: String, name: String) {
    let term = term(event)
    return (terms[term].accession, terms[term].name)
  }

  /// Warns of terms that are mostly numbers but not always, and of known scores whose value is no number.
  func finish(into builder: inout DatasetBuilder) {
    for term in terms where term.texts > 0 && (term.numbers >= term.texts || term.direction != .unknown) {
      let message =
        "\(term.name) is no number \(term.texts) time\(term.texts == 1 ? "" : "s"), first \"\(term.firstText)\"; the "
        + "text is kept, the value is missing"
      // A dash is how exporters say that there is none.
      if term.firstText == "-" && term.direction == .unknown {
        builder.note("score-not-numeric", message, line: term.firstTextLine, column: "value")
      } else {
        builder.warn("score-not-numeric", message, line: term.firstTextLine, column: "value")
      }
    }
  }

  private mutating func term(_ event: XMLElementEvent) -> Int {
    key.removeAll(keepingCapacity: true)
    if let accession = event.attribute(AttributeName.accession.rawValue) { key.append(contentsOf: accession) }
    key.append(0)
    let split = key.count
    if let name = event.attribute(AttributeName.name.rawValue) { key.append(contentsOf: name) }
    let (index, isNew) = key.withUnsafeBytes { keys.insert($0) }
    if isNew {
      let accession = String(decoding: key[..<(split - 1)], as: UTF8.self)
      terms.append(
        Term(
          accession: accession, name: String(decoding: key[split...], as: UTF8.self),
          direction: ScoreTerms.direction(accession)))
    }
    return index
  }
}
