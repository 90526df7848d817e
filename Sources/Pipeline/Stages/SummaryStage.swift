internal import Mapping
internal import Numerics
internal import OmicsIO
internal import Schema
internal import Workspace

/// The features of each target of an input made one row by the study's rule, kept in the stage cache.
enum SummaryStage {
  static let version = 1

  /// Applies a rule, or takes what it gave before.
  static func run(
    _ rule: SummaryRule, _ table: AbundanceTable, scale: Scale, features: FeatureTable,
    aggregation: TargetAggregation, columns: [Int], samples: [String], seed: UInt64, input: String, store: StageCache
  ) throws(OmicsError) -> SummaryRule.Result {
    func result() throws(OmicsError) -> SummaryRule.Result {
      try rule.apply(
        table, scale: scale, features: features, to: aggregation, columns: columns, samples: samples, seed: seed)
    }
    if rule.isAutomatic { return try result() }
    var digest = SHA256Digest()
    var names = StageWriter()
    names.put(aggregation.targets)
    names.put(samples)
    for sources in aggregation.sources { names.put(sources.map { features.rows[table.features[$0]].id }) }
    names.bytes.withUnsafeBytes { digest.update($0) }
    let rows = aggregation.sources.flatMap { $0 }
    for column in columns { rows.map { table[$0, column] }.withUnsafeBytes { digest.update($0) } }
    let key = StageKey(
      stage: "summarise/\(input)", version: version, ports: ["values": digest.finalize()],
      settings: ["rule": rule.text, "measure": table.measure.rawValue, "scale": scale.rawValue], seed: seed)
    if let known = store.value(for: key).flatMap(SummaryRule.Result.init(bytes:)) { return known }
    let made = try result()
    store.keep(made.bytes, for: key)
    return made
  }
}

extension SummaryRule.Result {
  /// The result for the stage cache.
  var bytes: [UInt8] {
    var writer = StageWriter()
    writer.put([measure.rawValue, scale.rawValue])
    writer.put(values)
    writer.put(notes)
    return writer.bytes
  }

  /// A result from the stage cache; nil when the bytes are none.
  init?(bytes: [UInt8]) {
    var reader = StageReader(bytes)
    guard let words = reader.texts(), words.count == 2, let measure = Measure(rawValue: words[0]),
      let scale = Scale(rawValue: words[1]), let values = reader.doubles(), let notes = reader.diagnostics(),
      reader.isAtEnd
    else { return nil }
    self.init(values: values, measure: measure, scale: scale, notes: notes)
  }
}
