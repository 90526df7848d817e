internal import Numerics
public import Schema

/// Targets that only the network speaks for: their neighbours moved, they themselves did not or were not measured.
///
/// Support is that of `NetworkChannel`, so a hub gains nothing by its degree; p is its upper normal tail, q over all targets
/// of the network with measured neighbours. They are a list of their own and are never mixed into the ranking.
public struct NetworkImplied: Sendable, Hashable {
  /// The target.
  public var target: String
  /// Its support.
  public var support: Double
  /// The p-value of the support among targets of such neighbours.
  public var pValue: Double
  /// The same, adjusted for all targets.
  public var qValue: Double
  /// How many neighbours it has.
  public var degree: Int
  /// The p-value of its own evidence; nan when it was not measured.
  public var ownPValue: Double
  /// Its rank in the list; nil when it has none.
  public var rank: Int?
  /// The neighbours that speak most for it, strongest first.
  public var neighbours: [String]

  /// The own p-value above which a target has no evidence of its own.
  static let silent = 0.05
  /// Neighbours that are named.
  static let named = 5

  /// The targets below a false discovery rate, best supported first; `candidates` are all ranked targets.
  static func find(
    _ graph: NetworkGraph, space: TargetSpace, strengths: [Double], candidates: [TargetCandidate],
    falseDiscoveryRate: Double
  ) -> [NetworkImplied] {
    let measured = Set(space.targets)
    let others = Set(graph.edges.flatMap { [$0.a, $0.b] }).subtracting(measured).sorted()
    let targets = space.targets + others
    let channel = NetworkChannel(graph, targets: targets)
    let all = strengths + [Double](repeating: .nan, count: others.count)
    let support = channel.support(all)
    let p = support.map { $0.isNaN ? .nan : NormalDistribution.standard.upperTail($0) }
    let q = PValueAdjustment.benjaminiHochberg.adjust(p)
    let ranked = Dictionary(candidates.map { ($0.target, $0) }, uniquingKeysWith: { first, _ in first })
    return targets.indices.filter { q[$0] <= falseDiscoveryRate }
      .filter { (ranked[targets[$0]]?.pValue ?? 1) > silent }
      .sorted { (support[$1], targets[$0]) < (support[$0], targets[$1]) }
      .map { row in
        NetworkImplied(
          target: targets[row], support: support[row], pValue: p[row], qValue: q[row], degree: channel.degrees[row],
          ownPValue: ranked[targets[row]]?.pValue ?? .nan, rank: ranked[targets[row]]?.rank,
          neighbours: channel.speakers(for: row, all, most: named).map { targets[$0] })
      }
  }
}
