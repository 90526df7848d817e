internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The header of one table section: which column holds what, in whatever order.
struct SectionHeader {
  /// An abundance column and the index in its name.
  struct Quantity {
    var column: Int
    var index: Int
  }

  /// A score column and the index of its definition.
  struct ScoreColumn {
    var column: Int
    var index: Int
    var run: Int?
  }

  /// The names, without the prefix column; `names[0]` is the first real column, `columns[1]` of the line.
  let names: [String]
  /// The line it stands on.
  let line: Int
  private let indexOf: [String: Int]
  /// Columns of one value an assay.
  private(set) var assays: [Quantity] = []
  /// Columns of one value a study variable.
  private(set) var studyVariables: [Quantity] = []
  /// Columns of one value a subsample, in drafts before 1.0.
  private(set) var subsamples: [Quantity] = []
  private(set) var scores: [ScoreColumn] = []
  private(set) var bestScores: [ScoreColumn] = []
  /// The decoy column, in either spelling.
  private(set) var decoy: Int?
  /// Whether only optional columns follow column i.
  private(set) var firstOptionalTail: Int

  /// Reads a header line.
  ///
  /// - Throws: `duplicate` for a name that occurs twice, `malformed` for an empty one between others.
  init(_ fields: TabFields, abundance prefix: String, into builder: inout DatasetBuilder) throws(OmicsError) {
    line = fields.number
    let count = fields.countWithoutEmptyEnd
    if count < fields.count {
      builder.note(
        "padded-header", "\(fields.count - count) empty column names at the end are left out", line: fields.number)
    }
    var names: [String] = []
    var indexOf: [String: Int] = [:]
    for column in 1..<max(count, 1) {
      let name = fields.text(column)
      if name.isEmpty {
        throw OmicsError(
          .malformed, "column \(column + 1) of the header has no name", at: builder.location(line: fields.number))
      }
      guard indexOf[name] == nil else {
        throw OmicsError(
          .duplicate, "the header names column \(name) twice", at: builder.location(line: fields.number, column: name),
          hint: "Rename one of the two.")
      }
      indexOf[name] = column
      names.append(name)
    }
    self.names = names
    self.indexOf = indexOf
    firstOptionalTail = names.count + 1
    while firstOptionalTail > 1, names[firstOptionalTail - 2].hasPrefix("opt_") { firstOptionalTail -= 1 }
    for (offset, name) in names.enumerated() { classify(name, offset + 1, prefix) }
    // Columns may stand in any order; a table has them by index.
    assays.sort { $0.index < $1.index }
    studyVariables.sort { $0.index < $1.index }
    subsamples.sort { $0.index < $1.index }
  }

  private mutating func classify(_ name: String, _ column: Int, _ prefix: String) {
    if name.hasPrefix(prefix) {
      let part = MetadataKey.part(name.dropFirst(prefix.count))
      guard let index = part.index else { return }
      switch part.name {
      case "assay": assays.append(Quantity(column: column, index: index))
      case "study_variable": studyVariables.append(Quantity(column: column, index: index))
      case "sub": subsamples.append(Quantity(column: column, index: index))
      default: break
      }
      return
    }
    if name.hasPrefix("opt_") {
      if name.contains("MS:1002217_decoy_peptide") || name.contains("PRIDE:0000303_decoy_hit") { decoy = column }
      return
    }
    let pieces = name.components("_ms_run[")
    let score = MetadataKey.part(pieces.first)
    guard let index = score.index else { return }
    let run = pieces.second.flatMap { Int($0.dropLast()) }
    if score.name == "search_engine_score" || score.name == "id_confidence_measure" {
      scores.append(ScoreColumn(column: column, index: index, run: run))
    } else if score.name == "best_search_engine_score" {
      bestScores.append(ScoreColumn(column: column, index: index, run: nil))
    }
  }

  /// The column of a name; nil when the header lacks it.
  func column(_ name: String) -> Int? { indexOf[name] }

  /// The name of a column of the line.
  func name(_ column: Int) -> String { column >= 1 && column <= names.count ? names[column - 1] : "" }

  /// The columns not among `used`, with their names: what a row keeps as attributes.
  func others(than used: [Int?]) -> [(column: Int, name: String)] {
    let taken = Set(used.compactMap { $0 })
    return names.enumerated().compactMap { taken.contains($0.offset + 1) ? nil : ($0.offset + 1, $0.element) }
  }

  /// The column of a name that must be there.
  ///
  /// - Throws: `missing` naming the section.
  func required(_ name: String, section: String, file: String) throws(OmicsError) -> Int {
    if let column = indexOf[name] { return column }
    throw OmicsError(
      .missing, "the \(section) header lacks the column \(name)", at: SourceLocation(file: file, line: line),
      hint: "It has: \(names.prefix(12).joined(separator: ", ")).")
  }
}

extension String {
  /// The text before and after the first occurrence of a mark.
  fileprivate func components(_ mark: String) -> (first: Substring, second: Substring?) {
    guard let position = firstPosition(of: mark) else { return (self[...], nil) }
    return (self[..<position], self[position...].dropFirst(mark.count))
  }

  private func firstPosition(of mark: String) -> String.Index? {
    guard let first = mark.first else { return nil }
    var index = startIndex
    while let found = self[index...].firstIndex(of: first) {
      if self[found...].hasPrefix(mark) { return found }
      index = self.index(after: found)
    }
    return nil
  }
}
