internal import Schema

/// What is wrong or odd in a set of SSSOM mappings beyond what keeps it from being read.
struct SssomLint {
  /// A finding, with the line of its case; 0 for the set.
  typealias Report = (_ code: String, _ severity: Severity, _ message: String, _ line: Int) -> Void

  /// Reports every case.
  static func check(_ table: MappingTable, _ report: Report) {
    let block = SssomBlock(table)
    if block.values("mapping_set_id").isEmpty {
      report("sssom-missing-slot", .warning, "the set has no mapping_set_id", 0)
    }
    columns(table, block, report)
    let prefixes = block.prefixes.union(SssomSlots.builtIn)
    func column(_ name: String) -> Int? { table.column(named: name) }
    let sides = ["subject", "object"].map { side in
      (side: side, id: column("\(side)_id"), label: column("\(side)_label"), type: column("\(side)_type"))
    }
    let (predicate, justification) = (column("predicate_id"), column("mapping_justification"))
    let cardinality = column("mapping_cardinality")
    let curies = [sides[0].id, sides[1].id, predicate, justification].compactMap { $0 }
    for (index, row) in table.rows.enumerated() {
      let line = table.lines[index]
      for (side, id, label, type) in sides {
        let kind = type.map { row[$0] } ?? block.value("\(side)_type")
        let needed = kind == "rdfs literal" ? label : id
        if needed.map({ row[$0].isEmpty }) ?? true {
          let slot = kind == "rdfs literal" ? "\(side)_label" : "\(side)_id"
          report("sssom-missing-slot", .error, "a mapping without \(slot)", line)
        }
      }
      for (slot, place) in [("predicate_id", predicate), ("mapping_justification", justification)] {
        if place.map({ row[$0].isEmpty }) ?? true {
          report("sssom-missing-slot", .error, "a mapping without \(slot)", line)
        }
      }
      if let cardinality, !row[cardinality].isEmpty, !SssomSlots.cardinalities.contains(row[cardinality]) {
        report("sssom-value", .error, "\"\(row[cardinality])\" is no mapping_cardinality", line)
      }
      if let predicate, row[predicate] == "owl:sameAs" {
        report("same-as", .warning, "owl:sameAs makes two things one; skos:exactMatch is meant as a rule", line)
      }
      if let justification, !row[justification].isEmpty, !row[justification].hasPrefix("semapv:") {
        report("sssom-value", .warning, "\"\(row[justification])\" is no term of semapv", line)
      }
      for place in curies {
        guard let colon = row[place].firstIndex(of: ":") else {
          if !row[place].isEmpty { report("not-a-curie", .warning, "\"\(row[place])\" has no prefix", line) }
          continue
        }
        let prefix = String(row[place][..<colon])
        if !prefixes.contains(prefix) {
          report("undeclared-prefix", .warning, "the prefix \"\(prefix)\" is not in curie_map", line)
        }
      }
    }
  }

  private static func columns(_ table: MappingTable, _ block: SssomBlock, _ report: Report) {
    let extensions = block.extensions
    for column in table.columns {
      if !SssomSlots.row.contains(column.name), !extensions.contains(column.name) {
        report(
          "unknown-slot", .note, "the column \(column.name) is no slot of SSSOM and no extension that the set defines",
          1)
      }
      if SssomSlots.ofVersion11.contains(column.name), block.values("sssom_version").isEmpty {
        report("sssom-version", .warning, "\(column.name) came with SSSOM 1.1: the set must say sssom_version", 0)
      }
    }
    for slot in SssomSlots.propagated where !block.values(slot).isEmpty {
      guard let column = table.column(named: slot), table.rows.contains(where: { !$0[column].isEmpty }) else {
        continue
      }
      report("stated-twice", .warning, "\(slot) stands in the block and in rows: the block's value counts for none", 0)
    }
  }
}
