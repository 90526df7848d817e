import Schema
import Testing

@testable import Writers

/// A dataset of two proteins and two samples.
func smallDataset(scale: Scale = .linear) -> Dataset {
  var dataset = Dataset(layer: .proteomics)
  var first = Sample(name: "s1")
  first.condition = "case"
  first.subject = "A"
  first.msRun = "run1.raw"
  first.characteristics = [.init("age", "61")]
  var second = Sample(name: "s2")
  second.condition = "control"
  second.msRun = "run2.raw"
  dataset.samples.rows = [first, second]
  dataset.features.rows = [
    Feature(id: "P1", kind: .protein, namespace: .uniprot, description: "a\tprotein"),
    Feature(id: "P2", kind: .protein, namespace: .uniprot, members: ["P2", "P3"]),
    Feature(id: "PEM[Oxidation]K/2", kind: .peptide, accession: "P1"),
  ]
  dataset.abundances = [
    AbundanceTable(
      kind: .protein, measure: .intensity, scale: scale, features: [0, 1], samples: [0, 1], values: [1.5, .nan, 3, 0.1])
  ]
  return dataset
}

/// The cells of a GCT 1.3 file, read by its own counts.
struct GctText {
  var samples: [String] = []
  var columnMetadata: [String: [String]] = [:]
  var rowMetadata: [String: [String]] = [:]
  var ids: [String] = []
  var values: [[Double]] = []

  init?(_ bytes: [UInt8]) {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard lines.count > 3, lines[0] == ["#1.3"], lines.popLast() == [""] else { return nil }
    let counts = lines[1].compactMap { Int($0) }
    guard counts.count == 4, lines.count == 3 + counts[3] + counts[0] else { return nil }
    let width = 1 + counts[2] + counts[1]
    guard lines.dropFirst(2).allSatisfy({ $0.count == width }) else { return nil }
    samples = Array(lines[2][(1 + counts[2])...])
    for line in lines[3..<(3 + counts[3])] { columnMetadata[line[0]] = Array(line[(1 + counts[2])...]) }
    for line in lines[(3 + counts[3])...] {
      ids.append(line[0])
      for (name, value) in zip(lines[2][1...], line[1..<(1 + counts[2])]) {
        rowMetadata[name, default: []].append(value)
      }
      values.append(line[(1 + counts[2])...].map { Double($0) ?? .infinity })
    }
  }
}

@Suite struct GctWriterTests {
  @Test func fileReadsBack() throws {
    let text = try #require(GctText(try GctWriter.bytes(of: smallDataset())))
    #expect(text.samples == ["s1", "s2"])
    #expect(
      text.columnMetadata == [
        "subject": ["A", "NA"], "ms_run": ["run1.raw", "run2.raw"], "condition": ["case", "control"],
        "age": ["61", "NA"],
      ])
    #expect(text.ids == ["P1", "P2"])
    #expect(
      text.rowMetadata == [
        "accession": ["P1", "P2"], "namespace": ["uniprot", "uniprot"], "members": ["NA", "P2;P3"],
        "description": ["a protein", "NA"],
      ])
    #expect(text.values[0] == [1.5, 3])
    #expect(text.values[1][0].isNaN && text.values[1][1] == 0.1)
  }

  @Test func severalTablesNeedAWord() throws {
    var dataset = smallDataset()
    dataset.abundances.append(dataset.abundances[0])
    dataset.abundances[1].measure = .iBAQ
    let undecided = #expect(throws: OmicsError.self) { try GctWriter.bytes(of: dataset) }
    #expect(undecided?.code == .undecided)
    #expect(undecided?.hint?.contains("protein iBAQ") == true)
    _ = try GctWriter.bytes(of: dataset, selection: TableSelection(measure: .iBAQ))
    let none = #expect(throws: OmicsError.self) {
      try GctWriter.bytes(of: dataset, selection: TableSelection(kind: .gene))
    }
    #expect(none?.code == .missing)
  }
}
