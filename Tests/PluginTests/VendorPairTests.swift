import Foundation
import OmicsIO
import Pipeline
import ReaderKit
import Schema
import Testing

/// One experiment exported by two versions or at two levels of one tool: the same canonical proteins, or a difference that
/// has a name. Real files do not come in such pairs; these are small exports of one experiment in the columns of each tool.
@Suite struct VendorPairTests {
  private func read(_ text: String, _ name: String, _ options: [String: String] = [:]) throws -> Dataset {
    let registry = try DescribedTableTests.registry.get()
    var source = ByteSource.bytes(Array(text.utf8), name: name)
    return try DatasetReading.read(&source, registry: registry, options: options)
  }

  /// The groups with their members and leader.
  private func groups(_ data: Dataset) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for row in data.features.rows where row.kind == .proteinGroup {
      found[row.id] = [row.accession, row.leaderRule] + row.members
    }
    return found
  }

  private func values(_ data: Dataset, _ kind: FeatureKind, _ measure: Measure) -> [String: Double] {
    guard let table = data.abundances.first(where: { $0.kind == kind && $0.measure == measure }) else { return [:] }
    var found: [String: Double] = [:]
    for row in 0..<table.rowCount {
      for column in 0..<table.columnCount where !table[row, column].isNaN {
        let key = "\(data.features.rows[table.features[row]].id) \(data.samples.rows[table.samples[column]].name)"
        found[key] = table[row, column]
      }
    }
    return found
  }

  // MARK: DIA-NN

  /// The report in the columns of a version.
  private func report(_ columns: [String]) -> String {
    let rows: [[String: String]] = [
      ["run": "a", "group": "P04637;P04637-2", "gene": "TP53", "pep": "AAK", "q": "10", "own": "5"],
      ["run": "b", "group": "P04637;P04637-2", "gene": "TP53", "pep": "AAK", "q": "9", "own": "4"],
      ["run": "a", "group": "P04637;P04637-2", "gene": "TP53", "pep": "CCK", "q": "10", "own": "6"],
      ["run": "b", "group": "P38398", "gene": "BRCA1", "pep": "DDK", "q": "3", "own": "3"],
    ]
    let lines = rows.map { row in
      columns.map { column -> String in
        switch column {
        case "File.Name": "D:\\raw\\\(row["run"] ?? "").raw"
        case "Run": row["run"] ?? ""
        case "Protein.Group", "Protein.Ids": row["group"] ?? ""
        case "Genes": row["gene"] ?? ""
        case "Modified.Sequence", "Stripped.Sequence": row["pep"] ?? ""
        case "Precursor.Id": (row["pep"] ?? "") + "2"
        case "Precursor.Charge": "2"
        case "PG.MaxLFQ", "PG.Quantity", "PG.Normalised", "Genes.MaxLFQ": row["q"] ?? ""
        case "Precursor.Quantity": row["own"] ?? ""
        case "Precursor.Normalised": (row["own"] ?? "") + ".5"
        case "PG.Q.Value": row["run"] == "a" ? "0.002" : "0.003"
        default: "0.001"
        }
      }.joined(separator: "\t")
    }
    return ([columns.joined(separator: "\t")] + lines).joined(separator: "\n") + "\n"
  }

  @Test func versionsOfDiaNNGiveTheSameProteins() throws {
    let shared = [
      "Protein.Group", "Genes", "Modified.Sequence", "Stripped.Sequence", "Precursor.Id", "Precursor.Charge",
      "Q.Value", "PG.Q.Value", "Precursor.Quantity", "Precursor.Normalised",
    ]
    let old = try read(
      report(["File.Name", "Protein.Ids"] + shared + ["PG.Quantity", "PG.Normalised", "Decoy.CScore"]), "report.tsv")
    let eight = try read(
      report(
        ["File.Name", "Run", "Protein.Ids"] + shared
          + ["PG.Quantity", "PG.Normalised", "PG.MaxLFQ", "Genes.MaxLFQ", "Decoy.CScore"]), "report.tsv")
    let nine = try read(
      report(
        ["File.Name", "Run", "Protein.Ids"] + shared
          + ["PG.Quantity", "PG.Normalised", "PG.MaxLFQ", "Genes.MaxLFQ", "Ms1.Normalised"]), "report.tsv")
    let two = try read(report(["Run"] + shared + ["PG.MaxLFQ", "Genes.MaxLFQ"]), "report.tsv")
    #expect([old, eight, nine, two].compactMap(\.sources.first?.version) == ["1.7", "1.8", "1.9", "2.x"])
    for data in [old, nine, two] {
      #expect(groups(data) == groups(eight) && groups(data).count == 2)
      #expect(data.samples.rows.map(\.name) == ["a", "b"])
      #expect(values(data, .peptide, .intensity) == values(eight, .peptide, .intensity))
      #expect(
        values(data, .proteinGroup, .qValue) == [
          "P04637;P04637-2 a": 0.002, "P04637;P04637-2 b": 0.003, "P38398 b": 0.003,
        ])
    }
    for data in [nine, two] {
      #expect(values(data, .proteinGroup, .maxLFQ) == values(eight, .proteinGroup, .maxLFQ))
      #expect(values(data, .gene, .maxLFQ) == values(eight, .gene, .maxLFQ))
    }
    // The difference has a name: 1.7 measured intensity, MaxLFQ came with 1.8.
    #expect(values(old, .proteinGroup, .maxLFQ).isEmpty)
    #expect(values(old, .proteinGroup, .intensity) == values(eight, .proteinGroup, .intensity))
    #expect(values(two, .proteinGroup, .intensity).isEmpty)
  }

  @Test func levelsOfDiaNNGiveTheSameProteins() throws {
    let long = report([
      "File.Name", "Run", "Protein.Ids", "Protein.Group", "Genes", "Modified.Sequence", "Stripped.Sequence",
      "Precursor.Charge", "Q.Value", "Precursor.Quantity", "Precursor.Normalised", "PG.MaxLFQ", "Genes.MaxLFQ",
    ])
    let data = try read(long, "report.tsv", ["values": "normalised"])
    let runs = "D:\\raw\\a.raw\tD:\\raw\\b.raw"
    let groupMatrix = try read(
      """
      Protein.Group\tProtein.Ids\tProtein.Names\tGenes\tFirst.Protein.Description\t\(runs)
      P04637;P04637-2\tP04637-2;P04637\tP53_HUMAN\tTP53\tp53\t10\t9
      P38398\tP38398\tBRCA1_HUMAN\tBRCA1\t\t\t3
      """, "report.pg_matrix.tsv")
    let genes = try read("Genes\t\(runs)\nTP53\t10\t9\nBRCA1\t\t3\n", "report.gg_matrix.tsv")
    let precursors = try read(
      """
      Protein.Group\tProtein.Ids\tGenes\tStripped.Sequence\tModified.Sequence\tPrecursor.Charge\tPrecursor.Id\t\(runs)
      P04637;P04637-2\tP04637;P04637-2\tTP53\tAAK\tAAK\t2\tAAK2\t5.5\t4.5
      P04637;P04637-2\tP04637;P04637-2\tTP53\tCCK\tCCK\t2\tCCK2\t6.5\t
      P38398\tP38398\tBRCA1\tDDK\tDDK\t2\tDDK2\t\t3.5
      """, "report.pr_matrix.tsv")
    #expect(groups(data) == groups(groupMatrix) && groups(data).count == 2)
    #expect(values(data, .proteinGroup, .maxLFQ) == values(groupMatrix, .proteinGroup, .maxLFQ))
    #expect(values(data, .gene, .maxLFQ) == values(genes, .gene, .maxLFQ))
    #expect(
      data.features.rows.filter { $0.kind == .gene }.map(\.members) == genes.features.rows.map(\.members))
    // The matrix of precursors holds normalised quantities; the report holds both, and reads these when asked.
    #expect(values(data, .peptide, .intensity) == values(precursors, .peptide, .intensity))
    let ids = { (data: Dataset) in
      data.features.rows.filter { $0.kind == .peptide }.map { [$0.id, $0.accession] + $0.members }
    }
    #expect(ids(data) == ids(precursors))
    let plain = try read(long, "report.tsv")
    #expect(plain.diagnostics.contains { $0.code == "value-kinds" && $0.message.contains("normalised") })
  }

  @Test func realMatricesOfGroupsAndGenesNameTheSameGenes() throws {
    let cases = "\(DescribedTableTests.root)/DiaNN/Cases"
    let byGroup = try DatasetDoor.read("\(cases)/pg-matrix/report.pg_matrix.tsv")
    let byGene = try DatasetDoor.read("\(cases)/gg-matrix/report.gg_matrix.tsv")
    #expect(byGroup.samples.rows.map(\.name) == byGene.samples.rows.map(\.name))
    #expect(byGroup.features.count == byGene.features.count)
  }

  // MARK: Spectronaut

  @Test func longAndPivotOfSpectronautGiveTheSameProteins() throws {
    let about = "PG.ProteinGroups\tPG.Genes\tPG.ProteinDescriptions\tPG.ProteinNames"
    let (p53, brca1) = ("P04637;P04637-2\tTP53\tp53\tP53_HUMAN", "P38398\tBRCA1\tbrca\tBRCA1_HUMAN")
    let long = try read(
      """
      R.Condition\tR.FileName\t\(about)\tPG.Quantity\tPG.QValue (Run-Wise)\tEG.ModifiedSequence\tFG.Charge\tFG.Quantity
      A\ta.raw\t\(p53)\t10.5\t0.001\t_AAK_\t2\t5
      A\ta.raw\t\(p53)\t10.5\t0.001\t_CCK_\t2\t6
      B\tb.raw\t\(p53)\t9\t0.002\t_AAK_\t2\t4
      A\ta.raw\t\(brca1)\t3\t0.003\t_DDK_\t2\t4
      B\tb.raw\t\(brca1)\tFiltered\t0.02\t_DDK_\t2\t4
      """, "long.tsv")
    let pivot = try read(
      """
      \(about)\t[1] a.raw.PG.Quantity\t[2] b.raw.PG.Quantity\t[1] a.raw.PG.QValue (Run-Wise)\t[2] b.raw.PG.QValue (Run-Wise)
      \(p53)\t10.5\t9\t0.001\t0.002
      \(brca1)\t3\tFiltered\t0.003\t0.02
      """, "pivot.tsv")
    #expect(groups(long) == groups(pivot) && groups(long).count == 2)
    for measure in [Measure.intensity, .qValue] {
      #expect(values(long, .proteinGroup, measure) == values(pivot, .proteinGroup, measure))
    }
    let missing = { (data: Dataset) in
      data.abundances.first { $0.kind == .proteinGroup && $0.measure == .intensity }?.missing.map(\.reason)
    }
    #expect(missing(long) == [.filteredByVendor] && missing(pivot) == [.filteredByVendor])
    let facts = { (data: Dataset) in
      data.features.rows.filter { $0.kind == .proteinGroup }.map { [$0.description] + $0.attributes.map(\.value) }
    }
    #expect(facts(long) == facts(pivot))
  }

  // MARK: FragPipe

  @Test func levelsOfFragPipeNameTheSameProteins() throws {
    let cases = "\(DescribedTableTests.root)/FragPipe/Cases"
    let all = try DatasetDoor.read("\(cases)/combined-protein/combined_protein.tsv")
    let one = try DatasetDoor.read("\(cases)/protein/protein.tsv")
    // A decoy that protein.tsv lists does not reach the combined table; the others are the same groups.
    let shared = groups(one).filter { groups(all)[$0.key] != nil }
    #expect(shared.count == 2 && shared == groups(all).filter { shared[$0.key] != nil })
    for data in [all, one] {
      let contaminant = data.features.rows.first { $0.id.hasPrefix("contam_") }
      #expect(contaminant?.contaminant == true && contaminant?.decoy == false)
    }
    #expect(one.features.rows.map(\.decoy) == [false, false, true])
    let id = "sp|P40692|MLH1_HUMAN"
    #expect(
      values(all, .proteinGroup, .intensity)["\(id) A_1"] == values(one, .proteinGroup, .intensity)["\(id) protein"])
    let matches = try read(
      """
      Spectrum\tSpectrum File\tPeptide\tCharge\tHyperscore\tProtein\tProtein ID\tMapped Proteins
      a.1.1.2\ta.pep.xml\tAAK\t2\t20\t\(id)\tP40692\ttr|H0Y818|H0Y818_HUMAN, tr|H0Y793|H0Y793_HUMAN
      a.2.2.2\ta.pep.xml\tDDK\t2\t20\trev_\(id)\tP40692\ttr|H0Y818|H0Y818_HUMAN
      """, "psm.tsv")
    #expect(
      matches.identifications.rows.map(\.accessions) == [
        [id, "tr|H0Y818|H0Y818_HUMAN", "tr|H0Y793|H0Y793_HUMAN"], ["rev_\(id)", "tr|H0Y818|H0Y818_HUMAN"],
      ])
    #expect(matches.identifications.rows.map(\.decoy) == [false, true])
    let peptides = try read(
      """
      Peptide Sequence\tCharges\tProtein\tProtein ID\tMapped Proteins\tA_1 Intensity
      AAK\t2\t\(id)\tP40692\ttr|H0Y818|H0Y818_HUMAN, tr|H0Y793|H0Y793_HUMAN\t5
      CCK\t2\tcontam_sp|P02769|ALBU_BOVIN\tP02769\t\t5
      """, "combined_peptide.tsv")
    let group = all.features.rows.first { $0.id == id }
    #expect(
      peptides.features.rows[0].accession == group?.accession && peptides.features.rows[0].members == group?.members)
    #expect(peptides.features.rows.map(\.contaminant) == [false, true])
  }

  @Test func severalProteinTablesAreNamedAfterTheirFolders() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try String(
      contentsOfFile: "\(DescribedTableTests.root)/FragPipe/Cases/protein/protein.tsv", encoding: .utf8)
    for name in ["exp_1", "exp_2"] {
      let own = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: own.appendingPathComponent("protein.tsv"))
    }
    let joined = try ShardDoor.read(
      ["exp_1", "exp_2"].map { folder.appendingPathComponent("\($0)/protein.tsv").path }, InputOptions())
    #expect(joined.samples.rows.map(\.name) == ["exp_1", "exp_2"] && joined.features.count == 3)
  }

  // MARK: MetaMorpheus, Sage, AlphaDIA

  @Test func levelsOfMetaMorpheusNameTheSameProteins() throws {
    let proteins = try read(
      """
      Protein Accession\tGene\tProtein Full Name\tNumber of Proteins in Group\tProtein Decoy/Contaminant/Target\tIntensity_a
      P04637|P04637-2\tTP53\tp53\t2\tT\t10
      """, "AllQuantifiedProteinGroups.tsv")
    let peptides = try read(
      """
      Sequence\tBase Sequence\tProtein Groups\tGene Names\tIntensity_a
      AAK\tAAK\tP04637|P04637-2\tTP53\t5
      EEK\tEEK\tP04637|P04637-2;P38398\tTP53\t3
      """, "AllQuantifiedPeptides.tsv")
    let peaks = try read(
      """
      File Name\tBase Sequence\tFull Sequence\tProtein Group\tPrecursor Charge\tPeak intensity
      a\tAAK\tAAK\tP04637|P04637-2\t2\t5
      a\tEEK\tEEK\tP04637|P04637-2;P38398\t2\t3
      """, "AllQuantifiedPeaks.tsv")
    let group = proteins.features.rows[0]
    #expect(group.accession == "P04637" && group.members == ["P04637", "P04637-2"])
    for data in [peptides, peaks] {
      #expect(data.features.rows.map(\.accession) == ["P04637", "P04637"])
      #expect(data.features.rows[0].members == group.members)
      #expect(data.features.rows[1].members == ["P04637", "P04637-2", "P38398"])
      #expect(data.features.rows[1].attributes.contains { $0.value == "P04637|P04637-2;P38398" })
    }
    #expect(values(peptides, .peptide, .intensity)["AAK a"] == values(peaks, .peptide, .intensity)["AAK/2 a"])
  }

  @Test func realResultsOfSageAreTheSameAsTextAndAsParquet() throws {
    let cases = "\(DescribedTableTests.root)/Sage/Cases"
    let text = try DatasetDoor.read("\(cases)/results/results.sage.tsv").identifications.rows
    let parquet = try DatasetDoor.read("\(cases)/results-parquet/input.parquet").identifications.rows
    #expect(text.count == parquet.count && !text.isEmpty)
    for (a, b) in zip(text, parquet) {
      #expect(a.accessions == b.accessions && a.sequence == b.sequence && a.proforma == b.proforma)
      #expect(a.spectrum == b.spectrum && a.charge == b.charge && a.decoy == b.decoy)
    }
  }

  @Test func precursorsAndGroupsOfAlphaDIAGiveTheSameProteins() throws {
    let long = try read(
      """
      mod_seq_charge_hash\tsequence\tcharge\tmods\tmod_sites\trun\tproteins\tpg\tgenes\tdecoy\tqval\tscore\tintensity\tpg_intensity
      1\tAAK\t2\t\t\ta\tP04637;P04637-2\tP04637;P04637-2\tTP53\t0\t0.001\t1\t5\t10
      1\tAAK\t2\t\t\tb\tP04637;P04637-2\tP04637;P04637-2\tTP53\t0\t0.002\t1\t4\t9
      2\tDDK\t2\t\t\ta\tP38398\tP38398\tBRCA1\t0\t0.001\t1\t3\t3
      """, "precursors.tsv")
    let matrix = try read("pg\ta\tb\nP04637;P04637-2\t10\t9\nP38398\t3\t0\n", "pg.matrix.tsv")
    #expect(groups(long) == groups(matrix) && groups(long).count == 2)
    #expect(values(long, .proteinGroup, .intensity) == values(matrix, .proteinGroup, .intensity))
    #expect(values(long, .peptide, .qValue) == ["AAK///2 a": 0.001, "AAK///2 b": 0.002, "DDK///2 a": 0.001])
  }
}
