internal import OmicsIO
internal import Schema

/// The PRT or PEP section of an mzTab text.
struct MzTabFeatureRows {
  /// The two sections.
  enum Section {
    case protein, peptide

    var prefix: String { self == .protein ? "PRT" : "PEP" }
    var header: String { self == .protein ? "PRH" : "PEH" }
    var word: String { self == .protein ? "protein" : "peptide" }

    /// The columns the specification wants, in its order.
    var columns: [String] {
      switch self {
      case .protein:
        [
          "accession", "description", "taxid", "species", "database", "database_version", "search_engine",
          "best_search_engine_score[1]", "ambiguity_members", "modifications", "protein_coverage",
        ]
      case .peptide:
        [
          "sequence", "accession", "unique", "database", "database_version", "search_engine",
          "best_search_engine_score[1]", "modifications", "retention_time", "retention_time_window", "charge",
          "mass_to_charge", "spectra_ref",
        ]
      }
    }

    /// Further columns the specification knows.
    var known: Set<String> { Set(columns + ["reliability", "uri", "go_terms", "unit_id"]) }
  }

  private let section: Section
  private let rows: [Int]
  private let dataset: Dataset
  private let metadata: MzTabMetadataLines
  private let decoyColumn = "opt_global_cv_MS:1002217_decoy_peptide"

  init(_ section: Section, _ rows: [Int], _ dataset: Dataset, _ metadata: MzTabMetadataLines) {
    self.section = section
    self.rows = rows
    self.dataset = dataset
    self.metadata = metadata
  }

  /// Appends header and rows.
  func append(to lines: inout DelimitedLine) {
    var columns = MzTabColumns(section.columns)
    var cells: [[Int: String]] = []
    cells.reserveCapacity(rows.count)
    var seen: [String: Int] = [:]
    for index in rows {
      let feature = dataset.features.rows[index]
      var row: [Int: String] = [:]
      for (name, value) in fields(of: feature, &seen) where !value.isEmpty { row[columns.position(of: name)] = value }
      for attribute in feature.attributes {
        let name = MzTabColumns.column(of: attribute.key, known: section.known)
        row[columns.position(of: name)] = attribute.value
      }
      cells.append(row)
    }
    addAbundances(&cells, &columns)
    lines.text(section.header)
    for name in columns.names { lines.text(name) }
    lines.end()
    for row in cells {
      lines.text(section.prefix)
      for position in columns.names.indices { lines.text(row[position] ?? "", missing: "null") }
      lines.end()
    }
    // A blank line between sections, as everybody writes it.
    lines.end()
  }

  // MARK: Fields

  private func fields(of feature: Feature, _ seen: inout [String: Int]) -> [(String, String)] {
    var list: [(String, String)] = []
    switch section {
    case .protein:
      list = [
        ("accession", Self.written(feature, &seen)), ("description", feature.description),
        ("ambiguity_members", feature.members.joined(separator: ",")),
      ]
      if feature.namespace == .uniprot, !feature.attributes.contains(where: { $0.key == "database" }) {
        list.append(("database", "UniProtKB"))
      }
      if !feature.qValue.isNaN, !feature.attributes.contains(where: { $0.key.hasPrefix("best_search_engine_score") }) {
        list.append(("opt_global_cv_MS:1001869_protein-level_q-value", shortestText(feature.qValue)))
      }
      let isOneRun = metadata.runs.filter { $0.key != "ms_run[\($0.value)]" }.count <= 1
      for (count, word) in [(feature.peptides, "distinct"), (feature.uniquePeptides, "unique")] {
        guard let count else { continue }
        list.append((isOneRun ? "num_peptides_\(word)_ms_run[1]" : "opt_global_num_peptides_\(word)", "\(count)"))
      }
    case .peptide:
      let peptide = MzTabPeptide(id: feature.id)
      let residues = feature.attributes.first { $0.key == "sequence" }?.value ?? peptide.residues
      list = [
        ("sequence", residues), ("charge", peptide.charge), ("modifications", peptide.modifications ?? ""),
        ("accession", feature.accession == peptide.residues ? "" : feature.accession),
      ]
      if peptide.modifications == nil { list.append((MzTabPeptide.proformaColumn, peptide.proforma)) }
    }
    if let decoy = feature.decoy { list.append((decoyColumn, decoy ? "1" : "0")) }
    if let contaminant = feature.contaminant { list.append(("opt_global_contaminant", contaminant ? "1" : "0")) }
    return list
  }

  /// The accession cell: the id, where that is the accession with a suffix; without the number of a repeated row.
  private static func written(_ feature: Feature, _ seen: inout [String: Int]) -> String {
    var text = feature.id
    if let mark = text.lastIndex(of: "#"), let number = Int(text[text.index(after: mark)...]),
      seen[String(text[..<mark])] == number - 1
    {
      text = String(text[..<mark])
    }
    seen[text, default: 0] += 1
    let isSuffixed = text.hasPrefix(feature.accession + "[") && text.hasSuffix("]")
    return text == feature.accession || isSuffixed ? text : feature.accession
  }

  // MARK: Abundances

  private func addAbundances(_ cells: inout [[Int: String]], _ columns: inout MzTabColumns) {
    let tables = dataset.abundances.filter { ($0.kind == .peptide) == (section == .peptide) }
    var rowOf = [Int](repeating: -1, count: dataset.features.count)
    for (position, index) in rows.enumerated() { rowOf[index] = position }
    for (number, table) in tables.enumerated() {
      var reasons: Set<Int> = []
      for cell in table.missing where cell.reason == .notANumber {
        reasons.insert(Int(cell.column) * table.rowCount + Int(cell.row))
      }
      for (column, sample) in table.samples.enumerated() {
        guard let unit = metadata.units[sample] else { continue }
        let extra = table.scale == .linear ? "" : "_\(table.scale.rawValue)"
        let name =
          number == 0 ? "\(section.word)_abundance_\(unit)" : "opt_\(unit)_\(table.measure.rawValue)\(extra)"
        let position = columns.position(of: name)
        for (row, feature) in table.features.enumerated() where rowOf[feature] >= 0 {
          let value = table[row, column]
          if !value.isNaN {
            cells[rowOf[feature]][position] = shortestText(value)
          } else if reasons.contains(column * table.rowCount + row) {
            cells[rowOf[feature]][position] = "NaN"
          }
        }
      }
    }
  }
}
