internal import OmicsIO
internal import ReaderKit
internal import Schema

/// `plugin.yaml` of a plugin that is a description of delimited tables; every mistake is told with line and column.
struct DelimitedManifest {
  /// The formats it describes.
  private(set) var formats: [DelimitedFormat] = []

  /// Reads a manifest; nil when it is one of another kind.
  init?(path: String) throws(OmicsError) {
    let top = try YAMLMapping(text: try FileText.read(path), file: path)
    guard try top.string("kind") == "delimited" else { return nil }
    try top.checkKeys(
      [
        "id", "name", "kind", "layer", "version", "formats", "recognition", "options", "quirks", "specification",
        "licence", "licence_of_cases",
      ], in: "a manifest of delimited tables")
    let plugin = try top.requiredString("id", in: "a manifest")
    let version = try top.requiredString("version", in: "a manifest")
    let layer = try Self.word(top, "layer", Layer.self, standard: nil)
    let items = try top.mappings("formats")
    guard !items.isEmpty else {
      throw OmicsError(
        .missing, "a manifest needs \"formats\"", at: SourceLocation(file: path, line: top.line(of: "formats")))
    }
    for item in items { formats.append(try Self.format(item, plugin: plugin, version: version, layer: layer)) }
  }

  // MARK: Formats

  private static func format(
    _ item: YAMLMapping, plugin: String, version: String, layer: Layer
  ) throws(OmicsError) -> DelimitedFormat {
    try item.checkKeys(
      [
        "id", "name", "layer", "summary", "extensions", "versions", "columns", "without", "tell_apart", "missing",
        "filtered", "header_lines",
        "short_rows", "row", "other_columns", "ignored_headers", "requires_values", "rest", "sample", "sample_fields",
        "tables", "identification", "containers",
      ], in: "a format")
    let columns = try item.alternatives("columns")
    let rest = try item.string("rest") ?? "any"
    guard rest == "any" || rest == "runs" else {
      throw OmicsError(
        .value, "rest is any or runs, found \"\(rest)\"",
        at: SourceLocation(file: item.file, line: item.line(of: "rest")))
    }
    let requiresValues = try flag(item, "requires_values")
    guard columns.count >= 2 || (columns.count == 1 && (rest == "runs" || requiresValues)) else {
      throw OmicsError(
        .missing, "a format is recognised by two or more \"columns\"",
        at: SourceLocation(file: item.file, line: item.line(of: "columns") ?? item.line(of: "id")))
    }
    var versions: [DelimitedFormat.Version] = []
    for entry in try item.mappings("tell_apart") {
      try entry.checkKeys(["version", "columns", "without"], in: "tell_apart")
      versions.append(
        .init(
          name: try entry.requiredString("version", in: "tell_apart"), columns: try entry.strings("columns"),
          without: try entry.strings("without")))
    }
    let listed = try item.strings("versions")
    if let odd = versions.first(where: { !listed.contains($0.name) }) {
      throw OmicsError(
        .value, "version \"\(odd.name)\" of tell_apart is not among \"versions\"",
        at: SourceLocation(file: item.file, line: item.line(of: "versions") ?? item.line(of: "tell_apart")))
    }
    var tables: [DelimitedTable] = []
    for entry in try item.mappings("tables") { tables.append(try table(entry)) }
    let identification = try item.mapping("identification").map { (entry) throws(OmicsError) in
      try Self.identification(entry)
    }
    guard !tables.isEmpty || identification != nil else {
      throw OmicsError(
        .missing, "a format needs \"tables\" or \"identification\"",
        at: SourceLocation(file: item.file, line: item.line(of: "id")))
    }
    let missing = try item.strings("missing")
    var containers: Set<DelimitedFormat.Container> = []
    for text in try item.strings("containers") {
      guard let container = DelimitedFormat.Container(rawValue: text) else {
        throw OmicsError(
          .value, "a container is text or parquet, found \"\(text)\"",
          at: SourceLocation(file: item.file, line: item.line(of: "containers")))
      }
      containers.insert(container)
    }
    let descriptor = FormatDescriptor(
      id: try item.requiredString("id", in: "a format"), name: try item.requiredString("name", in: "a format"),
      layer: try word(item, "layer", Layer.self, standard: layer), versions: listed,
      extensions: try item.strings("extensions"), plugin: plugin, pluginVersion: version,
      summary: try item.requiredString("summary", in: "a format"), options: DelimitedFormat.options(for: tables))
    return DelimitedFormat(
      descriptor: descriptor, containers: containers.isEmpty ? [.text] : containers, columns: columns,
      without: try item.strings("without"), versions: versions,
      missing: missing.isEmpty ? ["", "NA", "NaN"] : missing, filtered: try item.strings("filtered"),
      headerLines: try headerLines(item), allowsShortRows: try flag(item, "short_rows"),
      rowUnit: try item.string("row") == nil
        ? nil : try word(item, "row", DelimitedFormat.RowUnit.self, standard: nil),
      otherColumns: try item.strings("other_columns"), ignoredHeaders: try item.strings("ignored_headers"),
      requiresValues: requiresValues, restIsRuns: rest == "runs", sample: try item.alternatives("sample"),
      sampleFields: try fields(item, "sample_fields"), tables: tables, identification: identification)
  }

  private static func table(_ item: YAMLMapping) throws(OmicsError) -> DelimitedTable {
    try item.checkKeys(
      [
        "kind", "id", "accession", "namespace", "members", "separator", "leader", "decoy", "contaminant",
        "decoy_prefixes", "contaminant_prefixes", "prefixes_in", "q_value", "peptides", "unique_peptides",
        "description",
        "modified_sequence", "attributes", "values",
      ], in: "a table")
    let id = try item.alternatives("id")
    guard !id.isEmpty else {
      throw OmicsError(
        .missing, "a table needs \"id\"", at: SourceLocation(file: item.file, line: item.line(of: "kind")))
    }
    var values: [DelimitedTable.Values] = []
    for entry in try item.mappings("values") { values.append(try Self.values(entry)) }
    return DelimitedTable(
      kind: try word(item, "kind", FeatureKind.self, standard: nil), id: id,
      accession: try item.strings("accession"),
      namespace: Namespace(rawValue: try item.string("namespace") ?? Namespace.local.rawValue),
      members: try item.strings("members"), separator: try item.string("separator") ?? ";",
      leaderRule: try item.string("leader") ?? "", decoy: try mark(item, "decoy"),
      contaminant: try mark(item, "contaminant"), decoyPrefixes: try item.strings("decoy_prefixes"),
      contaminantPrefixes: try item.strings("contaminant_prefixes"), prefixed: try item.strings("prefixes_in"),
      qValue: try item.strings("q_value"),
      peptides: try item.strings("peptides"), uniquePeptides: try item.strings("unique_peptides"),
      description: try item.strings("description"), modifiedSequence: try item.strings("modified_sequence"),
      attributes: try fields(item, "attributes"), values: values)
  }

  private static func values(_ item: YAMLMapping) throws(OmicsError) -> DelimitedTable.Values {
    try item.checkKeys(
      ["measure", "scale", "header", "column", "zero", "repeats", "choice", "imputed", "list"], in: "values")
    let header = try item.string("header")
    let column = try item.strings("column")
    guard (header == nil) != column.isEmpty, header.map({ $0.contains("*") }) ?? true else {
      throw OmicsError(
        .value, "values stand under a \"header\" with * for the sample, or in a \"column\"",
        at: SourceLocation(file: item.file, line: item.line(of: "header") ?? item.line(of: "measure")))
    }
    let zero = try item.string("zero") ?? "value"
    guard zero == "value" || zero == "missing" else {
      throw OmicsError(
        .value, "zero is value or missing, found \"\(zero)\"",
        at: SourceLocation(file: item.file, line: item.line(of: "zero")))
    }
    return DelimitedTable.Values(
      measure: try word(item, "measure", Measure.self, standard: nil),
      scale: try word(item, "scale", Scale.self, standard: .linear), header: header, column: column,
      zeroIsMissing: zero == "missing",
      repeats: try word(item, "repeats", DelimitedTable.Values.Repeats.self, standard: .equal),
      choice: try item.string("choice") ?? "", imputed: try mark(item, "imputed"), list: try list(item))
  }

  private static func list(_ item: YAMLMapping) throws(OmicsError) -> DelimitedTable.Values.List? {
    guard let entry = try item.mapping("list") else { return nil }
    try entry.checkKeys(["value", "channel", "source", "single"], in: "list")
    let value = try entry.strings("value")
    guard !value.isEmpty, try item.string("header") == nil else {
      throw OmicsError(
        .missing, "a \"list\" names its \"value\" and stands with a \"column\"",
        at: SourceLocation(file: item.file, line: item.line(of: "list")))
    }
    return .init(
      value: value, channel: try entry.strings("channel"), source: try entry.strings("source"),
      single: try entry.strings("single"))
  }

  private static func identification(_ item: YAMLMapping) throws(OmicsError) -> DelimitedIdentification {
    try item.checkKeys(
      [
        "spectrum", "run", "rank", "sequence", "modified_sequence", "charge", "mz_experimental", "mz_calculated",
        "accessions", "further_accessions", "separator", "decoy", "decoy_prefixes", "scores",
      ], in: "identification")
    var scores: [DelimitedIdentification.ScoreColumn] = []
    for entry in try item.mappings("scores") {
      try entry.checkKeys(["column", "accession", "better"], in: "a score")
      let better = try entry.string("better") ?? "unknown"
      guard let direction = Score.Direction(rawValue: better) else {
        throw OmicsError(
          .value, "better is higher, lower or unknown, found \"\(better)\"",
          at: SourceLocation(file: entry.file, line: entry.line(of: "better")))
      }
      scores.append(
        .init(
          columns: try entry.strings("column"), accession: try entry.string("accession") ?? "", direction: direction))
    }
    return DelimitedIdentification(
      spectrum: try item.alternatives("spectrum"), run: try item.strings("run"), rank: try item.strings("rank"),
      sequence: try item.strings("sequence"), modifiedSequence: try item.strings("modified_sequence"),
      charge: try item.strings("charge"), mzExperimental: try item.strings("mz_experimental"),
      mzCalculated: try item.strings("mz_calculated"), accessions: try item.strings("accessions"),
      furtherAccessions: try item.strings("further_accessions"),
      separator: try item.string("separator") ?? ";", decoy: try mark(item, "decoy"),
      decoyPrefixes: try item.strings("decoy_prefixes"), scores: scores)
  }

  // MARK: Pieces

  private static func mark(_ item: YAMLMapping, _ key: String) throws(OmicsError) -> DelimitedTable.Mark? {
    guard let entry = try item.mapping(key) else { return nil }
    try entry.checkKeys(["column", "words"], in: key)
    return DelimitedTable.Mark(columns: try entry.strings("column"), words: try entry.strings("words"))
  }

  private static func fields(_ item: YAMLMapping, _ key: String) throws(OmicsError) -> [DelimitedFormat.Field] {
    guard let entry = try item.mapping(key) else { return [] }
    var fields: [DelimitedFormat.Field] = []
    for name in entry.keys { fields.append(.init(key: name, columns: try entry.strings(name))) }
    return fields
  }

  private static func headerLines(_ item: YAMLMapping) throws(OmicsError) -> Int {
    guard let text = try item.string("header_lines") else { return 1 }
    guard let lines = Int(text), (1...3).contains(lines) else {
      throw OmicsError(
        .value, "header_lines is a number from 1 to 3, found \"\(text)\"",
        at: SourceLocation(file: item.file, line: item.line(of: "header_lines")))
    }
    return lines
  }

  private static func flag(_ item: YAMLMapping, _ key: String) throws(OmicsError) -> Bool {
    let text = try item.string(key) ?? "false"
    guard text == "true" || text == "false" else {
      throw OmicsError(
        .value, "\(key) is true or false, found \"\(text)\"",
        at: SourceLocation(file: item.file, line: item.line(of: key)))
    }
    return text == "true"
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ item: YAMLMapping, _ key: String, _: Word.Type, standard: Word?
  ) throws(OmicsError) -> Word where Word.RawValue == String {
    guard let text = try item.string(key) else {
      if let standard { return standard }
      throw OmicsError(
        .missing, "\"\(key)\" is missing",
        at: SourceLocation(file: item.file, line: item.keys.first.flatMap { item.line(of: $0) }))
    }
    if let value = Word(rawValue: text) { return value }
    let words = Word.allCases.map(\.rawValue)
    throw OmicsError(
      .value, "\"\(text)\" is no \(key)", at: SourceLocation(file: item.file, line: item.line(of: key)),
      hint: NearestMatch.of(text, among: words).map { "Did you mean \"\($0)\"?" }
        ?? "It takes: \(words.joined(separator: ", ")).")
  }
}
