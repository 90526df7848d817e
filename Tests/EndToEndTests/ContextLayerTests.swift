import Foundation
import Testing

/// Layers that stand beside the ranking: they are shown, flagged and named, and move no rank.
@Suite struct ContextLayerTests {
  /// Values of genes 1 … 40 in all samples; `moved` genes follow the cases by `shift`.
  private func layer(_ moved: ClosedRange<Int>, by shift: Double) -> [[String]] {
    [["gene"] + (0..<SimulatedStudy.samples).map { "S\($0)" }]
      + (1...40).map { gene in
        [String(format: "G%03d", gene)]
          + (0..<SimulatedStudy.samples).map { sample in
            let wave = sin(Double(gene * 131 + sample * 37)) * 0.2
            return String(format: "%.4f", wave + (moved.contains(gene) && sample % 2 == 1 ? shift : 0))
          }
      }
  }

  @Test func copyNumberAndPhosphorylationStandBesideTheRanking() throws {
    let study = try SimulatedStudy(draw: 1)
    let plain = try study.make("plain")
    let both = try study.make("both")
    try study.write("both/cna.tsv", layer(1...3, by: 1))
    try study.write("both/phospho.tsv", layer(5...5, by: -1))
    let text = try String(contentsOfFile: both, encoding: .utf8).replacingOccurrences(
      of: "identifiers:",
      with: """
          - { path: cna.tsv, layer: genomics, cohort: c, measure: copyNumber, scale: log2 }
          - { path: phospho.tsv, layer: phosphoproteomics, cohort: c, measure: ratio, scale: log2 }
        identifiers:
        """)
    try text.write(toFile: both, atomically: true, encoding: .utf8)
    #expect(try Command.run("run", plain, "-o", study.path("a"), "-q").code == 0)
    let run = try Command.run("run", both, "-o", study.path("b"), "-q")
    #expect(run.code == 0, "\(run.text)")

    let (without, with) = (
      try RunTable.rows(study.path("a/ranking.tsv")), try RunTable.rows(study.path("b/ranking.tsv"))
    )
    for (left, right) in zip(without, with) {
      var (one, other) = (left, right)
      one["flags"] = nil
      other["flags"] = nil
      #expect(one == other)
    }
    for row in with {
      let flags = row["flags"] ?? ""
      let gene = row["symbol"] ?? ""
      #expect(flags.contains("genomics:up") == ["G001", "G002", "G003"].contains(gene), "\(gene): \(flags)")
      #expect(flags.contains("phosphoproteomics:down") == (gene == "G005"), "\(gene): \(flags)")
    }
    let evidence = try RunTable.rows(study.path("b/evidence.tsv"))
    let genome = evidence.filter { $0["channel"] == "genome" }
    #expect(genome.count == 40 && genome.allSatisfy { $0["contribution"] == "0" && $0["ranked_by"] == "NA" })
    #expect(genome.allSatisfy { $0["reference"]?.hasPrefix("cna.tsv:") == true })
    #expect(evidence.filter { $0["channel"] == "phosphorylation" }.count == 40)
    // A target's rows stay together.
    let targets = evidence.compactMap { $0["target"] }
    #expect(zip(targets, targets.dropFirst()).filter { $0 != $1 }.count + 1 == Set(targets).count)
    let reasons = try RunTable.verdicts(study.path("b")).reasons
    #expect(reasons.contains("Layer genomics stands beside the ranking and moves no rank: 3 of its 40 targets differ"))
  }
}
