internal import Schema

/// Values of coalitions of players, each computed once.
///
/// A coalition is the set of players that are new; a value is a vector of quantities (1 - RBO, then -log2 rank of every
/// target).
final class CoalitionGame {
  private let evaluate: (_ coalition: [Int]) throws(OmicsError) -> [Double]
  private var known: [[Int]: [Double]] = [:]
  /// How many coalitions were computed.
  private(set) var evaluations = 0

  init(_ evaluate: @escaping (_ coalition: [Int]) throws(OmicsError) -> [Double]) { self.evaluate = evaluate }

  /// The value of a coalition.
  func value(_ members: some Sequence<Int>) throws(OmicsError) -> [Double] {
    let coalition = members.sorted()
    if let value = known[coalition] { return value }
    let value = try evaluate(coalition)
    evaluations += 1
    known[coalition] = value
    return value
  }
}
