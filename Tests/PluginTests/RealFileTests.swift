import Foundation
import Pipeline
import Schema
import Testing

/// Real files against what plain tools found in them (`Fixtures/formats`).
@Suite struct RealFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/formats").path

  static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0 != "README.md" && $0 != "expected.tsv" }.sorted()

  private static func facts(of file: String) throws -> [(fact: String, value: String)] {
    try String(contentsOfFile: "\(folder)/expected.tsv", encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t").map(String.init) }
      .filter { $0.count == 3 && $0[0] == file }.map { ($0[1], $0[2]) }
  }

  @Test func everyFileIsThere() throws {
    #expect(Self.files.count == 7)
    let named = try Set(
      String(contentsOfFile: "\(Self.folder)/expected.tsv", encoding: .utf8).split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: "\t").first.map(String.init) })
    #expect(named == Set(Self.files))
  }

  @Test("counts, sums and spot values are the true ones", arguments: files)
  func isTrue(file: String) throws {
    let dataset = try DatasetDoor.read("\(Self.folder)/\(file)")
    let facts = try Self.facts(of: file)
    #expect(facts.count >= 5)
    for (fact, value) in facts {
      let words = fact.split(separator: " ").map(String.init)
      switch words[0] {
      case "sum":
        let (table, column) = (try #require(Int(words[1])) - 1, try #require(Int(words[2])) - 1)
        let values = dataset.abundances[table]
        let sum = (0..<values.rowCount).map { values[$0, column] }.filter { !$0.isNaN }.reduce(0, +)
        let wanted = try #require(Double(value))
        #expect(abs(sum - wanted) <= 1e-9 * abs(wanted), "\(fact) of \(file)")
      case "match":
        let match = dataset.identifications[try #require(Int(words[1])) - 1]
        let found = "\(match.spectrum)|\(match.sequence)|\(match.charge)|\(match.mzExperimental)"
        #expect(found == value, "\(fact) of \(file)")
      default:
        let count = try #require(dataset.counts.first { $0.key == fact }, "\(file) has no count \(fact)")
        #expect("\(count.value)" == value, "\(fact) of \(file)")
      }
    }
  }
}
