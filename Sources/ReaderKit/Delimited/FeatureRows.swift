internal import OmicsIO
internal import Schema

/// The features and values of one table of a delimited format.
struct FeatureRows {
  private let table: DelimitedLayout.Table
  private let isLeading: Bool
  /// Whether several rows may tell of one feature: a row is a feature in a sample.
  private let isLong: Bool
  // What every row asks for, so that the description is not copied a row.
  private let idColumns: [Int]
  private let qColumn: Int?
  private let hasValues: Bool
  private var keys = RowKeys()
  /// The place of each key among the features; -1 for one that was rejected.
  private var places: [Int] = []
  /// The place of each feature in its own kind, by index in the dataset.
  private var order: [Int] = []
  private var values: FeatureValues

  init(
    _ table: DelimitedLayout.Table, isLeading: Bool = true, isLong: Bool, reasons: [MissingReason],
    conditions: [String]
  ) {
    self.table = table
    self.isLeading = isLeading
    self.isLong = isLong
    (idColumns, qColumn, hasValues) = (table.id, table.qValue, !table.plan.values.isEmpty)
    values = FeatureValues(table, isLong: isLong, reasons: reasons, conditions: conditions)
  }

  /// How many features there are.
  var count: Int { order.count }

  // MARK: Features

  /// The place of a row's feature, added when it is new; -1 when a table that is not the leading one has none here; nil
  /// when the row is rejected.
  mutating func feature(
    _ row: Row, _ missing: MissingSpellings, _ mark: DecimalMark, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Int? {
    let (key, isNew) = keys.place(of: row, columns: idColumns)
    guard isNew else {
      let place = places[key]
      if isLong, place >= 0, let qColumn { Self.keepBestQValue(row, qColumn, order[place], mark, into: &builder) }
      guard !isLong, hasValues, place >= 0 else { return place >= 0 || !isLeading ? place : nil }
      builder.record("row", .rejected, reason: "id stands twice", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .duplicate,
          "\(table.plan.kind.rawValue) \"\(keys.text(key))\" stands on line "
            + "\(builder.dataset.features.line(order[place])) already",
          at: builder.location(line: row.lineNumber)))
      return nil
    }
    places.append(-1)
    let id = keys.text(key)
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
    do throws(OmicsError) { index = try builder.addFeature(make(id, row, missing, mark)) } catch {
      builder.record("row", .rejected, reason: "id stands twice", line: row.lineNumber)
      try builder.reject(error)
      return nil
    }
    places[key] = order.count
    order.append(index)
    remark(id, row.lineNumber, into: &builder)
    return order.count - 1
  }

  /// Of several rows of a feature the smallest q-value counts, whatever their order.
  private static func keepBestQValue(
    _ row: Row, _ column: Int, _ index: Int, _ mark: DecimalMark, into builder: inout DatasetBuilder
  ) {
    guard let value = NumberParsing.double(row.bytes(column), decimalMark: mark) else { return }
    let known = builder.dataset.features.qValue(index)
    if known.isNaN || value < known { builder.dataset.features.setQValue(index, value) }
  }

  private func make(_ id: String, _ row: Row, _ missing: MissingSpellings, _ mark: DecimalMark) -> Feature {
    let plan = table.plan
    var members: [String] = []
    if let column = table.members { members = MemberList.split(row.string(column), plan.separator) }
    let stated = table.accession.map { row.string($0) }.flatMap { $0.isEmpty ? nil : $0 }
    if let stated, !members.isEmpty || plan.kind == .proteinGroup,
      !members.contains(where: { $0 == stated || $0.contains("|\(stated)|") })
    {
      members.insert(stated, at: 0)
    }
    var feature = Feature(
      id: id, kind: plan.kind, accession: stated ?? members.first ?? id, namespace: plan.namespace,
      members: members.count > 1 || plan.kind == .proteinGroup ? members : [],
      leaderRule: members.count > 1 || plan.kind == .proteinGroup ? plan.leaderRule : "", decoy: table.isDecoy(row),
      contaminant: table.isContaminant(row), line: row.lineNumber)
    if let column = table.qValue, let value = NumberParsing.double(row.bytes(column), decimalMark: mark) {
      feature.qValue = value
    }
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

  private func remark(_ id: String, _ line: Int, into builder: inout DatasetBuilder) {
    if let kind = ExcelDamage.classify(id), kind != .serial {
      builder.warn(
        "excel-damaged-id", "\"\(id)\" looks like an id that a spreadsheet turned into a \(kind.rawValue)", line: line)
    }
    if let points = OddLetters.codePoints(in: id) {
      builder.warn("non-ascii-identifier", "the id \"\(id)\" holds \(points), which no table will know", line: line)
    }
  }

  // MARK: Values

  /// Puts a row's values in; false when every cell of the row was there already.
  mutating func put(
    _ feature: Int, sample: Int?, values row: [NumberCell], listed: [ListedValues], line: Int,
    _ samples: inout RunNames,
    into builder: inout DatasetBuilder
  ) -> Bool {
    guard feature >= 0 else { return false }
    let id = order[feature]
    return values.put(
      feature, id: id, sample: sample, values: row, listed: listed, line: line, &samples, into: &builder)
  }

  /// Adds the tables that hold any value.
  mutating func finish(into builder: inout DatasetBuilder) {
    values.finish(features: order, into: &builder)
  }
}
