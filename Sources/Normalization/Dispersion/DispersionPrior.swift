internal import Glibc
internal import Numerics
internal import Synchronization

/// The variance of the normal prior on log dispersions around the trend (Love, Huber & Anders 2014,
/// doi:10.1186/s13059-014-0550-8): how far genes differ from it beyond the noise of estimation.
enum DispersionPrior {
  /// How the variance was found.
  enum Origin: String {
    /// Spread of the residuals less the expected noise.
    case moments
    /// Few degrees of freedom: the variance whose simulated distribution is nearest to the residuals'.
    case simulated
    /// No degrees of freedom: the spread of the residuals.
    case saturated
  }

  /// The variance from log residuals of dispersions above 1e-6.
  ///
  /// With one to three residual degrees of freedom the noise is far from normal. The reference then draws log(chi²_d / d)
  /// plus normal noise with a seed of its own, and so does this, number by number.
  static func variance(
    residuals: [Double], spread: Double, degreesOfFreedom: Int
  ) -> (variance: Double, origin: Origin) {
    guard degreesOfFreedom > 0 else { return (spread, .saturated) }
    if degreesOfFreedom <= 3 { return (max(nearest(residuals, degreesOfFreedom), 0.25), .simulated) }
    return (max(spread - SpecialFunction.trigamma(Double(degreesOfFreedom) / 2), 0.25), .moments)
  }

  /// Candidates of the variance that are simulated.
  private static let candidates = (0..<200).map { 8 * Double($0) / 199 }
  private static let draws = 10_000

  /// The variance on 0...8 with the least Kullback-Leibler divergence of histograms, on a loess curve over candidates.
  private static func nearest(_ residuals: [Double], _ degrees: Int) -> Double {
    let observed = histogram(residuals)
    let divergences = simulated(degrees).map { drawn -> Double in
      let small = (observed + drawn).filter { $0 > 0 }.min() ?? 1
      return zip(observed, drawn).reduce(0) { $0 + $1.0 * (log($1.0 + small) - log($1.1 + small)) }
    }
    let curve = LoessCurve(x: candidates, y: divergences, span: 0.2)
    var (best, least) = (0.0, Double.infinity)
    for place in (0..<1000).map({ 8 * Double($0) / 999 }) {
      let height = curve(place)
      if height < least { (best, least) = (place, height) }
    }
    return best
  }

  /// Densities in bins of one half on -10...10, closed on the right.
  private static func histogram(_ values: [Double]) -> [Double] {
    var bins = [Double](repeating: 0, count: 40)
    var inside = 0.0
    for value in values where value > -10 && value < 10 {
      bins[max(0, min(39, Int((2 * (value + 10)).rounded(.up)) - 1))] += 1
      inside += 1
    }
    return bins.map { $0 / max(1, inside) / 0.5 }
  }

  /// Histograms of each candidate, by degrees of freedom: they depend on nothing else and are made once.
  private static let known = Mutex<[Int: [[Double]]]>([:])

  private static func simulated(_ degrees: Int) -> [[Double]] {
    known.withLock { known in
      if let made = known[degrees] { return made }
      var generator = MersenneTwister(seed: 2)
      let made = candidates.map { variance in
        var values = (0..<draws).map { _ in log(generator.chiSquare(Double(degrees))) }
        let deviation = variance.squareRoot()
        // Without spread the reference draws no normal numbers.
        if deviation > 0 { for index in values.indices { values[index] += deviation * generator.normal() } }
        return histogram(values.map { $0 - log(Double(degrees)) })
      }
      known[degrees] = made
      return made
    }
  }
}
