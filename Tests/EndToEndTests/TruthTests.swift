import Foundation
import Testing

/// What is known of real tumours must come out of a run: trimmed cohorts through the command.
@Suite(.serialized) struct TruthTests {
  private func ranking(_ study: String, _ out: String) throws -> [String: [String: String]] {
    let result = try Command.run("run", study, "-o", out, "-q")
    #expect(result.code == 0, "\(result.text)")
    let rows = try RunTable.rows("\(out)/ranking.tsv").map { ($0["symbol"] ?? "", $0) }
    return Dictionary(rows, uniquingKeysWith: { first, _ in first })
  }

  private func flags(_ row: [String: String]) -> [String] {
    (row["flags"] ?? "").split(separator: ";").map(String.init)
  }

  @Test func microsatelliteInstability() throws {
    let study = try SmallStudy(annotated: true)
    defer { study.remove() }
    let ranking = try ranking(study.study, study.path("r"))
    let mlh1 = try #require(ranking["MLH1"])
    #expect(mlh1["rank"] == "1" && mlh1["class"] == "concordant" && mlh1["direction"] == "down")
    let pms2 = try #require(ranking["PMS2"])
    #expect(pms2["class"] == "protein-only" && Int(pms2["rank"] ?? "") ?? 99 <= 10)
    #expect(flags(pms2).contains("partner-of:MLH1"))
    let neighbour = try #require(ranking["EPM2AIP1"])
    #expect(flags(neighbour).contains("passenger-of:MLH1") && flags(neighbour).contains("shared-promoter:MLH1"))
    let followers = try RunTable.rows(study.path("r/followers.tsv"))
    let row = try #require(followers.first { $0["symbol"] == "EPM2AIP1" })
    #expect(row["relation"] == "shared-promoter" && row["distance"] == "219" && row["leader_symbol"] == "MLH1")
    let verdicts = try RunTable.verdicts(study.path("r"))
    #expect(verdicts.reasons.contains("One locus, not 2 targets: MLH1, EPM2AIP1 lie at 3:36985043-37050846"))
    // The battery asked its questions, each with a number or a reason for none.
    for id in [
      "label-permutation", "without-rna", "without-protein", "without-batch:ucec", "artefact-screen",
      "negative-controls", "y-genes", "degree-look-alike", "abundance-look-alike", "label-predictable:ucec",
      "reliability:transcriptomics:ucec", "reliability:proteomics:ucec",
    ] { #expect(verdicts.checks[id] != nil, "\(id)") }
    #expect(verdicts.checks["degree-look-alike"]?["verdict"] as? String == "pass")
    let reliability = try RunTable.rows(study.path("r/reliability.tsv"))
    let agreement = Double(reliability.first?["rna_protein_r"] ?? "") ?? .nan
    #expect(agreement > 0.3 && agreement < 0.7)
    #expect(FileManager.default.fileExists(atPath: study.path("r/artefacts.tsv")))
  }

  /// Without an annotation the shared promoter is not known, and the passenger still is.
  @Test func withoutPlacesThePassengerIsToldByItsRNA() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let neighbour = try #require(try ranking(study.study, study.path("r"))["EPM2AIP1"])
    #expect(flags(neighbour).contains("passenger-of:MLH1") && !flags(neighbour).contains("shared-promoter:MLH1"))
  }

  @Test func mutatedTP53IsOpposed() throws {
    let study = try SmallStudy(
      contrast: "{ factor: tp53, case: mutated, control: wild-type, batch: plex }", sheet: "mutations.tsv")
    defer { study.remove() }
    let tp53 = try #require(try ranking(study.study, study.path("r"))["TP53"])
    #expect(tp53["class"] == "opposed" && tp53["direction"] == "mixed" && Int(tp53["rank"] ?? "") ?? 99 <= 10)
  }

  @Test func truncatedARID1AFallsInProteinAlone() throws {
    let study = try SmallStudy(
      contrast: "{ factor: arid1a, case: truncated, control: other, covariates: [subtype] }", sheet: "mutations.tsv")
    defer { study.remove() }
    let arid1a = try #require(try ranking(study.study, study.path("r"))["ARID1A"])
    #expect(arid1a["class"] == "protein-only" && arid1a["direction"] == "down" && Int(arid1a["rank"] ?? "") ?? 99 <= 5)
  }

  @Test func anAmpliconIsOneLocusAndMissingRNAIsSaid() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("truth-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ranking = try ranking("\(Command.root.path)/Fixtures/brca-erbb2/study.yaml", folder)
    let erbb2 = try #require(ranking["ERBB2"])
    #expect(Int(erbb2["rank"] ?? "") ?? 99 <= 5)
    let members = ["ERBB2", "GRB7", "MIEN1", "STARD3", "CDK12"].compactMap { ranking[$0] }
    let leader = try #require(members.first { $0["rank"] == "1" }?["symbol"])
    for member in members where member["symbol"] != leader {
      #expect(flags(member).contains("same-locus:\(leader)"), "\(member["symbol"] ?? ""): \(flags(member))")
    }
    let reasons = try RunTable.verdicts(folder).reasons
    #expect(reasons.contains("has no RNA: ranked on protein alone") && reasons.contains("One locus, not 5 targets"))
    #expect(reasons.contains("ERBB2"))
  }

  /// The compound table is beside the ranking: shuffled, it changes nothing of it.
  @Test func aShuffledCompoundTableLeavesTheRankingBitIdentical() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try Command.run("run", study.study, "-o", study.path("a"), "-q").code == 0)
    let rows = try study.lines("drug_targets.tsv").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    let compounds = rows.dropFirst()
    // Every compound moves on to the target of another row, and one to the target that leads.
    var shuffled = zip(compounds, compounds.dropFirst(7) + compounds.prefix(7)).map { own, other in
      ([own[0], own[1]] + other.dropFirst(2)).joined(separator: "\t")
    }
    shuffled[0] = (["MLH1", "P40692"] + (compounds.first ?? []).dropFirst(2)).joined(separator: "\t")
    try study.write("drug_targets.tsv", [rows[0].joined(separator: "\t")] + shuffled)
    #expect(try Command.run("run", study.study, "-o", study.path("b"), "-q").code == 0)
    for name in ["ranking.tsv", "evidence.tsv", "followers.tsv", "artefacts.tsv"] {
      let (a, b) = (try Command.sha256(study.path("a/\(name)")), try Command.sha256(study.path("b/\(name)")))
      #expect(a == b, "\(name)")
    }
    #expect(try Command.sha256(study.path("a/compounds.tsv")) != Command.sha256(study.path("b/compounds.tsv")))
  }
}
