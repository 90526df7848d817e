import OmicsIO
import Schema
import Testing

@testable import ReaderKit

/// What a row looks like beside the others of its table.
@Suite struct RowHabitsTests {
  private static let format = DelimitedFormat(
    descriptor: FormatDescriptor(
      id: "toy", name: "Toy", layer: .proteomics, versions: ["1"], extensions: ["tsv"], plugin: "toy",
      pluginVersion: "1.0.0", summary: "Read toys."),
    columns: [["Name"], ["Score"]], sample: [["Run"]],
    tables: [
      DelimitedTable(
        kind: .peptide, id: [["Peptide"]],
        values: [
          .init(
            measure: .intensity, scale: .linear, header: nil, column: ["Value"], zeroIsMissing: false, repeats: .sum)
        ])
    ])

  /// Codes and lines of what is said about rows of name, peptide, score and value.
  private func said(_ rows: [String], header: String = "Name\tRun\tPeptide\tScore\tValue") throws -> [String] {
    let text = ([header] + rows).joined(separator: "\n") + "\n"
    var source = ByteSource.bytes(Array(text.utf8), name: "toy.tsv")
    let data = try DatasetReading.read(&source, registry: ReaderRegistry(plugins: [Self.format.plugin]))
    return data.diagnostics.filter { $0.severity == .warning }.map { "\($0.code) \($0.location?.line ?? 0)" }
  }

  private let good = (1...9).map { "N\($0)\tr\tAK\($0)\t\($0)\t\($0)" }

  @Test func anOrdinaryTableIsNotRemarkedOn() throws {
    #expect(try said(good) == [])
    #expect(try said(good.map { $0.replacing("N", with: "TNF\u{3B1} ") }) == [])
  }

  @Test(arguments: [
    ("N9\tr\tAK9\t9\t9", "same-row 11"), ("\tr\tCK\t1\t1", "no-name 11"), (" N\tr\tCK\t1\t1", "blank-around-name 11"),
    ("2-Sep\tr\tCK\t1\t1", "excel-damaged-id 11"), ("N\tr\tCK\thigh\t1", "unusual-text 11"),
    ("N\u{200B}\tr\tCK\t1\t1", "unseen-letter 11"), ("\u{410}1\tr\tCK\t1\t1", "look-alike-letter 11"),
    ("N\tr\tCK\t1\tN/A", "unusual-missing 11"), ("\t\t\t\t", "empty-row 11"),
  ])
  func aRowThatLooksUnlikeTheOthersIsToldOf(_ row: String, _ warning: String) throws {
    #expect(try said(good + [row]) == [warning])
  }

  @Test func whatIsCommonInATableIsNoFault() throws {
    #expect(try said((1...9).map { "\tr\tAK\($0)\t\($0)\t1" }) == [])
    #expect(try said((1...9).map { "\($0)-Sep\tr\tAK\($0)\t\($0)\t1" }) == [])
    #expect(try said((1...9).map { "N\tr\tAK\($0)\t\($0 % 2 == 0 ? "x" : "1")\t1" }) == [])
  }

  @Test func aColumnWithoutANameIsToldOf() throws {
    #expect(try said(good.map { $0 + "\t7" }, header: "Name\tRun\tPeptide\tScore\tValue\t") == ["nameless-column 1"])
  }
}
