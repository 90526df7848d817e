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
    let weights = weights(players)
    var shares = [[Double]](repeating: [Double](repeating: 0, count: quantities), count: players)
    for player in 0..<players {
      for coalition in 0..<(1 << players) where coalition & (1 << player) == 0 {
        let weight = weights[coalition.nonzeroBitCount]
        let (without, with) = (values[coalition], values[coalition | (1 << player)])
        for quantity in 0..<quantities { shares[player][quantity] += weight * (with[quantity] - without[quantity]) }
      }
    }
    return shares
  }

  /// |S|! (n - |S| - 1)! / n! for every size of S without the player.
  static func weights(_ players: Int) -> [Double] {
    guard players > 0 else { return [] }
    var factorials = [1.0]
    for k in 1...players { factorials.append(factorials[k - 1] * Double(k)) }
    return (0..<players).map { factorials[$0] * factorials[players - $0 - 1] / factorials[players] }
  }

  /// The members of a mask.
  static func members(_ mask: Int) -> [Int] {
    (0..<Int.bitWidth).filter { mask & (1 << $0) != 0 }
  }
}
