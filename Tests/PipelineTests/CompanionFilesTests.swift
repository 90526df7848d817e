import Foundation
import Pipeline
import Schema
import Testing

/// 10x Genomics folders: a matrix and the files that name its rows and columns.
@Suite struct CompanionFilesTests {
  private let features =
    "ENSG1\tA\tGene Expression\nENSG2\tB\tGene Expression\nCD3\tCD3\tAntibody Capture\nENSG3\tC\tGene Expression\n"
  private let barcodes = "AAAC-1\nAAAG-1\n"
  private let matrix = "%%MatrixMarket matrix coordinate integer general\n%x\n4 2 4\n1 1 5\n3 1 9\n4 2 7\n2 2 1\n"

  private func folder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mtx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    try body(folder.path)
  }

  @Test func folderOrMatrixFile() throws {
    try folder(["matrix.mtx": matrix, "features.tsv": features, "barcodes.tsv": barcodes]) { path in
      let dataset = try DatasetDoor.read(path)
      #expect(dataset.features.rows.map(\.id) == ["ENSG1", "ENSG2", "ENSG3"])
      #expect(dataset.samples.rows.map(\.name) == ["AAAC-1", "AAAG-1"])
      #expect(dataset.abundances[0].values == [5, 0, 0, 0, 1, 7])
      #expect(dataset.abundances[0].measure == .rawCount)
      #expect(dataset.ledger["row"].filtered == 1)
      #expect(dataset.sources.map(\.file) == ["matrix.mtx", "features.tsv", "barcodes.tsv"])
      #expect(try DatasetDoor.read("\(path)/matrix.mtx").abundances == dataset.abundances)
      let sum = try DatasetDoor.read(path, InputOptions(options: ["cells": "sum", "sample": "S"]))
      #expect(sum.samples.rows.map(\.name) == ["S"])
      #expect(sum.abundances[0].values == [5, 1, 7])
    }
  }

  @Test func olderNamesPrefixesAndTheOtherOrientation() throws {
    let turned = "%%MatrixMarket matrix coordinate integer general\n2 4 2\n1 1 5\n2 4 7\n"
    let genes = features.split(separator: "\n").map { $0.split(separator: "\t").prefix(2).joined(separator: "\t") }
      .joined(separator: "\n")
    try folder(["GSM1_matrix.mtx": turned, "GSM1_genes.tsv": genes, "GSM1_barcodes.tsv": barcodes]) { path in
      let dataset = try DatasetDoor.read("\(path)/GSM1_matrix.mtx")
      #expect(dataset.abundances[0].values == [5, 0, 0, 0, 0, 0, 0, 7])
    }
  }

  @Test func faultsAreLocated() throws {
    func failure(_ matrix: String, features: String? = nil) throws -> OmicsError? {
      var error: OmicsError?
      try folder(["matrix.mtx": matrix, "features.tsv": features ?? self.features, "barcodes.tsv": barcodes]) { path in
        error = #expect(throws: OmicsError.self) { _ = try DatasetDoor.read(path) }
      }
      return error
    }
    let head = "%%MatrixMarket matrix coordinate integer general\n"
    #expect(try failure(head + "4 2 2\n1 1 5\n")?.code == .truncated)
    #expect(try failure(head + "4 2 1\n5 1 5\n")?.location?.line == 3)
    #expect(try failure(head + "4 2 1\n1 1 0.5\n")?.code == .value)
    #expect(try failure(head + "4 2 2\n1 1 5\n1 1 6\n")?.code == .duplicate)
    #expect(try failure(head + "3 2 1\n1 1 5\n")?.code == .malformed)
    #expect(try failure(matrix, features: "a\na\nb\nc\n")?.code == .duplicate)
    try folder(["matrix.mtx": matrix, "barcodes.tsv": barcodes]) { path in
      let error = #expect(throws: OmicsError.self) { _ = try DatasetDoor.read(path) }
      #expect(error?.code == .missing && error?.hint?.contains("features.tsv") == true)
    }
  }
}
