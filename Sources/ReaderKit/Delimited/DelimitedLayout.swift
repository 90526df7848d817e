internal import Schema

/// A format's columns found in one header: places instead of names.
struct DelimitedLayout {
  /// A table with the places of its columns; -1 where there is none.
  struct Table {
    var plan: DelimitedTable
    var id: [Int]
    var accession: Int?
    var members: Int?
    var decoy: Int?
    var contaminant: Int?
    var prefixed: Int?
    var qValue: Int?
    var peptides: Int?
    var uniquePeptides: Int?
    var description: Int?
    var modifiedSequence: Int?
    var attributes: [(key: String, column: Int)]
    /// Values of a long table, by column.
    var longValues: [(values: DelimitedTable.Values, column: Int)]
    /// Nested columns that list values.
    var listedValues: [(values: DelimitedTable.Values, list: DelimitedTable.Values.List, column: Int)]
    /// Values of a wide table, by measure: a column and its sample each.
    var wideValues: [(values: DelimitedTable.Values, columns: [(column: Int, sample: String)])]
  }

  /// An identification with the places of its columns.
  struct Identification {
    var plan: DelimitedIdentification
    var spectrum: [Int]
    var run: Int?
    var rank: Int?
    var sequence: Int?
    var modifiedSequence: Int?
    var charge: Int?
    var mzExperimental: Int?
    var mzCalculated: Int?
    var accessions: Int?
    var furtherAccessions: Int?
    var decoy: Int?
    var scores: [(score: DelimitedIdentification.ScoreColumn, column: Int)]
  }

  let format: DelimitedFormat
  let header: HeaderMap
  let tables: [Table]
  let identification: Identification?
  /// Columns of values with the column and the words that mark an imputed one.
  let imputed: [(column: Int, mark: Int, words: [[UInt8]])]
  let sample: [Int]
  let sampleFields: [(key: String, column: Int)]
  /// Kinds of values that are there and not read, by the word that asks for them.
  let otherChoices: [String]
  /// Columns that have no place in the canonical schema.
  let leftOut: [String]
  /// The places of the columns that have one.
  let used: [Int]

  /// Whether the file is one sample: its values stand in columns, and no column names samples.
  var isOneSample: Bool { sample.isEmpty && tables.contains { !$0.longValues.isEmpty } }

  /// Whether a row's run has its channels as columns: its samples are run and channel then.
  var hasChannels: Bool {
    !sample.isEmpty && tables.allSatisfy(\.longValues.isEmpty)
      && tables.contains { !$0.wideValues.isEmpty || !$0.listedValues.isEmpty }
  }

  /// All columns that hold values.
  var valueColumns: [Int] {
    var columns: Set<Int> = []
    for table in tables {
      for value in table.longValues { columns.insert(value.column) }
      for value in table.wideValues { for item in value.columns { columns.insert(item.column) } }
    }
    return columns.sorted()
  }

  /// Values, and other columns that hold fractions: what the decimal mark is told by.
  var decimalColumns: [Int] {
    var columns = Set(valueColumns + tables.compactMap(\.qValue))
    if let match = identification {
      columns.formUnion([match.mzExperimental, match.mzCalculated].compactMap { $0 } + match.scores.map(\.column))
    }
    return columns.sorted()
  }

  /// - Throws: `missing` when no column holds values where the format promises some, or a sample column lacks.
  ///   `malformed` when the values that `values` asks for are not there.
  init(
    _ format: DelimitedFormat, _ header: HeaderMap, values: String = "auto", at location: SourceLocation
  ) throws(OmicsError) {
    self.format = format
    self.header = header
    var named: Set<Int> = []
    func place(_ names: DelimitedFormat.ColumnNames) -> Int? {
      guard let column = header.column(names) else { return nil }
      named.insert(column)
      return column
    }
    func needed(_ names: DelimitedFormat.ColumnNames) throws(OmicsError) -> Int {
      if let column = place(names) { return column }
      throw OmicsError(
        .missing, "\(format.descriptor.name) needs the column \"\(names.first ?? "")\"", at: location,
        hint: NearestMatch.of(names.first ?? "", among: header.names).map { "The nearest column is \"\($0)\"." })
    }
    for name in format.otherColumns { _ = place([name]) }
    for names in format.columns { _ = place(names) }
    var sample: [Int] = []
    for names in format.sample { sample.append(try needed(names)) }
    self.sample = sample
    sampleFields = format.sampleFields.compactMap { field in place(field.columns).map { (field.key, $0) } }
    var tables: [Table] = []
    for plan in format.tables {
      // A table whose features the file does not name is not there; parts behind the first only tell features apart.
      guard let names = plan.id.first, let first = place(names) else { continue }
      let id = [first] + plan.id.dropFirst().compactMap { place($0) }
      tables.append(
        Table(
          plan: plan, id: id, accession: place(plan.accession), members: place(plan.members),
          decoy: plan.decoy.flatMap { place($0.columns) }, contaminant: plan.contaminant.flatMap { place($0.columns) },
          prefixed: place(plan.prefixed),
          qValue: place(plan.qValue), peptides: place(plan.peptides), uniquePeptides: place(plan.uniquePeptides),
          description: place(plan.description), modifiedSequence: place(plan.modifiedSequence),
          attributes: plan.attributes.compactMap { field in place(field.columns).map { (field.key, $0) } },
          longValues: plan.values.compactMap { value in
            value.header == nil && value.list == nil ? place(value.column).map { (value, $0) } : nil
          },
          listedValues: plan.values.compactMap { value in
            value.list.flatMap { list in place(value.column).map { (value, list, $0) } }
          }, wideValues: []))
    }
    identification = try format.identification.map { (plan) throws(OmicsError) in
      var spectrum: [Int] = []
      for names in plan.spectrum { spectrum.append(try needed(names)) }
      return Identification(
        plan: plan, spectrum: spectrum, run: place(plan.run), rank: place(plan.rank), sequence: place(plan.sequence),
        modifiedSequence: place(plan.modifiedSequence), charge: place(plan.charge),
        mzExperimental: place(plan.mzExperimental), mzCalculated: place(plan.mzCalculated),
        accessions: place(plan.accessions), furtherAccessions: place(plan.furtherAccessions),
        decoy: plan.decoy.flatMap { place($0.columns) },
        scores: plan.scores.compactMap { score in place(score.columns).map { (score, $0) } })
    }
    Self.findSamples(&tables, header, named, ignored: format.ignoredHeaders)
    var others: [String] = []
    for index in tables.indices {
      for choice in tables[index].choose(values) where !others.contains(choice) { others.append(choice) }
    }
    otherChoices = others
    self.tables = tables
    imputed = tables.flatMap(\.longValues).compactMap { item in
      guard let mark = item.values.imputed, let column = place(mark.columns) else { return nil }
      return (item.column, column, mark.words.map { Array($0.utf8) })
    }
    if !values.isEmpty, values != "auto", !tables.contains(where: { $0.holds(values) }) {
      throw OmicsError(
        .missing, "the file has no \(values) values", at: location,
        hint: "It has: \(header.names.suffix(8).joined(separator: ", ")).")
    }
    guard !tables.isEmpty || identification != nil else {
      throw OmicsError(
        .missing, "no column names the features: looked for \(format.tables.compactMap { $0.id.first?.first })",
        at: location, hint: "It has: \(header.names.prefix(12).joined(separator: ", ")).")
    }
    let spare = Set(
      header.names.indices.filter { column in
        !named.contains(column)
          && !tables.contains { $0.wideValues.contains { $0.columns.contains { $0.column == column } } }
      })
    leftOut = spare.sorted().map { header.names[$0] }.filter { !$0.isEmpty }
    used = header.names.indices.filter { !spare.contains($0) }
  }

  /// Every column goes to the pattern that states the most of its header; named columns to none.
  private static func findSamples(
    _ tables: inout [Table], _ header: HeaderMap, _ named: Set<Int>, ignored: [String]
  ) {
    let ignored = ignored.map { SamplePattern($0) }
    let patterns = tables.indices.flatMap { table in
      tables[table].plan.values.compactMap { value in
        value.header.map { (table: table, values: value, pattern: SamplePattern($0)) }
      }
    }
    var found: [Int: [(column: Int, sample: String)]] = [:]
    for (column, name) in header.names.enumerated() where !named.contains(column) && !name.isEmpty {
      var best: (index: Int, sample: String)?
      for (index, item) in patterns.enumerated() {
        guard let sample = item.pattern.sample(in: name) else { continue }
        if best.map({ patterns[$0.index].pattern.weight < item.pattern.weight }) ?? true { best = (index, sample) }
      }
      let other = ignored.filter { $0.sample(in: name) != nil }.map(\.weight).max() ?? -1
      if let best, patterns[best.index].pattern.weight > other {
        found[best.index, default: []].append((column, best.sample))
      }
    }
    for (index, item) in patterns.enumerated() {
      guard let columns = found[index] else { continue }
      tables[item.table].wideValues.append((item.values, columns))
    }
  }
}

extension DelimitedLayout.Table {
  /// Whether values of this choice are read.
  func holds(_ choice: String) -> Bool {
    longValues.contains { $0.values.choice == choice } || wideValues.contains { $0.values.choice == choice }
  }

  /// Of several entries for one measure and scale the one asked for is read, otherwise the first that is there.
  ///
  /// The words of those that are left out are given back.
  mutating func choose(_ choice: String) -> [String] {
    let all = longValues.map(\.values) + wideValues.map(\.values)
    func isTaken(_ values: DelimitedTable.Values) -> Bool {
      let rivals = all.filter { $0.measure == values.measure && $0.scale == values.scale }
      return (rivals.first { !$0.choice.isEmpty && $0.choice == choice } ?? rivals.first) == values
    }
    longValues.removeAll { !isTaken($0.values) }
    wideValues.removeAll { !isTaken($0.values) }
    return all.filter { !isTaken($0) && !$0.choice.isEmpty }.map(\.choice)
  }
}
