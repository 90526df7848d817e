public import Schema

/// Exact Shapley values of a few players for many quantities at once (Shapley 1953, doi:10.1515/9781400881970-018).
///
/// φ_i = Σ_{S without i} |S|! (n - |S| - 1)! / n! · (v(S + i) - v(S)): the shares of each quantity sum to
/// v(all) - v(none), a player without effect gets 0, and players with equal effects get equal shares.
public enum ShapleyAttribution {
  /// The most players that are attributed exactly; 2^n coalitions are evaluated.
  public static let maximumPlayers = 6

  /// Shares: `shares[i][q]` for player i and quantity q.
  ///
  /// - Parameter value: gives all quantities of a coalition; bit i of the mask says whether player i is new.
  public static func exact(
    players: Int, quantities: Int, value: (_ coalition: Int) throws(OmicsError) -> [Double]
  ) throws(OmicsError) -> [[Double]] {
    var values: [[Double]] = []
    for coalition in 0..<(1 << players) { values.append(try value(coalition)) }
    var factorials = [1.0]
    for k in 1...max(1, players) { factorials.append(factorials[k - 1] * Double(k)) }
    var shares = [[Double]](repeating: [Double](repeating: 0, count: quantities), count: players)
    for player in 0..<players {
      for coalition in 0..<(1 << players) where coalition & (1 << player) == 0 {
        let size = coalition.nonzeroBitCount
        let weight = factorials[size] * factorials[players - size - 1] / factorials[players]
        let (without, with) = (values[coalition], values[coalition | (1 << player)])
        for quantity in 0..<quantities { shares[player][quantity] += weight * (with[quantity] - without[quantity]) }
      }
    }
    return shares
  }
}
