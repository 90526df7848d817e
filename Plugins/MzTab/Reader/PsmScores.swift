internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The score columns of the PSM section: declared ones, optional ones with a term of their own, and the parameter
/// lists of drafts before 1.0.
struct PsmScores {
  private struct Column {
    var column: Int
    /// The score's slot, by how many columns of the same term a row filled before.
    var slots: [Int]
    /// The columns before this one with the same term.
    var alike: [Int]
    /// Where a text goes that is no score; nil where every text is one.
    var attribute: Int?
  }

  private var list: [Column] = []
  private let engineScore: Int?

  /// The columns that are read here.
  var columns: [Int] { list.map(\.column) + (engineScore.map { [$0] } ?? []) }

  init(_ header: SectionHeader, _ definitions: [Int: MzTabParameter], into builder: inout DatasetBuilder) {
    engineScore = header.column("search_engine_score")
    var columns: [(column: Int, term: ScoreTable.Term, attribute: Int?)] = []
    for score in header.scores {
      let definition = definitions[score.index]
      if definition == nil {
        builder.warn(
          "undeclared-score",
          "psm_search_engine_score[\(score.index)] is not declared; the score's direction is unknown",
          line: header.line, column: header.name(score.column))
      }
      let accession = definition?.accession ?? ""
      let term = ScoreTable.Term(
        accession: accession, name: definition?.name ?? header.name(score.column),
        direction: ScoreTerms.direction(accession))
      columns.append((score.column, term, nil))
    }
    // An optional column with a term of its own is a score; every other one is kept under its name.
    let taken = [header.decoy, header.column("opt_global_cv_MS:1003169_proforma_peptidoform_sequence")]
    for (column, name) in header.others(than: taken).sorted(by: { ColumnOrder.precedes($0.name, $1.name) })
    where name.hasPrefix("opt_") {
      let accession = Self.term(in: name)
      guard !accession.isEmpty else { continue }
      let direction = ScoreTerms.direction(accession)
      // A text is no score, whatever the term, unless the term is known as one.
      let attribute = direction == .unknown ? builder.dataset.identifications.attributes.slot(name) : nil
      columns.append((column, ScoreTable.Term(accession: accession, name: name, direction: direction), attribute))
    }
    for (index, column) in columns.enumerated() {
      let alike = columns[..<index].filter { $0.term == column.term }.map(\.column)
      let slots = (0...alike.count).map { count in
        var term = column.term
        term.occurrence = count + 1
        return builder.dataset.identifications.scores.slot(term)
      }
      list.append(Column(column: column.column, slots: slots, alike: alike, attribute: column.attribute))
    }
  }

  /// The accession in a name such as `opt_global_cv_MS:1002217_decoy_peptide` or `opt_global_MS:1002049`.
  private static func term(in name: String) -> String {
    for piece in name.split(separator: "_") where piece.contains(":") {
      let parts = piece.split(separator: ":")
      if parts.count == 2, parts[1].allSatisfy(\.isNumber) { return String(piece) }
    }
    return ""
  }

  /// Adds a row's scores.
  func add(_ fields: TabFields, to table: inout IdentificationTable) {
    for column in list {
      let text = fields.stated(column.column)
      guard !text.isEmpty else { continue }
      if let attribute = column.attribute, NumberParsing.double(text) == nil {
        table.attributes.add(attribute, text)
        continue
      }
      let before = column.alike.isEmpty ? 0 : column.alike.count { !fields.stated($0).isEmpty }
      table.scores.add(column.slots[before], text)
    }
    // Drafts before 1.0 write whole parameters into one column.
    guard let engineScore else { return }
    var seen: [ScoreTable.Term: Int] = [:]
    for item in String(decoding: fields.stated(engineScore), as: UTF8.self).split(separator: "|") {
      guard let score = MzTabParameter(String(item)) else { continue }
      var term = ScoreTable.Term(
        accession: score.accession, name: score.name, direction: ScoreTerms.direction(score.accession))
      seen[term, default: 0] += 1
      term.occurrence = seen[term] ?? 1
      let slot = table.scores.slot(term)
      var text = score.value
      text.withUTF8 { table.scores.add(slot, UnsafeRawBufferPointer($0)) }
    }
  }
}
