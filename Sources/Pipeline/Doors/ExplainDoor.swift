internal import OmicsIO
internal import ReaderKit
public import Schema

/// The verb `explain`.
public enum ExplainDoor {
  /// All that a run folder holds on one target.
  public struct Card: Sendable {
    /// Its row of the ranking.
    public var candidate: TargetCandidate
    /// How many targets are ranked.
    public var ranked: Int
    /// Its evidence.
    public var evidence: [Evidence]
    /// Compounds beside it.
    public var compounds: [Compound]

    /// The card as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "target": .string(candidate.target), "symbol": .string(candidate.symbol), "rank": .integer(candidate.rank),
          "ranked": .integer(ranked), "score": .number(candidate.score), "p_value": .number(candidate.pValue),
          "q_value": .number(candidate.qValue), "rank_low": .number(candidate.rankLow),
          "rank_high": .number(candidate.rankHigh), "p_top10": .number(candidate.topTen),
          "p_top50": .number(candidate.topFifty), "class": .string(candidate.targetClass.rawValue),
          "direction": .string(candidate.direction.rawValue), "rank_own": .integer(candidate.rankOwn),
          "rank_no_prior": .integer(candidate.rankNoPrior),
          "replicated": candidate.replicated.map(JSONValue.bool) ?? .null,
          "r_value": candidate.rValue.map(JSONValue.number) ?? .null,
          "flags": .array(candidate.flags.map(JSONValue.string)),
          "evidence": .array(
            evidence.map {
              .members([
                "channel": .string($0.channel.rawValue), "layer": .string($0.layer), "cohort": .string($0.cohort),
                "effect": .number($0.effect), "se": .number($0.standardError), "statistic": .number($0.statistic),
                "p_value": .number($0.pValue), "n": .integer($0.count), "coverage": .number($0.coverage),
                "contribution": .number($0.contribution), "ranked_by": .number($0.rankedBy),
                "reference": .string($0.reference),
              ])
            }),
          "compounds": .array(
            compounds.map {
              .members([
                "compound": .string($0.compound), "action": .string($0.action), "role": .string($0.role.rawValue),
                "via": .string($0.via), "wanted": .string($0.wanted.rawValue), "potency": .number($0.potency),
                "evidence": .string($0.evidence),
                "fits": $0.fits.map(JSONValue.bool) ?? .null, "source": .string($0.source),
                "licence": .string($0.licence),
              ])
            }),
        ]))
    }
  }

  /// Reads the card of a target, by id or symbol in any case.
  ///
  /// - Throws: `usage` when the run has no such target, naming the nearest symbol.
  public static func explain(_ folder: String, target: String) throws(OmicsError) -> Card {
    let run = try RecordedRun(folder)
    let wanted = target.lowercased()
    guard
      let candidate = run.ranking.candidates.first(where: {
        $0.target.lowercased() == wanted || $0.symbol.lowercased() == wanted
      })
    else {
      let nearest = NearestMatch.of(target, among: run.ranking.candidates.map(\.symbol))
      throw OmicsError(
        .usage, "run \(folder) has no target \"\(target)\"",
        hint: nearest.map { "Did you mean \"\($0)\"?" } ?? "See \(folder)/ranking.tsv.")
    }
    let evidence = try EvidenceTable.read("\(folder)/evidence.tsv").filter { $0.target == candidate.target }
    let path = "\(folder)/compounds.tsv"
    let compounds = FolderListing.isFile(path) ? try SmallTables.readCompounds(path) : []
    return Card(
      candidate: candidate, ranked: run.ranking.candidates.count, evidence: evidence,
      compounds: compounds.filter { $0.target == candidate.target })
  }
}
