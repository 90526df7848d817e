internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The terms of cvParams and userParams, each read once: accession, name, direction, and which kind of values they had.
struct ParameterTerms {
  /// One term.
  struct Term {
    var accession: String
    var name: String
    var direction: Score.Direction
    fileprivate var numbers = 0
    fileprivate var texts = 0
    fileprivate var firstText = ""
    fileprivate var firstTextLine = 0

    fileprivate init(accession: String, name: String) {
      self.accession = accession
      self.name = name
      direction = ScoreTerms.direction(accession)
    }
  }

  /// A parameter as it stands, valid during the event's call.
  struct Parameter {
    /// The index of its term.
    var term: Int
    /// The value as written; none where there is no value.
    var text: UnsafeRawBufferPointer
    /// The value as a number; nan when it is none.
    var value: Double
  }

  private var keys = IdentifierTable()
  /// The terms in order of first use.
  private(set) var terms: [Term] = []
  private var key: [UInt8] = []

  /// A parameter; values that are no numbers keep their text.
  mutating func parameter(_ event: XMLElementEvent, into builder: inout DatasetBuilder) -> Parameter {
    let term = term(event)
    let bytes = event.attribute(AttributeName.value.rawValue)
    var value = Double.nan
    if let bytes {
      switch NumberParsing.cell(bytes, missing: .none) {
      case .number(let number), .infinite(let number):
        value = number
        terms[term].numbers += 1
      case .notANumber: terms[term].numbers += 1
      case .overflow:
        let text = String(decoding: bytes, as: UTF8.self)
        builder.warn(
          "score-out-of-range", "\(terms[term].name) is \(text), beyond any number; its text is kept",
          line: event.line, column: "value")
      case .missing, .text:
        if Self.isBrokenNumber(bytes) {
          let text = String(decoding: bytes, as: UTF8.self)
          builder.warn(
            "damaged-number", "\(terms[term].name) is \"\(text)\", a number with a letter behind it; the text is kept",
            line: event.line, column: "value")
        }
        if terms[term].texts == 0 {
          terms[term].firstText = String(decoding: bytes, as: UTF8.self)
          terms[term].firstTextLine = event.line
        }
        terms[term].texts += 1
      }
    }
    return Parameter(term: term, text: bytes ?? UnsafeRawBufferPointer(start: nil, count: 0), value: value)
  }

  /// A parameter as a score.
  func score(_ parameter: Parameter) -> Score {
    let term = terms[parameter.term]
    return Score(
      accession: term.accession, name: term.name, text: String(decoding: parameter.text, as: UTF8.self),
      value: parameter.value, direction: term.direction)
  }

  /// Whether a text is a number and one letter more (`12x`): no unit is written so.
  private static func isBrokenNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 1, bytes.count < 24, let last = bytes.last, last | 0x20 >= 0x61, last | 0x20 <= 0x7A,
      let first = bytes.first, first >= 0x30 && first <= 0x39
    else { return false }
    return NumberParsing.double(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 1)])) != nil
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
      terms.append(
        Term(
          accession: String(decoding: key[..<(split - 1)], as: UTF8.self),
          name: String(decoding: key[split...], as: UTF8.self)))
    }
    return index
  }
}
