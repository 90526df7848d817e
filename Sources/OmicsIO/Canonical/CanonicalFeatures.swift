import Schema

/// `features.tsv`: one row a feature; its attributes follow the fixed columns.
enum CanonicalFeatures {
  static let fixed = [
    "feature", "kind", "accession", "namespace", "members", "leader_rule", "decoy", "contaminant", "q_value",
    "peptides", "unique_peptides", "description", "file", "line",
  ]

  static func table(_ dataset: Dataset, to sink: ByteSink? = nil) -> CanonicalTableWriter {
    let features = dataset.features
    var columns = AttributeColumns(features.attributes) { features.whole($0)?.attributes }
    var table = CanonicalTableWriter("features", columns: fixed + columns.names(reserved: fixed), to: sink)
    let origins = CanonicalOrigins(dataset.sources)
    for row in 0..<features.count {
      if let whole = features.whole(row) {
        append(whole, origins, &columns, to: &table)
        continue
      }
      let facts = features.facts(row)
      table.text(row, of: features.ids)
      table.text(facts.kind.rawValue)
      table.scratch.removeAll(keepingCapacity: true)
      features.appendAccession(row, to: &table.scratch)
      table.statedText()
      table.statedText(row, of: features.namespaces)
      table.list(row, of: features.members)
      table.statedText(row, of: features.leaderRules)
      table.flag(facts.decoy)
      table.flag(facts.contaminant)
      table.number(facts.qValue)
      table.integer(optional: facts.peptides.map(Int.init))
      table.integer(optional: facts.uniquePeptides.map(Int.init))
      table.statedText(row, of: features.descriptions)
      table.optionalText(origins.name(of: Int(facts.source)))
      table.integer(Int(facts.line), missing: 0)
      columns.append(row, of: features.attributes, to: &table)
      table.endRow()
    }
    return table
  }

  private static func append(
    _ feature: Feature, _ origins: CanonicalOrigins, _ columns: inout AttributeColumns,
    to table: inout CanonicalTableWriter
  ) {
    table.text(feature.id)
    table.text(feature.kind.rawValue)
    table.statedText(feature.accession)
    table.statedText(feature.namespace.rawValue)
    table.list(feature.members)
    table.statedText(feature.leaderRule)
    table.flag(feature.decoy)
    table.flag(feature.contaminant)
    table.number(feature.qValue)
    table.integer(optional: feature.peptides)
    table.integer(optional: feature.uniquePeptides)
    table.statedText(feature.description)
    table.optionalText(origins.name(of: feature.source))
    table.integer(feature.line, missing: 0)
    columns.append(feature.attributes, to: &table)
    table.endRow()
  }

  static func read(_ table: inout CanonicalTableReader, sources: [SourceRecord]) throws(OmicsError) -> FeatureTable {
    try table.require(fixed, more: true)
    let origins = CanonicalOrigins(sources)
    let hasOrder = table.columns.last == AttributeColumns.orderColumn
    let keys = table.columns.dropFirst(fixed.count).dropLast(hasOrder ? 1 : 0).map(AttributeColumns.key)
    var features = FeatureTable()
    var seen: [FeatureKind: Set<String>] = [:]
    while try table.next() {
      let id = try table.name(0)
      let kind = try table.word(1, FeatureKind.self)
      guard seen[kind, default: []].insert(id).inserted else {
        throw table.error(.duplicate, "\(kind.rawValue) \"\(id)\" occurs twice", column: 0)
      }
      let file = try table.optionalText(12)
      guard let source = origins.index(of: file) else {
        throw table.error(.dangling, "\"\(file ?? "NA")\" is no source listed in dataset.json", column: 12)
      }
      features.append(
        Feature(
          id: id, kind: kind, accession: try table.statedText(2),
          namespace: Namespace(rawValue: try table.statedText(3)), members: try table.list(4),
          leaderRule: try table.statedText(5), decoy: try table.flag(6), contaminant: try table.flag(7),
          qValue: try table.number(8), peptides: try table.optionalInteger(9),
          uniquePeptides: try table.optionalInteger(10), description: try table.statedText(11),
          attributes: try AttributeColumns.attributes(of: table, keys: keys, from: fixed.count, hasOrder: hasOrder),
          source: source, line: try table.integer(13, missing: 0)))
    }
    return features
  }
}

/// How a feature's source file is named in its row: by its name, or as `#n` (from 0) where the name would not be clear.
///
/// A dataset without sources has `NA` for index 0.
struct CanonicalOrigins {
  private var names: [String] = []
  private var indices: [String: Int] = [:]

  init(_ sources: [SourceRecord]) {
    var counts: [String: Int] = [:]
    for source in sources { counts[source.file, default: 0] += 1 }
    for (index, source) in sources.enumerated() {
      let isClear = counts[source.file] == 1 && !source.file.isEmpty && source.file.utf8.first != UInt8(ascii: "#")
      let name = isClear ? source.file : "#\(index)"
      names.append(name)
      indices[name] = index
    }
  }

  func name(of index: Int) -> String? {
    if names.isEmpty && index == 0 { return nil }
    return names.indices.contains(index) ? names[index] : "#\(index)"
  }

  func index(of name: String?) -> Int? {
    guard let name else { return names.isEmpty ? 0 : nil }
    if let index = indices[name] { return index }
    guard name.utf8.first == UInt8(ascii: "#"), let index = Int(name.dropFirst()) else { return nil }
    return index
  }
}
