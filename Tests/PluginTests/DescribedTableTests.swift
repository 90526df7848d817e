import Foundation
import OmicsIO
import Pipeline
import ReaderKit
import Schema
import Testing

/// What must hold across the tables of one tool, and between tools.
@Suite struct DescribedTableTests {
  static let root = PluginConformanceTests.root
  static let registry = Result { try PluginCatalog.registry(folders: [root]) }

  private func read(_ text: String, _ name: String) throws -> Dataset {
    let registry = try Self.registry.get()
    var source = ByteSource.bytes(Array(text.utf8), name: name)
    return try DatasetReading.read(&source, registry: registry)
  }

  /// Value by feature and sample of one table.
  private func values(_ data: Dataset, _ kind: FeatureKind, _ measure: Measure) throws -> [String: Double] {
    let table = try #require(data.abundances.first { $0.kind == kind && $0.measure == measure })
    var found: [String: Double] = [:]
    for row in 0..<table.rowCount {
      for column in 0..<table.columnCount where !table[row, column].isNaN {
        let key = "\(data.features.rows[table.features[row]].id) \(data.samples.rows[table.samples[column]].name)"
        found[key] = table[row, column]
      }
    }
    return found
  }

  private func proteins(_ data: Dataset) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for row in data.features.rows where row.kind == .proteinGroup { found[row.accession] = row.members }
    return found
  }

  // MARK: Levels and versions of one tool

  @Test func reportAndMatrixOfDiaNNGiveTheSameProteins() throws {
    let report = try read(
      """
      File.Name\tRun\tProtein.Group\tProtein.Ids\tGenes\tPG.MaxLFQ\tPG.Quantity\tModified.Sequence\tStripped.Sequence\tPrecursor.Charge\tQ.Value\tPrecursor.Quantity
      D:\\r\\a.raw\ta\tP04637;P04637-2\tP04637-2;P04637\tTP53\t9.5\t10\tAAK\tAAK\t2\t0.001\t5
      D:\\r\\a.raw\ta\tP04637;P04637-2\tP04637-2;P04637\tTP53\t9.5\t10\tCCK\tCCK\t2\t0.001\t5
      D:\\r\\b.raw\tb\tP04637;P04637-2\tP04637-2;P04637\tTP53\t8.5\t9\tAAK\tAAK\t2\t0.001\t9
      D:\\r\\b.raw\tb\tP38398\tP38398\tBRCA1\t3\t3\tDDK\tDDK\t2\t0.001\t3
      """, "report.tsv")
    let matrix = try read(
      """
      Protein.Group\tProtein.Names\tGenes\tFirst.Protein.Description\tN.Sequences\tD:\\r\\a.raw\tD:\\r\\b.raw
      P04637;P04637-2\tP53_HUMAN\tTP53\tp53\t2\t9.5\t8.5
      P38398\tBRCA1_HUMAN\tBRCA1\t\t1\t\t3
      """, "report.pg_matrix.tsv")
    #expect(report.sources.first?.version == "1.8" && matrix.sources.first?.version == "1.9 or later")
    #expect(proteins(report) == proteins(matrix))
    #expect(try values(report, .proteinGroup, .maxLFQ) == values(matrix, .proteinGroup, .maxLFQ))
  }

  @Test func oldAndNewProteinGroupsOfMaxQuantGiveTheSameProteins() throws {
    let new = try read(
      """
      Protein IDs\tMajority protein IDs\tIntensity\tIntensity a\tReverse\tPotential contaminant\tid
      P04637;P04637-2;Q1\tP04637;P04637-2\t7\t7\t\t\t0
      CON__P02769\tCON__P02769\t5\t5\t\t+\t1
      """, "proteinGroups.txt")
    let old = try read(
      """
      Protein IDs\tMajority protein IDs\tIntensity\tIntensity a\tReverse\tContaminant\tid
      P04637;P04637-2;Q1\tP04637;P04637-2\t7\t7\t\t\t0
      CON__P02769\tCON__P02769\t5\t5\t\t+\t1
      """, "proteinGroups.txt")
    #expect(new.sources.first?.version == "1.5 or later" && old.sources.first?.version == "before 1.5")
    #expect(proteins(new) == proteins(old) && proteins(new).count == 2)
    #expect(new.features.rows.map(\.attributes) == old.features.rows.map(\.attributes))
    #expect(new.abundances == old.abundances)
    for data in [new, old] { #expect(data.features.rows.map(\.contaminant) == [false, true]) }
  }

  @Test func evidenceAndPeptidesOfMaxQuantLeadToTheSameProtein() throws {
    let evidence = try read(
      """
      Sequence\tModified sequence\tProteins\tLeading razor protein\tRaw file\tCharge\tIntensity\tReverse\tid
      AAK\t_AAK_\tP2;P1\tP1\ta\t2\t5\t\t0
      """, "evidence.txt")
    let peptides = try read(
      """
      Sequence\tProteins\tLeading razor protein\tUnique (Groups)\tIntensity\tIntensity a\tReverse\tid
      AAK\tP2;P1\tP1\tyes\t5\t5\t\t0
      """, "peptides.txt")
    for data in [evidence, peptides] {
      #expect(data.features.rows.map(\.accession) == ["P1"])
      #expect(data.features.rows.map(\.leaderRule) == ["razor"])
      #expect(data.features.rows.map(\.members) == [["P2", "P1"]])
    }
  }

  @Test func realEvidenceAndProteinGroupsOfOneExperimentNameTheSameProtein() throws {
    let cases = "\(Self.root)/MaxQuant/Cases"
    let evidence = try DatasetDoor.read("\(cases)/evidence-r-header/evidence.csv")
    let groups = try DatasetDoor.read("\(cases)/protein-groups-r-header/mq_pg.csv")
    let named = proteins(groups)
    let razor = Set(evidence.features.rows.map(\.accession))
    #expect(razor == ["P06959"] && named.count == 5)
    for row in evidence.features.rows {
      #expect(named[row.accession] == (row.members.isEmpty ? [row.accession] : row.members))
    }
    // The difference has a name: rows of evidence are runs, columns of protein groups are experiments.
    let runs = evidence.samples.rows.map(\.name)
    let experiments = groups.samples.rows.map(\.name)
    #expect(runs.allSatisfy { run in experiments.contains { run.hasSuffix($0) } && !experiments.contains(run) })
  }

  // MARK: Wrong pairs

  /// The readable cases of all readers: folder and input.
  static let inputs: [(plugin: String, path: String)] =
    (PluginConformanceTests.described + PluginConformanceTests.readers.keys.sorted()).flatMap { folder in
      let cases = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)/Cases")) ?? []
      return cases.sorted().compactMap { name -> (String, String)? in
        let place = "\(root)/\(folder)/Cases/\(name)"
        guard FileManager.default.fileExists(atPath: "\(place)/expected/dataset.json") else { return nil }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return files.first { !["expected", "options.yaml", "README.md"].contains($0) }.map {
          (folder, "\(place)/\($0)")
        }
      }
    }

  private func refusal(_ path: String, as format: String, _ registry: ReaderRegistry) -> OmicsError? {
    do throws(OmicsError) {
      var source = try ByteSource.file(path)
      _ = try DatasetReading.read(&source, registry: registry, format: format)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(of text: String, as format: String) throws -> OmicsError? {
    let registry = try Self.registry.get()
    var source = ByteSource.bytes(Array(text.utf8), name: "x.tsv")
    do throws(OmicsError) {
      _ = try DatasetReading.read(&source, registry: registry, format: format)
      return nil
    } catch {
      return error
    }
  }

  @Test func aTableForcedAsAnotherToolsIsRefusedWithTheReason() throws {
    let registry = try Self.registry.get()
    let readers = registry.readers.filter { $0.kind == .delimited }
    #expect(Self.inputs.count > 90)
    for input in Self.inputs {
      let manifest = try String(contentsOfFile: "\(Self.root)/\(input.plugin)/plugin.yaml", encoding: .utf8)
      let own = String(manifest.split(separator: "\n").first { $0.hasPrefix("id: ") }?.dropFirst(4) ?? "")
      for reader in readers where reader.format.plugin != own {
        let error = refusal(input.path, as: reader.format.id, registry)
        #expect(error != nil, "\(input.path) was read as \(reader.format.id)")
        #expect(error?.message.contains(reader.format.name) == true, "\(String(describing: error))")
        #expect(error?.location != nil && error?.hint != nil, "\(String(describing: error))")
      }
    }
  }

  @Test func aMissingColumnIsNamedWithItsOtherNames() throws {
    let error = try refusal(
      of: "Protein IDz\tMajority protein IDs\tIntensity a\nP1\tP1\t5\n", as: "maxquant-proteingroups")
    #expect(error?.message == "MaxQuant proteinGroups.txt needs the column \"Protein IDs\"")
    #expect(error?.hint == "The nearest column is \"Protein IDz\".")
    let other = try refusal(
      of: "Protein.Group\tQ.Value\tPrecursor.Charge\tRun\nP\t0\t2\ta\n", as: "diann-report")
    #expect(other?.hint?.contains("Other versions call it Precursor.Id") == true)
  }
}
