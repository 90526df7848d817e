internal import Mapping
internal import Schema

/// Features of an input's abundance table to targets, and their values joined by target.
enum MapStage {
  static let version = 4

  /// What mapping made of one input.
  struct Result: Sendable {
    /// The mapping of every feature of the table's kind.
    var mapping: DatasetMapping
    /// Values by target, columns as in the abundance table.
    var aggregation: TargetAggregation
    /// Features in the table.
    var featureCount: Int
  }

  /// Maps one dataset's table.
  ///
  /// - Throws: `refused` when nothing maps, or under policy `fail` when an id is ambiguous.
  static func run(
    _ dataset: Dataset, table: AbundanceTable, input: String, resolver: Resolver?, declared: Namespace?, policy: String,
    groups: GroupPolicy?
  ) throws(OmicsError) -> Result {
    try PValueColumns.refuse(table, dataset.samples)
    let mapping: DatasetMapping
    if let resolver {
      mapping = try DatasetMapping(
        dataset, kind: table.kind, resolver: resolver, declared: declared, groups: groups)
    } else {
      mapping = try DatasetMapping(asTheyStand: dataset, kind: table.kind)
    }
    if policy == "fail", mapping.coverage[.ambiguous] > 0 {
      let first = mapping.outcomes.first { $0.status == .ambiguous }
      throw OmicsError(
        .refused,
        "\(mapping.coverage[.ambiguous]) ids of input \(input) are ambiguous, first \(first?.input ?? "") "
          + "(\(first?.candidates.joined(separator: ", ") ?? ""))",
        hint: "identifiers.policy is fail; use report to leave them out with a reason.")
    }
    guard mapping.coverage.mapped > 0 else {
      throw OmicsError(
        .refused, "no id of input \(input) maps to a target: \(mapping.evidence)",
        hint: "Name the namespace with identifiers: in the study file, or use identifiers.target: none.")
    }
    return Result(
      mapping: mapping, aggregation: TargetAggregation(table, mapping: mapping, features: dataset.features),
      featureCount: table.rowCount)
  }
}
