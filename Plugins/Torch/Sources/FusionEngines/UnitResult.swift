internal import OmicsIO
internal import Schema

/// What one trained model gives on the samples of its held-out fold.
struct UnitResult: Sendable, Equatable {
  /// The held-out samples.
  var rows: [Int] = []
  /// Their logits.
  var logits: [Double] = []
  /// Their labels, permuted ones in a control.
  var label: [Int] = []
  /// Logits with one layer taken away, by layer; empty for controls.
  var absent: [[Double]] = []
  /// Mean attribution in cases less that in controls, a vector of all targets by layer; nan where the fold did not take
  /// the target. Empty for controls.
  var contrast: [[Double]] = []
  /// How far the attributions are from complete.
  var gap = 0.0
  /// Named figures of the training, such as the bottleneck that was chosen.
  var figures: [String: Double] = [:]

  var json: JSONValue {
    func list(_ values: [Double]) -> JSONValue { .array(values.map { $0.isNaN ? .null : .number($0) }) }
    return .members([
      "rows": .array(rows.map { .integer($0) }), "logits": list(logits), "label": .array(label.map { .integer($0) }),
      "absent": .array(absent.map(list)), "contrast": .array(contrast.map(list)),
      "gap": .number(gap), "figures": .object(figures.keys.sorted().map { .init($0, .number(figures[$0] ?? 0)) }),
    ])
  }

  /// Reads a result back; nil when something is missing.
  init?(_ value: JSONValue) {
    func list(_ value: JSONValue?) -> [Double]? {
      guard case .array(let items)? = value else { return nil }
      return items.compactMap { $0.double }.count == items.count ? items.compactMap { $0.double } : nil
    }
    func lists(_ value: JSONValue?) -> [[Double]]? {
      guard case .array(let items)? = value else { return nil }
      return items.compactMap(list).count == items.count ? items.compactMap(list) : nil
    }
    guard let rows = list(value["rows"]), let logits = list(value["logits"]), let label = list(value["label"]),
      let absent = lists(value["absent"]), let contrast = lists(value["contrast"]), let gap = value["gap"]?.double,
      case .object(let members)? = value["figures"]
    else { return nil }
    self.init()
    self.rows = rows.map { Int($0) }
    self.logits = logits
    self.label = label.map { Int($0) }
    (self.absent, self.contrast, self.gap) = (absent, contrast, gap)
    for member in members { figures[member.key] = member.value.double }
  }

  init() {}

  /// How strongly a target speaks for the label: its contrasts, summed over layers by size; nan without any.
  func strength(_ target: Int) -> Double {
    let own = contrast.compactMap { $0[target].isNaN ? nil : abs($0[target]) }
    return own.isEmpty ? .nan : own.reduce(0, +)
  }
}
