/// What becomes of an id with several partners in a hop.
public enum AmbiguityPolicy: String, Sendable, CaseIterable {
  /// It is reported with its candidates and has no target.
  case report
  /// The same: it is dropped from what is mapped.
  case drop
  /// The first: highest confidence, then order of tables, then canonical order.
  case first
  /// All of them.
  case all
  /// All of them, each with an equal share of the value: totals stay. It is a policy of values, not of plain ids.
  case weighted
  /// Those of the first table, in the order of tables, that knows the id.
  case prefer
  /// The whole request is refused.
  case fail
}
