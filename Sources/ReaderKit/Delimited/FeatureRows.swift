internal import OmicsIO
internal import Schema

/// The features and values of one table of a delimited format.
struct FeatureRows {
  private let table: DelimitedLayout.Table
  private let isLeading: Bool
  private var known: [String: Int] = [:]
  /// The place of each feature in its own kind, by index in the dataset.
  private var order: [Int] = []
  private var cells: [CellTable]
  private var missingCells: [[(feature: Int, sample: Int, reason: MissingReason)]]
  private var sampleOfColumn: [Int: Int] = [:]
  private var conflicts = 0

  init(_ table: DelimitedLayout.Table, isLeading: Bool = true) {
    self.table = table
    self.isLeading = isLeading
    let measures = table.longValues.count + table.wideValues.count
    cells = [CellTable](repeating: CellTable(), count: measures)
    missingCells = [[(feature: Int, sample: Int, reason: MissingReason)]](repeating: [], count: measures)
  }

  /// How many features there are.
  var count: Int { order.count }

  // MARK: Features

  /// The place of a row's feature, added when it is new; -1 when a table that is not the leading one has none here; nil
  /// when the row is rejected.
  mutating func feature(
    _ row: Row, _ missing: MissingSpellings, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Int? {
    let id = table.id.map { row.string($0) }.joined(separator: "/")
    if let place = known[id] {
      guard table.longValues.isEmpty else { return place }
      if table.wideValues.isEmpty && table.plan.values.isEmpty { return place }
      builder.record("row", .rejected, reason: "id stands twice", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .duplicate,
          "\(table.plan.kind.rawValue) \"\(id)\" stands on line \(builder.dataset.features.rows[order[place]].line) already",
          at: builder.location(line: row.lineNumber)))
      return nil
    }
    guard id.utf8.contains(where: { $0 != 0x2F }) else {
      // Further tables of a row may have nothing to say.
      if !isLeading { return -1 }
      builder.record("row", .rejected, reason: "no id", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .value, "this row has no \(table.plan.kind.rawValue) id", at: builder.location(line: row.lineNumber)))
      return nil
    }
    let index: Int
    do throws(OmicsError) { index = try builder.addFeature(make(id, row, missing)) } catch {
      builder.record("row", .rejected, reason: "id stands twice", line: row.lineNumber)
      try builder.reject(error)
      return nil
    }
    known[id] = order.count
    order.append(index)
    remark(id, row.lineNumber, into: &builder)
    return order.count - 1
  }

  private func make(_ id: String, _ row: Row, _ missing: MissingSpellings) -> Feature {
    let plan = table.plan
    var members: [String] = []
    if let column = table.members { members = Self.split(row.string(column), plan.separator) }
    let stated = table.accession.map { row.string($0) }.flatMap { $0.isEmpty ? nil : $0 }
    if let stated, !members.isEmpty, !members.contains(where: { $0 == stated || $0.contains("|\(stated)|") }) {
      members.insert(stated, at: 0)
    }
    var feature = Feature(
      id: id, kind: plan.kind, accession: stated ?? members.first ?? id, namespace: plan.namespace,
      members: members.count > 1 || plan.kind == .proteinGroup ? members : [],
      leaderRule: members.count > 1 || plan.kind == .proteinGroup ? plan.leaderRule : "", decoy: isDecoy(row),
      contaminant: isContaminant(row), line: row.lineNumber)
    if let column = table.qValue, let value = NumberParsing.double(row.bytes(column)) { feature.qValue = value }
    if let column = table.peptides { feature.peptides = row.integer(column) }
    if let column = table.uniquePeptides { feature.uniquePeptides = row.integer(column) }
    if let column = table.description, missing.index(of: row.bytes(column)) == nil {
      feature.description = row.string(column)
    }
    if let column = table.modifiedSequence, let text = PeptideNotation.proforma(row.string(column)) {
      feature.attributes.append(.init("proforma", text.proforma))
    }
    for (key, column) in table.attributes where missing.index(of: row.bytes(column)) == nil {
      feature.attributes.append(.init(key, row.string(column)))
    }
    return feature
  }

  /// Members by separator, blanks around them removed; a FASTA header's description is not a member.
  static func split(_ text: String, _ separator: String) -> [String] {
    guard let mark = separator.first else { return text.isEmpty ? [] : [text] }
    var members: [String] = []
    for part in text.split(separator: mark) {
      var member = part[...]
      while member.first == " " { member = member.dropFirst() }
      while member.last == " " { member = member.dropLast() }
      if !member.isEmpty { members.append(String(member)) }
    }
    // OpenSWATH writes the number of proteins first: 2/P1/P2, DECOY_1/P1.
    if mark == "/", members.count > 1, let first = members.first,
      first.hasPrefix("DECOY_") ? first.dropFirst(6).allSatisfy(\.isNumber) : first.allSatisfy(\.isNumber)
    {
      members.removeFirst()
    }
    return members
  }

  /// Whether the row is a decoy; nil when nothing says.
  func isDecoy(_ row: Row) -> Bool? { marked(row, table.plan.decoy, table.decoy, table.plan.decoyPrefixes) }

  /// Whether the row is a contaminant; nil when nothing says.
  func isContaminant(_ row: Row) -> Bool? {
    marked(row, table.plan.contaminant, table.contaminant, table.plan.contaminantPrefixes)
  }

  private func marked(_ row: Row, _ mark: DelimitedTable.Mark?, _ column: Int?, _ prefixes: [String]) -> Bool? {
    if let mark, let column { return mark.words.contains(row.string(column)) }
    guard !prefixes.isEmpty, let place = table.members ?? table.accession ?? table.id.first else { return nil }
    let members = Self.split(row.string(place), table.plan.separator)
    guard !members.isEmpty else { return nil }
    return members.allSatisfy { member in prefixes.contains { member.hasPrefix($0) } }
  }

  private func remark(_ id: String, _ line: Int, into builder: inout DatasetBuilder) {
    if let kind = ExcelDamage.classify(id), kind != .serial {
      builder.warn(
        "excel-damaged-id", "\"\(id)\" looks like an id that a spreadsheet turned into a \(kind.rawValue)", line: line)
    }
  }

  // MARK: Values

  /// Puts a row's values in; false when every cell of the row was there already.
  mutating func put(
    _ feature: Int, sample: Int?, values: [NumberCell], line: Int, _ samples: inout RunNames,
    into builder: inout DatasetBuilder
  ) -> Bool {
    guard feature >= 0 else { return false }
    var isNew = table.longValues.isEmpty
    if let sample {
      for (measure, item) in table.longValues.enumerated() {
        if set(measure, item.values, feature, sample, values[item.column], line, into: &builder) { isNew = true }
      }
    }
    for (offset, item) in table.wideValues.enumerated() {
      for (column, name) in item.columns {
        let sample: Int
        if let found = sampleOfColumn[column] {
          sample = found
        } else {
          sample = samples.sample(name, into: &builder)
          sampleOfColumn[column] = sample
        }
        _ = set(
          table.longValues.count + offset, item.values, feature, sample, values[column], line, into: &builder)
      }
    }
    return isNew
  }

  private mutating func set(
    _ measure: Int, _ plan: DelimitedTable.Values, _ feature: Int, _ sample: Int, _ cell: NumberCell, _ line: Int,
    into builder: inout DatasetBuilder
  ) -> Bool {
    var value = Double.nan
    var reason = MissingReason.notReported
    switch cell {
    case .number(let number):
      if number == 0 && plan.zeroIsMissing { reason = .zeroMeansMissing } else { value = number }
    case .notANumber: reason = .notANumber
    default: break
    }
    guard let other = cells[measure].value(feature, sample) else {
      cells[measure].set(feature, sample, value)
      if value.isNaN && reason != .notReported { missingCells[measure].append((feature, sample, reason)) }
      return true
    }
    guard !value.isNaN else { return false }
    if other.isNaN {
      cells[measure].set(feature, sample, value)
      missingCells[measure].removeAll { $0.feature == feature && $0.sample == sample }
      return true
    }
    switch plan.repeats {
    case .equal where other != value:
      conflicts += 1
      builder.warn(
        "conflicting-values",
        "\(plan.measure.rawValue) of \(builder.dataset.features.rows[order[feature]].id) is \(value) here, \(other) before",
        line: line)
    case .equal: break
    case .largest: cells[measure].set(feature, sample, max(other, value))
    case .sum: cells[measure].set(feature, sample, other + value)
    }
    return false
  }

  // MARK: End

  /// Adds the tables that hold any value.
  mutating func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    let plans = table.longValues.map(\.values) + table.wideValues.map(\.values)
    for (measure, plan) in plans.enumerated() {
      var used: Set<Int> = []
      cells[measure].forEach { _, sample, _ in used.insert(sample) }
      let columns = used.sorted()
      guard !columns.isEmpty else { continue }
      var place: [Int: Int] = [:]
      for (index, sample) in columns.enumerated() { place[sample] = index }
      var values = [Double](repeating: .nan, count: order.count * columns.count)
      let rows = order.count
      cells[measure].forEach { feature, sample, value in values[(place[sample] ?? 0) * rows + feature] = value }
      var missing = missingCells[measure].map { cell in
        MissingCell(row: cell.feature, column: place[cell.sample] ?? 0, reason: cell.reason)
      }
      missing.sort { ($0.column, $0.row) < ($1.column, $1.row) }
      builder.dataset.abundances.append(
        AbundanceTable(
          kind: table.plan.kind, measure: plan.measure, scale: plan.scale, features: order, samples: columns,
          values: values, missing: missing))
    }
  }
}
