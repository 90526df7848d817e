internal import Mapping
internal import Normalization
internal import Numerics
internal import ReaderKit
internal import Schema

/// How the features of one target, such as its peptides, become the target's row: `auto` (sums of linear values, means of
/// logarithms), or a summary of the registry with its settings, as `topn n=5`.
///
/// A feature counts for the target that it maps to and no other; one whose members map to several targets is ambiguous
/// and stays outside, as the ledger says.
struct SummaryRule: Sendable {
  private let method: (any RegisteredMethod.Type)?
  private let settings: MethodSettings?
  /// The rule as written.
  let text: String

  /// Parses a setting's text; empty is `auto`.
  ///
  /// - Throws: `usage` for an unknown method or setting, with the nearest one.
  init(parsing text: String) throws(OmicsError) {
    self.text = text.isEmpty ? "auto" : text
    let words = self.text.split(separator: " ").map(String.init)
    guard let name = words.first, self.text != "auto" else {
      (method, settings) = (nil, nil)
      return
    }
    guard let found = MethodRegistry.method(name), Self.isUsable(found.card) else {
      throw OmicsError(
        .usage, "there is no summary \"\(name)\"",
        hint: NearestMatch.of(name, among: Self.known).map { "Did you mean \"\($0)\"?" }
          ?? "It is one of: \(Self.known.joined(separator: ", ")).")
    }
    method = found
    settings = try NormalizeDoor.settings(found.card, try InputOptions.parse(Array(words.dropFirst())))
  }

  private static func isUsable(_ card: MethodCard) -> Bool {
    card.gives == .summarisedRows && card.requires == [.featureColumn]
  }

  /// Every rule a study may name.
  static var known: [String] { ["auto"] + MethodRegistry.cards.filter(isUsable).map(\.name) }

  /// Whether values are only summed or averaged.
  var isAutomatic: Bool { method == nil }

  /// The values of a table by target.
  struct Result: Sendable {
    /// `values[j * targets + i]`: target i in column j of the table; nan in columns that are not asked for.
    var values: [Double]
    var measure: Measure
    var scale: Scale
    /// What the method said.
    var notes: [Diagnostic]
  }

  /// Summarises the rows of each target over some columns of a table; samples by name, as the columns stand.
  ///
  /// - Throws: `refused` for values that the method does not take.
  func apply(
    _ table: AbundanceTable, scale: Scale, features: FeatureTable, to aggregation: TargetAggregation, columns: [Int],
    samples: [String], seed: UInt64
  ) throws(OmicsError) -> Result {
    guard let method, let settings else {
      return Result(values: aggregation.values, measure: table.measure, scale: scale, notes: [])
    }
    var rows: [Int] = []
    var groups: [String] = []
    for (target, sources) in zip(aggregation.targets, aggregation.sources) {
      rows += sources
      groups += sources.map { _ in target }
    }
    let raw = Matrix(columns: columns.map { column in rows.map { table[$0, column] } }, rows: rows.count)
    let needsLogs = method.card.takes == .logarithms
    var input = MethodInput(
      values: needsLogs
        ? try NormalizationMethod.none.apply(raw, measure: table.measure, scale: scale, samples: samples).values : raw,
      ids: rows.map { features.rows[table.features[$0]].id }, samples: samples, measure: table.measure,
      scale: needsLogs ? .log2 : scale, seed: seed)
    input.featureGroups = groups
    let outcome = try MethodRegistry.apply(method, input, settings)
    guard case .summarisedRows(let ids, let summarised) = outcome.output, ids == aggregation.targets else {
      throw OmicsError(.fault, "summary \(text) gave other targets than it was asked for")
    }
    var values = [Double](repeating: .nan, count: ids.count * table.columnCount)
    for (position, column) in columns.enumerated() {
      values.replaceSubrange(
        column * ids.count..<(column + 1) * ids.count,
        with: summarised.column(position).map { outcome.scale == .linear && $0 == 0 ? .nan : $0 })
    }
    return Result(values: values, measure: outcome.measure, scale: outcome.scale, notes: outcome.diagnostics)
  }
}
