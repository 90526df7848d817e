internal import Glibc

/// A ranking as drift sees it: target ids, best first, with their symbols and scores.
public struct RankedList: Sendable, Hashable {
  /// Target ids, best first.
  public let targets: [String]
  /// Display symbols by target.
  public let symbols: [String: String]
  /// Scores by target.
  public let scores: [String: Double]
  private let rankOf: [String: Int]

  /// A list of distinct ids, best first.
  public init(targets: [String], symbols: [String: String] = [:], scores: [String: Double] = [:]) {
    self.targets = targets
    self.symbols = symbols
    self.scores = scores
    var ranks: [String: Int] = [:]
    ranks.reserveCapacity(targets.count)
    for (index, target) in targets.enumerated() { ranks[target] = index + 1 }
    rankOf = ranks
  }

  /// The rank of a target, from 1; nil when absent.
  public func rank(_ target: String) -> Int? { rankOf[target] }

  /// log2 of the rank; an absent target counts as one behind the last.
  public func logRank(_ target: String) -> Double { log2(Double(rankOf[target] ?? targets.count + 1)) }
}
