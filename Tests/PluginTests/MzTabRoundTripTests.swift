import Foundation
import Pipeline
import Schema
import Testing

/// What the mzTab reader reads, the mzTab writer writes, and reading that gives the same again.
@Suite struct MzTabRoundTripTests {
  @Test(arguments: [
    "label-free/input.mzTab", "log2-ratio/input.mzTab", "openms-label-free/input.mzTab",
    "maxquant-identification/input.mztab", "trimmed-optional-cells/input.mzTab",
  ])
  func comesBackEqual(name: String) throws {
    let first = try DatasetDoor.read("\(PluginConformanceTests.root)/MzTab/Cases/\(name)")
    let second = try written(first)
    #expect(second.samples == first.samples)
    #expect(second.features.rows.map(\.withoutPlace) == first.features.rows.map(\.withoutPlace))
    #expect(second.abundances == first.abundances)
    #expect(second.identifications.rows.map(\.withoutPlace) == first.identifications.rows.map(\.withoutPlace))
    #expect(second.counts.filter { $0.key != "psm_rows" } == first.counts.filter { $0.key != "psm_rows" })
  }

  @Test func identificationsOfMzIdentMLKeepTheirContent() throws {
    let first = try DatasetDoor.read("\(PluginConformanceTests.root)/MzIdentML/Cases/two-engines/input.mzid")
    let second = try written(first)
    #expect(second.samples.rows.map(\.name) == first.samples.rows.map(\.name))
    #expect(second.identifications.count == first.identifications.count)
    for (left, right) in zip(first.identifications.rows, second.identifications.rows) {
      #expect(left.spectrum == right.spectrum && left.proforma == right.proforma && left.sequence == right.sequence)
      #expect(left.rank == right.rank && left.charge == right.charge && left.decoy == right.decoy)
      #expect(left.passThreshold == right.passThreshold && left.accessions == right.accessions)
      #expect(Set(left.scores.map(\.text)).isSubset(of: Set(right.scores.map(\.text) + right.attributes.map(\.value))))
    }
  }

  @Test func whatMzTabCannotHoldIsRefused() throws {
    var genes = Dataset(layer: .transcriptomics)
    genes.features.rows = [Feature(id: "g", kind: .gene)]
    let error = #expect(throws: OmicsError.self) { _ = try written(genes) }
    #expect(error?.code == .unsupported)
    let links = try DatasetDoor.read("\(PluginConformanceTests.root)/MzIdentML/Cases/cross-links/input.mzid")
    #expect(throws: OmicsError.self) { _ = try written(links) }
  }

  private func written(_ dataset: Dataset) throws -> Dataset {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mztab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("x.mzTab").path
    try DatasetDoor.write(dataset, to: path, force: false)
    return try DatasetDoor.read(path)
  }
}

extension Feature {
  fileprivate var withoutPlace: Feature {
    var copy = self
    copy.line = 0
    if qValue.isNaN { copy.qValue = 0 }
    return copy
  }
}

extension Identification {
  /// Without its line; numbers that are missing as 0, so that equality holds.
  fileprivate var withoutPlace: Identification {
    var copy = self
    copy.line = 0
    if mzExperimental.isNaN { copy.mzExperimental = 0 }
    if mzCalculated.isNaN { copy.mzCalculated = 0 }
    for index in copy.scores.indices where copy.scores[index].value.isNaN { copy.scores[index].value = 0 }
    return copy
  }
}
