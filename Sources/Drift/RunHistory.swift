/// Many runs of one study in order: how stable each leading target is, and in which run it first moved.
public struct RunHistory: Sendable {
  /// A target through the runs.
  public struct Line: Sendable, Hashable {
    /// The target id.
    public var target: String
    /// The display symbol.
    public var symbol: String
    /// The rank in each run; nil where absent.
    public var ranks: [Int?]
    /// The share of runs with the target in the top.
    public var inTop: Double
    /// The largest |log2 rank| movement from the first run.
    public var largest: Double
    /// The noise floor in the first run.
    public var floor: Double
    /// The first run (from 0) in which it stood beyond its floor from the first run; nil when in none.
    public var firstMoved: Int?
  }

  /// Length of the top.
  public let top: Int
  /// Every target that is in the top of some run, by best rank, then id.
  public let lines: [Line]
  /// Kendall's W over the targets of all runs: 1 when all lists agree; nan with fewer than two runs or targets.
  public let concordance: Double

  /// A history of lists in order; floors are those of the first run, or 0 where it has none.
  public init(_ lists: [RankedList], floors: [String: Double], top: Int = DriftAnalysis.standardLeading) {
    self.top = top
    var leading: Set<String> = []
    for list in lists { leading.formUnion(list.targets.prefix(top)) }
    let middle = DriftAnalysis.median(leading.sorted().compactMap { floors[$0] })
    lines = leading.map { target -> Line in
      let ranks = lists.map { $0.rank(target) }
      let moves = lists.map { abs((lists.first ?? $0).logRank(target) - $0.logRank(target)) }
      let floor = floors[target] ?? middle
      return Line(
        target: target, symbol: lists.lazy.compactMap { $0.symbols[target] }.first ?? "", ranks: ranks,
        inTop: Double(ranks.filter { $0.map { $0 <= top } ?? false }.count) / Double(max(1, lists.count)),
        largest: moves.max() ?? 0, floor: floor, firstMoved: moves.firstIndex { $0 > floor && $0 > 1e-12 })
    }.sorted { a, b in
      let (x, y) = (a.ranks.compactMap { $0 }.min() ?? .max, b.ranks.compactMap { $0 }.min() ?? .max)
      return x == y ? a.target < b.target : x < y
    }
    concordance = Self.kendallW(lists)
  }

  /// W = 12 Σ (R_j - mean)² / (m² (k³ - k)) over the k targets that all m runs rank (Kendall & Smith 1939,
  /// doi:10.1214/aoms/1177732186).
  static func kendallW(_ lists: [RankedList]) -> Double {
    guard let first = lists.first, lists.count > 1 else { return .nan }
    let common = first.targets.filter { target in lists.allSatisfy { $0.rank(target) != nil } }
    let (m, k) = (Double(lists.count), Double(common.count))
    guard k > 1 else { return .nan }
    var sums = [Double](repeating: 0, count: common.count)
    for list in lists {
      let order = common.indices.sorted { (list.rank(common[$0]) ?? 0) < (list.rank(common[$1]) ?? 0) }
      for (place, index) in order.enumerated() { sums[index] += Double(place + 1) }
    }
    let mean = m * (k + 1) / 2
    return 12 * sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (m * m * (k * k * k - k))
  }
}
