internal import Glibc
internal import Mapping
internal import OmicsIO
internal import Schema

/// The files beside a mapped dataset: what stays by count and by signal, what every cell was made of, what was lost.
struct MappingReports {
  let input: Dataset
  let mappings: [DatasetMapping]
  let index: GeneIndex

  /// A row a status and sample (`*` for all): `kind measure sample status count share signal signal_share`.
  ///
  /// Signal is the sum of observed values, logarithms taken back; NA for ratios, whose sum means nothing.
  var coverage: [UInt8] {
    var table = TableText(["kind", "measure", "sample", "status", "count", "share", "signal", "signal_share"])
    for abundance in input.abundances {
      guard let mapping = mappings.first(where: { $0.kind == abundance.kind }) else { continue }
      let tally = SignalTally(abundance, mapping)
      for column in -1..<abundance.columnCount {
        let sample = column < 0 ? "*" : input.samples.rows[abundance.samples[column]].name
        let (counts, signals) = column < 0 ? (tally.counts, tally.signals) : tally.column(column)
        let inputs = Double(max(1, counts.values.reduce(0, +)))
        let total = signals.keys.sorted { $0.rawValue < $1.rawValue }.reduce(0) { $0 + (signals[$1] ?? 0) }
        for status in MappingStatus.allCases {
          guard let count = counts[status], count > 0 else { continue }
          let signal = signals[status] ?? 0
          table.append([
            .text(abundance.kind.rawValue), .text(abundance.measure.rawValue), .text(sample), .text(status.rawValue),
            .text("\(count)"), .number(Double(count) / inputs), .number(tally.hasSignal ? signal : .nan),
            .number(tally.hasSignal && total > 0 ? signal / total : .nan),
          ])
        }
      }
    }
    return table.bytes
  }

  /// A row a source of a target: `kind measure target symbol source rule weight`. A sum takes every observed value times
  /// its weight, a mean divides by the weights of the values that the cell observed.
  var cells: [UInt8] {
    var table = TableText(["kind", "measure", "target", "symbol", "source", "rule", "weight"])
    for abundance in input.abundances {
      guard let mapping = mappings.first(where: { $0.kind == abundance.kind }) else { continue }
      let joined = TargetAggregation(abundance, mapping: mapping, features: input.features)
      for (position, target) in joined.targets.enumerated() {
        for (row, weight) in zip(joined.sources[position], joined.weights[position]) {
          table.append([
            .text(abundance.kind.rawValue), .text(abundance.measure.rawValue), .text(target),
            .text(joined.symbols[position]), .text(input.features.rows[abundance.features[row]].accession),
            .text(joined.rule.rawValue), .number(weight),
          ])
        }
      }
    }
    return table.bytes
  }

  /// A row a feature without a target: `kind input status note candidates nearest`; the nearest known symbols are
  /// proposals for a person.
  var lost: [UInt8] {
    var table = TableText(["kind", "input", "status", "note", "candidates", "nearest"])
    let names = NearestNames(index)
    for mapping in mappings {
      for outcome in mapping.outcomes where outcome.target == nil {
        let nearest = outcome.status == .unresolved ? names.near(outcome.input) : []
        table.append([
          .text(mapping.kind.rawValue), .text(outcome.input), .text(outcome.status.rawValue), .text(outcome.note),
          .text(outcome.candidates.joined(separator: ";")), .text(nearest.joined(separator: ";")),
        ])
      }
    }
    return table.bytes
  }
}

/// Features and signal by status, for all samples and each.
private struct SignalTally {
  var counts: [MappingStatus: Int] = [:]
  var signals: [MappingStatus: Double] = [:]
  let hasSignal: Bool
  private let table: AbundanceTable
  private let statuses: [MappingStatus]

  init(_ table: AbundanceTable, _ mapping: DatasetMapping) {
    self.table = table
    hasSignal = ![.ratio, .copyNumber, .effectiveLength, .qValue].contains(table.measure)
    var statusOf: [Int: MappingStatus] = [:]
    for (feature, outcome) in zip(mapping.features, mapping.outcomes) { statusOf[feature] = outcome.status }
    statuses = table.features.map { statusOf[$0] ?? .unresolved }
    for status in statuses { counts[status, default: 0] += 1 }
    for column in 0..<table.columnCount {
      for (status, signal) in self.column(column).signals { signals[status, default: 0] += signal }
    }
  }

  /// The features observed in a sample, and their signal.
  func column(_ column: Int) -> (counts: [MappingStatus: Int], signals: [MappingStatus: Double]) {
    var (counts, signals): ([MappingStatus: Int], [MappingStatus: Double]) = ([:], [:])
    for (row, status) in statuses.enumerated() {
      let value = table[row, column]
      guard !value.isNaN else { continue }
      counts[status, default: 0] += 1
      signals[status, default: 0] += linear(value)
    }
    return (counts, signals)
  }

  private func linear(_ value: Double) -> Double {
    switch table.scale {
    case .linear: value
    case .log2: exp2(value)
    case .log10: pow(10, value)
    case .ln: exp(value)
    }
  }
}
