internal import Schema

/// Targets that no difference between the groups can move, looked up in the ranking.
struct NegativeControls {
  let ranking: TargetRanking
  let sexIsBalanced: Bool?

  /// Genes of the male-specific region of chromosome Y that somatic tissue expresses (Skaletsky et al. 2003,
  /// doi:10.1038/nature01722).
  static let maleSpecific: Set<String> = [
    "DDX3Y", "EIF1AY", "KDM5D", "NLGN4Y", "RPS4Y1", "RPS4Y2", "TMSB4Y", "TXLNGY", "USP9Y", "UTY", "ZFY", "PRKY",
    "TBL1Y",
    "AMELY",
  ]

  /// Spike-ins and contaminants by the spelling of their ids.
  static func isAddedOrContaminant(_ id: String) -> Bool {
    let text = id.uppercased()
    let parts = text.split(whereSeparator: { ":|;".contains($0) }).map(String.init)
    return ([text] + parts).contains { part in
      part.hasPrefix("ERCC-") || part.hasPrefix("SIRV") || part.hasPrefix("CON__") || part.hasPrefix("CONT_")
        || part.hasPrefix("CONTAM_") || part.hasPrefix("CRAP_") || part.hasPrefix("CRAP-") || part.hasSuffix("_UPS")
        || part.hasSuffix("UPS1") || part.hasSuffix("UPS2") || part.contains("IRT-KIT") || part.hasPrefix("IRT_")
    }
  }

  /// A check for spike-ins and contaminants, and one for Y genes.
  var checks: [RunCheck] {
    [
      check(
        "negative-controls", "spike-ins and contaminants",
        ranking.candidates.filter { Self.isAddedOrContaminant($0.target) || Self.isAddedOrContaminant($0.symbol) }),
      maleGenes,
    ]
  }

  private var maleGenes: RunCheck {
    let found = ranking.candidates.filter { Self.maleSpecific.contains($0.symbol) }
    guard let sexIsBalanced else {
      return RunCheck(
        id: "y-genes", value: found.first.map { Double($0.rank) } ?? .nan, threshold: .nan, verdict: "info",
        explanation: "the sample sheet has no column sex or gender, so the "
          + "\(found.filter { $0.rank <= RobustnessBattery.leading }.count) Y genes among the first "
          + "\(RobustnessBattery.leading) say nothing")
    }
    guard sexIsBalanced else {
      return RunCheck(
        id: "y-genes", value: found.first.map { Double($0.rank) } ?? .nan, threshold: .nan, verdict: "warn",
        explanation:
          "men and women are not spread over the groups alike: genes of sex chromosomes follow the label; put "
          + "sex into the covariates")
    }
    return check("y-genes", "Y genes, with men and women spread over the groups alike,", found)
  }

  /// Controls must not be among the leading targets.
  private func check(_ id: String, _ what: String, _ found: [TargetCandidate]) -> RunCheck {
    guard let best = found.first else {
      return RunCheck(
        id: id, value: .nan, threshold: Double(RobustnessBattery.leading), verdict: "pass",
        explanation: "no \(what) are ranked")
    }
    let leads = best.rank <= RobustnessBattery.leading
    let name = best.symbol.isEmpty ? best.target : best.symbol
    return RunCheck(
      id: id, value: Double(best.rank), threshold: Double(RobustnessBattery.leading), verdict: leads ? "fail" : "pass",
      explanation: "\(found.count) \(what) are ranked, the best is \(name)"
        + (leads ? ": what cannot change leads the list" : ""))
  }
}
