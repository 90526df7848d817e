import OmicsIO
import Schema
import Testing

@Suite("sections")
struct SectionTests {
  private let proteins = line("PRH", "accession", "protein_abundance_assay[1]", "protein_abundance_assay[2]")
  private let assays = metadata(
    ("protein-quantification_unit", "[, , log2 ratio, ]"), ("ms_run[1]-location", "file:///p/plex.raw"),
    ("sample[1]-description", "S001"), ("sample[2]-description", "S002"), ("assay[1]-sample_ref", "sample[1]"),
    ("assay[2]-sample_ref", "sample[2]"), ("assay[1]-ms_run_ref", "ms_run[1]"), ("assay[2]-ms_run_ref", "ms_run[1]"))

  @Test("the states of missing stay apart")
  func missing() throws {
    let text =
      assays + proteins + line("PRT", "A", "null", "0") + line("PRT", "B", "NaN", "-INF")
      + line("PRT", "C", "-1.5e-1", "NULL")
    let table = try #require(try mzTab(text).abundances.first)
    #expect(rows(table) == [[nil, 0], [nil, nil], [-0.15, nil]])
    #expect(table.missing.map(\.reason) == [.notANumber, .notANumber])
    #expect(table.missing.map(\.row) == [1, 1])
    #expect(table.measure == .ratio)
    #expect(table.scale == .log2)
  }

  @Test("a row without a header names the line where the header belongs")
  func orphans() throws {
    let error = try mzTabError(assays + line("COM", "Accession") + line("PRT", "A", "1", "2") + proteins)
    #expect(error.location?.line == 12)
    #expect(error.message.contains("belongs on line 11"))
    #expect(try mzTabError(assays + line("PRT", "A", "1", "2") + proteins).location?.line == 11)
  }

  @Test("cells that are not what their column promises are named")
  func oddCells() throws {
    let text =
      assays + line("PRH", "accession", "ambiguity_members", "modifications", "reliability")
      + line("PRT", "A", "B,C", "0", "2a") + line("PRT", "D", "17", "12-UNIMOD:35", "2,5")
      + "PRT\tE\tnull\tnull\t1"
    let diagnostics = try mzTab(text).diagnostics
    #expect(
      diagnostics.filter { $0.code == "odd-cell" }.map(\.location?.column) == ["ambiguity_members", "reliability"])
    #expect(diagnostics.first { $0.code == "no-line-end" }?.location?.line == 14)
    let level = line("SMH", "SML_ID", "best_id_confidence_value") + line("SML", "1", "0,9")
    #expect(try mzTabError(line("MTD", "mzTab-version", "2.0.0-M") + level).location?.line == 3)
  }

  @Test("a header beyond the limit is told with its first row")
  func wideHeader() throws {
    let wide = "PRH\taccession" + (1...70_000).map { "\topt_global_x\($0)" }.joined() + "\n"
    let error = try mzTabError(assays + wide + line("COM", "x") + line("PRT", "A"))
    #expect(error.location?.line == 11)
    #expect(error.message.contains("line 13, the next of its table, has 2"))
  }

  @Test("samples are named by descriptions, runs, or indexes")
  func names() throws {
    let body = proteins + line("PRT", "A", "1", "2")
    #expect(try mzTab(assays + body).samples.rows.map(\.name) == ["S001", "S002"])
    let runs = metadata(
      ("ms_run[1]-location", "file:///p/x.raw"), ("ms_run[2]-location", "file:///p/y.raw"),
      ("assay[1]-ms_run_ref", "ms_run[1]"), ("assay[2]-ms_run_ref", "ms_run[2]"))
    #expect(try mzTab(runs + body).samples.rows.map(\.name) == ["x", "y"])
    let shared = metadata(
      ("ms_run[1]-location", "file:///p/x.raw"), ("assay[1]-ms_run_ref", "ms_run[1]"),
      ("assay[2]-ms_run_ref", "ms_run[1]"))
    #expect(try mzTab(shared + body).samples.rows.map(\.name) == ["assay[1]", "assay[2]"])
  }

  @Test("study variables are read where assays have no values")
  func studyVariables() throws {
    let head = metadata(
      ("study_variable[1]-description", "control"), ("study_variable[2]-description", "treated"))
    let text =
      head + line("PRH", "protein_abundance_study_variable[2]", "accession", "protein_abundance_study_variable[1]")
      + line("PRT", "2", "A", "1")
    let read = try mzTab(text)
    #expect(read.samples.rows.map(\.name) == ["control", "treated"])
    #expect(rows(try #require(read.abundances.first)) == [[1, 2]])
  }

  @Test("beside assays, study variables stay attributes of the row")
  func summaries() throws {
    let text =
      assays + line("PRH", "accession", "protein_abundance_assay[1]", "protein_abundance_study_variable[1]")
      + line("PRT", "A", "4", "5")
    let read = try mzTab(text)
    #expect(read.abundances.count == 1)
    #expect(read.features.rows[0].attributes == [.init("protein_abundance_study_variable[1]", "5")])
  }

  @Test("ambiguity members hold the leader once")
  func members() throws {
    let text =
      metadata() + line("PRH", "accession", "ambiguity_members") + line("PRT", "A", "B, C,B")
      + line("PRT", "D", "E,D") + line("PRT", "F", "null")
    let read = try mzTab(text)
    #expect(read.features.rows.map(\.members) == [["A", "B", "C"], ["E", "D"], []])
    #expect(read.features.rows.map(\.leaderRule) == ["declared", "declared", ""])
  }

  @Test("duplicate accessions get ids of their own")
  func duplicates() throws {
    let text = metadata() + line("PRH", "accession") + line("PRT", "A") + line("PRT", "A") + line("PRT", "A[2]")
    let read = try mzTab(text)
    #expect(read.features.rows.map(\.id) == ["A", "A#2", "A[2]"])
    #expect(read.features.rows.map(\.accession) == ["A", "A", "A"])
    #expect(read.diagnostics.contains { $0.code == "duplicate-accession" })
  }

  @Test("rows of one PSM_ID are one match of several proteins")
  func psms() throws {
    let head = metadata(("psm_search_engine_score[1]", "[MS, MS:1001171, Mascot:score, ]"))
    let text =
      head
      + line(
        "PSH", "PSM_ID", "sequence", "accession", "search_engine_score[1]", "opt_global_cv_MS:1002217_decoy_peptide")
      + line("PSM", "1", "PEPK", "A", "50", "1") + line("PSM", "1", "PEPK", "B", "50", "0")
      + line("PSM", "2", "TIDER", "A", "null", "1") + line("PSM", "2", "OTHER", "A", "7", "1")
    let read = try mzTab(text)
    #expect(read.identifications.rows.map(\.accessions) == [["A", "B"], ["A"], ["A"]])
    #expect(read.identifications.rows.map(\.decoy) == [false, true, true])
    #expect(read.identifications.rows[0].scores.first?.direction == .higher)
    #expect(read.counts.first { $0.key == "psm_rows" }?.value == 4)
    #expect(read.counts.first { $0.key == "psms" }?.value == 2)
    #expect(read.ledger["PSM"].merged == 1)
    #expect(read.diagnostics.contains { $0.code == "conflicting-psm-id" })
  }

  @Test("row width: optional cells may be trimmed, nothing else")
  func width() throws {
    let head = metadata() + line("PRH", "accession", "description", "opt_global_x")
    #expect(try mzTab(head + line("PRT", "A", "d")).features.count == 1)
    #expect(try mzTab(head + line("PRT", "A", "d", "x", "", "")).features.count == 1)
    #expect(try mzTabError(head + line("PRT", "A")).code == .malformed)
    #expect(try mzTabError(head + line("PRT", "A", "d", "x", "y")).location?.line == 4)
    #expect(try mzTabError(head + "PRT\tA").code == .truncated)
    let trimmed = try mzTab(head + line("PRT", "A", "d") + line("PRT", "B", "d", "x") + line("PRT", "C", "d"))
    let warning = trimmed.diagnostics.first { $0.code == "row-width" }
    #expect(warning?.location?.line == 4)
    #expect(warning?.message.hasPrefix("2 PRT rows have 3 columns, their header 4") == true)
  }

  @Test("rows of mzTab-M without an id, or with an odd one, are named")
  func rowIDs() throws {
    let head =
      line("MTD", "mzTab-version", "2.0.0-M") + line("MTD", "mzTab-ID", "x")
      + line("SMH", "SML_ID", "SMF_ID_REFS", "database_identifier", "chemical_name")
    let read = try mzTab(
      head + line("SML", "1", "1", "CHEBI:1", "β-alanine") + line("SML", "null", "2", "CHEBI:2", "b")
        + line("SML", "3\u{AD}", "3", "CHEBI:3", "c"))
    let found = read.diagnostics.filter { $0.severity > .note && $0.location?.column == "SML_ID" }
    #expect(found.map(\.code) == ["missing-row-id", "non-ascii-identifier", "odd-cell"])
    #expect(found.map { $0.location?.line } == [5, 6, 6])
  }

  @Test("tables without any row are a warning")
  func noRows() throws {
    let read = try mzTab(metadata() + line("PRH", "accession"))
    #expect(read.diagnostics.contains { $0.code == "no-rows" && $0.severity == .warning })
  }

  @Test("a gap in the declared runs is a warning, however large the numbers are")
  func runGap() throws {
    let text =
      metadata(("ms_run[2]-location", "file:///b.mzML"), ("ms_run[2000000000]-location", "file:///c.mzML"))
      + line("PRH", "accession") + line("PRT", "A")
    let warning = try mzTab(text).diagnostics.first { $0.code == "undeclared-ms-run" }
    #expect(warning?.message.contains("but not ms_run[1]") == true)
  }

  @Test("all bad rows of a file are reported")
  func collected() throws {
    let error = try mzTabError(
      assays + proteins + line("PRT", "A", "x", "1") + line("PRT", "B", "1") + line("PRT", "C", "1", "2"))
    #expect(error.code == .value)
    #expect(error.location?.column == "protein_abundance_assay[1]")
    #expect(error.causes.map(\.code) == [.malformed])
  }

  @Test(
    "text in a numeric column is a fault, whichever column it is",
    arguments: [
      ("protein_coverage", "0,34"), ("num_psms_ms_run[1]", "2021-03-01"), ("best_search_engine_score[1]", "-"),
      ("protein_abundance_assay[1]", "+inf"), ("protein_abundance_stdev_study_variable[1]", "1.234,5"),
    ])
  func numericColumns(column: String, value: String) throws {
    let error = try mzTabError(metadata() + line("PRH", "accession", column) + line("PRT", "A", value))
    #expect(error.code == .value)
    #expect(error.location?.column == column)
  }

  @Test("an identifier with a letter that only looks right is kept with a warning")
  func lookAlike() throws {
    let read = try mzTab(metadata() + line("PRH", "accession") + line("PRT", "\u{0420}12345"))
    #expect(read.diagnostics.contains { $0.code == "non-ascii-identifier" && $0.message.contains("U+0420") })
  }

  @Test("a file that ends with a table header is truncated")
  func cutAtHeader() throws {
    #expect(try mzTabError(metadata() + "PRH\taccession").code == .truncated)
    #expect(try mzTabError(metadata()).code == .truncated)
  }

  @Test("2.0-M is metabolomics, 1.0 with proteins is not")
  func layers() throws {
    let small =
      line("MTD", "mzTab-version", "2.0.0-M") + line("SMH", "SML_ID", "database_identifier", "abundance_assay[1]")
      + line("SML", "1", "CHEBI:1", "3")
    let read = try mzTab(small)
    #expect(read.layer == .metabolomics)
    #expect(read.features.rows[0].kind == .smallMolecule)
    #expect(read.features.rows[0].accession == "CHEBI:1")
    #expect(try mzTab(metadata() + line("PRH", "accession") + line("PRT", "A")).layer == .proteomics)
  }

  @Test("the chunk size changes nothing", arguments: [1, 7, 4096])
  func chunks(size: Int) throws {
    let text = assays + proteins + line("PRT", "A", "1.25", "null")
    #expect(
      try CanonicalText.files(of: try mzTab(text, chunkSize: size)) == (try CanonicalText.files(of: try mzTab(text))))
  }
}
