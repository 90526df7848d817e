internal import Schema

/// Whether the list is one that could be had without any data: by degree, by abundance, by how well targets are studied.
struct LookAlikes {
  let ranking: TargetRanking
  let background: RobustnessBattery.Background

  /// The overlap from which a list counts as the trivial one.
  static let threshold = 0.2

  /// A check each.
  var checks: [RunCheck] {
    let targets = ranking.candidates.map(\.target)
    var checks: [RunCheck] = []
    if let degrees = background.degrees {
      checks.append(check("degree", "degree in the network", targets) { degrees[$0].map(Double.init) })
    }
    checks.append(check("abundance", "abundance", targets) { background.abundance[$0] })
    if let publications = background.publications {
      checks.append(check("well-studied", "number of publications", targets) { publications[$0] })
    }
    return checks
  }

  private func check(
    _ id: String, _ what: String, _ targets: [String], _ value: (String) -> Double?
  ) -> RunCheck {
    let valued = targets.compactMap { target in value(target).map { (target, $0) } }
    let trivial = valued.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.map(\.0)
    let overlap = ListOverlap.rbo(targets, trivial)
    let own = overlap < Self.threshold
    return RunCheck(
      id: "\(id)-look-alike", value: overlap, threshold: Self.threshold, verdict: own ? "pass" : "warn",
      explanation: "rank-biased overlap of the first 50 with the list by \(what) alone"
        + (own ? "" : ": the list can hardly be told from it"))
  }
}
