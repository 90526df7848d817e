internal import OmicsIO
internal import Schema

/// Priors that are tables with named columns: compounds, synthetic-lethal pairs, publications.
extension PriorStage {
  /// Reads a target-to-compound table with a header; `symbol` (or `target`) and `compound` must be there. Genes joined by
  /// `|` are a complex, which the compound acts on as a whole.
  mutating func compounds(_ file: RunPlan.File) throws(OmicsError) -> [Compound] {
    var list: [Compound] = []
    try rows(file, needed: [["symbol", "target", "gene"], ["compound", "drug", "drug_name"]]) { names, row, stage in
      func text(_ spellings: String...) -> String {
        names.firstIndex { spellings.contains($0) }.map { row.string($0) } ?? ""
      }
      let written = text("symbol", "target", "gene")
      let genes = written.split(separator: "|").map(String.init)
      let members = genes.compactMap { stage.target($0) }
      guard let first = members.first, members.count == genes.count else {
        stage.ledger.record(
          "compound", .filtered, reason: genes.count > 1 ? "complex with a gene without target" : "without target",
          file: stage.name(file), line: row.lineNumber)
        return
      }
      stage.ledger.keep("compound")
      var compound = Compound(
        target: first, symbol: written, compound: text("compound", "drug", "drug_name"),
        action: text("action", "action_type"), fits: nil, evidence: text("evidence", "tier"),
        potency: Double(text("potency", "act_value")) ?? .nan, source: text("source"),
        licence: text("licence", "license"))
      compound.members = members
      list.append(compound)
    }
    return list
  }

  /// Reads synthetic-lethal pairs: a table with the columns `symbol` and `partner`.
  mutating func syntheticLethal(_ file: RunPlan.File) throws(OmicsError) -> [(first: String, second: String)] {
    var list: [(first: String, second: String)] = []
    try rows(file, needed: [["symbol", "target", "gene"], ["partner"]]) { names, row, stage in
      let ends = [["symbol", "target", "gene"], ["partner"]].compactMap { spellings in
        names.firstIndex { spellings.contains($0) }.flatMap { stage.target(row.string($0)) }
      }
      guard ends.count == 2 else {
        stage.ledger.record(
          "synthetic-lethal pair", .filtered, reason: "end without target", file: stage.name(file), line: row.lineNumber
        )
        return
      }
      stage.ledger.keep("synthetic-lethal pair")
      list.append((ends[0], ends[1]))
    }
    return list
  }

  /// Reads how often targets are written about: a table with the columns `symbol` and `publications`; several rows of one
  /// target add up.
  mutating func publications(_ file: RunPlan.File) throws(OmicsError) -> [String: Double] {
    var counts: [String: Double] = [:]
    try rows(file, needed: [["symbol", "target", "gene"], ["publications", "papers", "count"]]) { names, row, stage in
      guard let symbol = names.firstIndex(where: { ["symbol", "target", "gene"].contains($0) }),
        let column = names.firstIndex(where: { ["publications", "papers", "count"].contains($0) }),
        let target = stage.target(row.string(symbol)), let count = NumberParsing.double(row.bytes(column)), count >= 0
      else {
        stage.ledger.record(
          "publication count", .filtered, reason: "without target or count", file: stage.name(file),
          line: row.lineNumber)
        return
      }
      if counts[target] == nil {
        stage.ledger.keep("publication count")
      } else {
        stage.ledger.record(
          "publication count", .merged, reason: "same target", file: stage.name(file), line: row.lineNumber)
      }
      counts[target, default: 0] += count
    }
    return counts
  }

  /// Calls `body` for every row with the lower-case column names; one spelling of each needed column must be there.
  private mutating func rows(
    _ file: RunPlan.File, needed: [[String]], _ body: ([String], Row, inout PriorStage) -> Void
  ) throws(OmicsError) {
    var source = try open(file)
    var scanner = DelimitedScanner(delimiter: 0x09)
    guard let header = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the table is empty", at: SourceLocation(file: file.path))
    }
    let names = header.strings().map { $0.lowercased() }
    let missing = needed.filter { spellings in !names.contains { spellings.contains($0) } }.compactMap(\.first)
    guard missing.isEmpty else {
      throw OmicsError(
        .missing, "the table needs the column\(missing.count == 1 ? "" : "s") \(missing.joined(separator: " and "))",
        at: SourceLocation(file: file.path, line: 1), hint: "It has: \(names.joined(separator: ", ")).")
    }
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      body(names, row, &self)
    }
  }
}
