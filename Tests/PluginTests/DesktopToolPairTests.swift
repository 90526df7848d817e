import OmicsIO
import Pipeline
import ReaderKit
import Schema
import Testing

/// The pairs of `VendorPairTests` for tools with a window, whose exports people put together column by column.
@Suite struct DesktopToolPairTests {
  private func read(_ lines: [[String]], _ name: String, separator: String = "\t") throws -> Dataset {
    let text = lines.map { $0.joined(separator: separator) + "\n" }.joined()
    var source = ByteSource.bytes(Array(text.utf8), name: name)
    return try DatasetReading.read(&source, registry: try DescribedTableTests.registry.get(), options: [:])
  }

  /// The proteins that features stand for: leader, then all members, with the flag of a contaminant.
  private func proteins(_ data: Dataset) -> [String] {
    data.features.rows.map { row in
      let members = row.members.isEmpty ? [row.accession] : row.members
      return "\(row.accession): \(members.joined(separator: " "))\(row.contaminant == true ? " contaminant" : "")"
    }
  }

  private func values(_ data: Dataset, _ measure: Measure = .intensity) -> [[Double?]] {
    guard let table = data.abundances.first(where: { $0.measure == measure }) else { return [] }
    return (0..<table.rowCount).map { row in
      (0..<table.columnCount).map { table[row, $0].isNaN ? nil : table[row, $0] }
    }
  }

  // MARK: Proteome Discoverer

  @Test func versionsOfProteomeDiscovererGiveTheSameProteins() throws {
    let rows = [
      ["IsMasterProtein", "P04637", "p53", "False", "9", "21", "8", "1502", "1010"],
      ["IsMasterProtein", "P02769", "Albumin", "True", "5", "12", "5", "250", ""],
    ]
    let shared = ["Master", "Accession", "Description", "Contaminant", "# Peptides", "# PSMs", "# Unique Peptides"]
    let new = try read([shared + ["Abundance: F1: Sample, A", "Abundance: F2: Sample, B"]] + rows, "Proteins.txt")
    let quoted = try read(
      ([shared + ["Abundance: F1: Sample, A", "Abundance: F2: Sample, B"]] + rows).map { $0.map { "\"\($0)\"" } },
      "Proteins.txt")
    // As R writes a header that it read.
    let dotted = try read(
      [
        [
          "Master", "Accession", "Description", "Contaminant", "X..Peptides", "X..PSMs", "X..Unique.Peptides",
          "Abundance..F1..Sample..A", "Abundance..F2..Sample..B",
        ]
      ] + rows, "Proteins.csv", separator: ",")
    for data in [new, quoted, dotted] {
      #expect(proteins(data) == ["P04637: P04637", "P02769: P02769 contaminant"])
      #expect(values(data) == [[1502, 1010], [250, nil]])
      #expect(data.features.rows.map(\.peptides) == [9, 5])
    }
  }

  @Test func levelsOfProteomeDiscovererNameTheSameProteins() throws {
    let groups = try read(
      [
        [
          "Annotated Sequence", "Modifications", "Contaminant", "# Protein Groups", "Master Protein Accessions",
          "Abundance: F1: Sample, A",
        ],
        ["[K].AAK.[R]", "", "False", "1", "P04637", "5"], ["[K].EEK.[R]", "", "False", "2", "P04637; P38398", "3"],
        ["[K].DDK.[R]", "", "True", "1", "P02769", "2"],
      ], "PeptideGroups.txt")
    #expect(proteins(groups) == ["P04637: P04637", "P04637: P04637 P38398", "P02769: P02769 contaminant"])
    let two = try read(
      [
        [
          "Annotated Sequence", "PSM Ambiguity", "Master Protein Accessions", "Protein Accessions", "Charge",
          "First Scan", "Spectrum File",
        ],
        ["[K].AAK.[R]", "Unambiguous", "P04637", "H2EHT1; P04637", "2", "10", "a.raw"],
        ["[K].EEK.[R]", "Unambiguous", "P04637; P38398", "P04637; P38398", "2", "11", "a.raw"],
        ["[K].DDK.[R]", "Unambiguous", "P02769", "P02769", "2", "12", "a.raw"],
      ], "PSMs.txt")
    let one = try read(
      [
        ["Sequence", "PSM Ambiguity", "Protein Group Accessions", "Charge", "First Scan", "Spectrum File"],
        ["AAK", "Unambiguous", "P04637", "2", "10", "a.raw"],
        ["EEK", "Unambiguous", "P04637;P38398", "2", "11", "a.raw"],
        ["DDK", "Unambiguous", "P02769", "2", "12", "a.raw"],
      ], "psms.txt")
    let named = groups.features.rows.map { $0.members.isEmpty ? [$0.accession] : $0.members }
    for data in [one, two] { #expect(data.identifications.rows.map(\.accessions) == named) }
  }

  // MARK: PEAKS

  @Test func levelsOfPeaksNameTheSameProteins() throws {
    let table = try read(
      [
        [
          "Protein Group", "Protein ID", "Accession", "-10lgP", "Coverage (%)", "Area Sample 1", "#Peptides", "#Unique",
          "Description",
        ],
        ["1", "101", "P04637|P53_HUMAN", "250.5", "35", "12", "9", "8", "p53"],
        ["1", "102", "P04637-2|P53_HUMAN", "250.5", "30", "12", "9", "0", "p53"],
        ["2", "103", "P38398|BRCA1_HUMAN", "50", "3", "3", "2", "2", "brca1"],
      ], "proteins.csv", separator: ",")
    let features = try read(
      [
        [
          "Peptide", "Quality", "Significance", "-10LgP", "m/z", "RT range", "z", "Avg. Area", "Sample 1 m/z",
          "Sample 1 RT mean", "Sample 1 Normalized Area", "Accession",
        ],
        ["AAK", "8", "20", "55", "310.6", "1-2", "2", "5", "310.6", "1.5", "5", "P04637|P53_HUMAN:P04637-2|P53_HUMAN"],
        ["DDK", "8", "20", "55", "310.6", "1-2", "2", "3", "310.6", "1.5", "3", "P38398|BRCA1_HUMAN"],
      ], "lfq-features.csv", separator: ",")
    let matches = try read(
      [
        ["Peptide", "-10lgP", "Mass", "Length", "ppm", "m/z", "z", "RT", "Scan", "Source File", "Accession"],
        [
          "K.AAK.R", "45", "620", "3", "1", "310.6", "2", "1.5", "F1:1", "a.raw", "P04637|P53_HUMAN:P04637-2|P53_HUMAN",
        ],
        ["K.DDK.R", "45", "620", "3", "1", "310.6", "2", "1.5", "F1:2", "a.raw", "P38398|BRCA1_HUMAN"],
      ], "DB search psm.csv", separator: ",")
    // The rows of the protein table that share a number are one group.
    var groups: [String: [String]] = [:]
    for row in table.features.rows {
      groups[row.attributes.first { $0.value.count == 1 }?.value ?? "", default: []].append(row.accession)
    }
    let named = features.features.rows.map { $0.members.isEmpty ? [$0.accession] : $0.members }
    #expect(named == [groups["1"], groups["2"]])
    #expect(matches.identifications.rows.map(\.accessions) == named)
    // An older version writes the score with a capital L.
    let older = try read(
      [
        [
          "Protein Group", "Protein ID", "Accession", "-10LgP", "Coverage (%)", "Area Sample 1", "#Peptides", "#Unique",
          "Description",
        ],
        ["1", "101", "P04637|P53_HUMAN", "250.5", "35", "12", "9", "8", "p53"],
        ["1", "102", "P04637-2|P53_HUMAN", "250.5", "30", "12", "9", "0", "p53"],
        ["2", "103", "P38398|BRCA1_HUMAN", "50", "3", "3", "2", "2", "brca1"],
      ], "proteins.csv", separator: ",")
    #expect(proteins(older) == proteins(table) && values(older) == values(table))
  }

  // MARK: Progenesis

  @Test func levelsAndVersionsOfProgenesisNameTheSameProteins() throws {
    let blocks = Array(repeating: "", count: 5)
    let proteins = try read(
      [
        blocks + ["Normalized abundance", "", "Raw abundance", ""], blocks + ["ctrl", "case", "ctrl", "case"],
        ["Accession", "Peptide count", "Unique peptides", "Confidence score", "Description", "a", "b", "a", "b"],
        ["P04637;P04637-2", "9", "8", "250", "p53", "10", "9", "11", "8"],
        ["P38398", "2", "2", "30", "brca1", "3", "0", "4", "0"],
      ], "proteins.csv", separator: ",")
    // The older program counts the peptides that it used, and puts raw abundances first.
    let older = try read(
      [
        blocks + ["Raw abundance", "", "Normalized abundance", ""], blocks + ["ctrl", "case", "ctrl", "case"],
        [
          "Accession", "Peptide count", "Peptides used for quantitation", "Confidence score", "Anova (p)*", "a", "b",
          "a", "b",
        ],
        ["P04637;P04637-2", "9", "8", "250", "0.1", "11", "8", "10", "9"],
        ["P38398", "2", "2", "30", "0.2", "4", "0", "3", "0"],
      ], "proteins.csv", separator: ",")
    let ions = try read(
      [
        blocks + ["Raw abundance", ""], blocks + ["ctrl", "case"],
        ["#", "Charge", "Sequence", "Modifications", "Accession", "a", "b"],
        ["1", "2", "AAK", "", "P04637;P04637-2", "5", "4"],
        ["2", "2", "DDK", "", "P38398", "4", "0"],
      ], "peptides.csv", separator: ",")
    let named = ["P04637: P04637 P04637-2", "P38398: P38398"]
    for data in [proteins, older, ions] { #expect(self.proteins(data) == named) }
    #expect(values(older) == values(proteins) && values(older) == [[11, 8], [4, nil]])
    #expect(older.samples.rows.map(\.name) == proteins.samples.rows.map(\.name))
  }

  // MARK: Skyline

  @Test func reportsOfSkylineNameTheSameProteins() throws {
    let rows = [
      ["P04637", "AAK", "2", "y5", "a.raw", "15"], ["P04637", "AAK", "2", "y5", "b.raw", "#N/A"],
      ["P38398", "DDK", "2", "y3", "b.raw", "3"],
    ]
    let own = try read(
      [["Protein Name", "Peptide Modified Sequence", "Precursor Charge", "Fragment Ion", "File Name", "Area"]] + rows,
      "report.tsv")
    let other = try read(
      [["Protein", "Modified Sequence", "Precursor Charge", "Fragment Ion", "Replicate", "Area"]] + rows, "report.tsv")
    let dotted = try read(
      [
        [
          "Protein.Name", "Peptide.Modified.Sequence", "Precursor.Charge", "Fragment.Ion", "File.Name", "Area",
          "Standard.Type", "Condition", "BioReplicate",
        ]
      ] + rows.map { $0 + ["", "A", "1"] }, "report.csv", separator: ",")
    for data in [own, other, dotted] {
      #expect(proteins(data) == ["P04637: P04637", "P38398: P38398"])
      #expect(data.features.rows.map(\.id) == own.features.rows.map(\.id))
      #expect(values(data) == [[15, nil], [nil, 3]])
    }
    #expect([own, dotted].compactMap(\.sources.first?.version) == ["custom report", "MSstats report"])
  }
}
