internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Which layout a table has, and why.
enum LayoutRecognition {
  /// The judgement for the host.
  static func recognize(_ head: FileHead) -> Recognition {
    let text = head.text.prefix(2048)
    if text.hasPrefix("%%MatrixMarket") {
      return Recognition(confidence: 0.9, version: "MatrixMarket", evidence: ["starts with %%MatrixMarket"])
    }
    if text.hasPrefix("Status\t"), head.lines.contains(where: { $0.hasPrefix("Assigned\t") }) {
      return Recognition(
        confidence: 0.95, version: "featureCounts summary", evidence: ["rows Status and Assigned"],
        refusal: OmicsError(
          .unsupported, "this is the summary of featureCounts, without counts of genes",
          hint: "Give the count table beside it, the same name without .summary."))
    }
    guard ForeignFormat.name(of: head) == nil || text.hasPrefix(">") == false && !text.isEmpty,
      let (layout, confidence, evidence) = layout(head, HeadCells(head, delimiter: nil))
    else { return .none }
    return Recognition(confidence: confidence, version: layout.rawValue, evidence: [evidence])
  }

  /// The layout of a head; nil when it is no count table.
  static func layout(_ head: FileHead, _ cells: HeadCells) -> (TableLayout, Double, String)? {
    let lines = head.lines
    guard let first = lines.first, ForeignFormat.name(of: head) == nil else { return nil }
    if first.hasPrefix("#1.2") { return (.gct12, 0.98, "first line #1.2") }
    if first.hasPrefix("#1.3") { return (.gct13, 0.98, "first line #1.3") }
    guard let header = cells.rows.first else { return nil }
    // Columns of these layouts are found by their names, wherever they stand.
    for layout in TableLayout.allCases where !layout.columns.isEmpty && Set(header).isSuperset(of: layout.columns) {
      return (layout, 0.99, "columns \(layout.columns.joined(separator: ", "))")
    }
    let star = cells.rows.prefix(4).filter { SpecialRows.star.contains($0[0]) && $0.count == 4 }
    if let row = star.first { return (.starReadsPerGene, 0.99, "row \(row[0]) among the first") }
    if cells.hasHeader { return matrix(cells) }
    return counter(cells, head)
  }

  /// Names that say that a column holds the ids of rows.
  static let idNames: Set<String> = ["gene_id", "transcript_id", "feature_id", "target_id", "Geneid", "tx"]

  /// Further names of id columns, looked at where a cut row says nothing.
  private static let cutNames: Set<String> = ["gene", "protein", "transcript", "feature", "accession", "id"]

  /// Whether a column named for ids holds nothing but numbers, and text stands among the values instead.
  static func hasExchangedIDs(_ cells: HeadCells, _ texts: [Int]) -> Bool {
    let (header, rows) = (cells.rows[0], cells.rows.dropFirst())
    guard texts.count == 1, texts[0] < header.count,
      idNames.contains(header[0]) || cutNames.contains(header[0].lowercased())
    else { return false }
    // Numbers followed by symbols may be Entrez ids.
    let other = header[texts[0]].lowercased()
    if texts[0] == 1, ["name", "symbol", "desc", "gene", "id"].contains(where: { other.contains($0) }) { return false }
    return rows.allSatisfy { HeadCells.isNumber($0[0]) }
  }

  /// HTSeq-count has no header: an id, perhaps text columns, then whole numbers.
  private static func counter(_ cells: HeadCells, _ head: FileHead) -> (TableLayout, Double, String)? {
    let width = cells.rows[0].count
    let fitting = cells.rows.filter { $0.count == width }
    guard width >= 2, fitting.count * 2 > cells.rows.count else { return nil }
    let numeric = (1..<width).filter { column in
      !cells.isText(column, in: fitting) && fitting.contains { !$0[column].isEmpty }
    }
    let ids = fitting.count { !HeadCells.isNumber($0[0]) && !$0[0].isEmpty }
    guard numeric.contains(width - 1), ids * 2 > fitting.count else { return nil }
    let special = cells.rows.contains { $0[0].hasPrefix("__") }
    // Without its special rows in sight only whole numbers speak for a counter.
    let whole = fitting.count { row in numeric.allSatisfy { row[$0].isEmpty || NumberParsing.integer(row[$0]) != nil } }
    guard special || whole * 2 > fitting.count else { return nil }
    return (.htseq, special ? 0.95 : 0.55, "no header, an id and \(numeric.count) column(s) of counts")
  }

  /// A matrix: a header, an id column, mostly numbers after at most three text columns.
  private static func matrix(_ cells: HeadCells) -> (TableLayout, Double, String)? {
    guard cells.rows.count >= 2 else { return nil }
    let header = cells.rows[0]
    // Ragged rows are an error of the reader, not another format: most rows decide.
    let fitting = cells.rows.dropFirst().filter { $0.count == header.count }.count
    let longer = cells.rows.dropFirst().filter { $0.count == header.count + 1 }.count
    let width = longer > fitting ? header.count + 1 : header.count
    if header == ["feature", "count"] { return (.htseq, 0.9, "header feature, count") }
    // Where every row is cut, the name of the ids says enough: the reader says where the rows end.
    if header.count >= 3, cells.rows.dropFirst().allSatisfy({ $0.count < header.count }),
      idNames.contains(header[0]) || cutNames.contains(header[0].lowercased())
    {
      return (.matrix, 0.4, "a header that begins with \(header[0]), and rows that are cut")
    }
    guard width >= 2, max(fitting, longer) * 2 > cells.rows.count - 1 else { return nil }
    let cells = HeadCells(cells, width: width)
    let text = (1..<width).filter { cells.isText($0, in: cells.rows.dropFirst()) }
    let leading = (1..<width).prefix { text.contains($0) }.count
    // Ids may have moved behind the values: then their column's name must say so.
    let isMoved = cells.header(width).dropFirst().contains { idNames.contains($0) }
    let isExchanged = hasExchangedIDs(cells, text)
    guard text.count == leading || isMoved || isExchanged, text.count <= 3, text.count < width - 1 else { return nil }
    if header.count == 2 && cells.rows.contains(where: { $0[0].hasPrefix("__") }) {
      return (.htseq, 0.9, "a header of two names, and a row that begins with __")
    }
    let ids = cells.rows.dropFirst().contains { NumberParsing.double($0[0]) == nil }
    guard ids || isMoved || isExchanged else { return nil }
    return (.matrix, 0.4, "a header, ids in the first column, numbers in \(width - 1 - leading) columns")
  }
}
