import Foundation
import OmicsIO
import Schema
import Testing

@Suite struct AnnDataFileTests {
  @Test func randomDatasetsComeBackWithTheSameText() throws {
    let scratch = CanonicalScratch()
    for seed in 1000..<1060 {
      var random = CanonicalRandomDataset(seed: UInt64(seed))
      let files = try CanonicalText.files(of: random.dataset())
      let dataset = try CanonicalText.dataset(of: files)
      let path = scratch("\(seed).h5ad")
      try AnnDataFile.write(dataset, to: path)
      #expect(try CanonicalText.files(of: AnnDataFile.read(path)) == files, "seed \(seed)")
    }
  }

  @Test func sameDatasetSameBytes() throws {
    let scratch = CanonicalScratch()
    let dataset = AnnDataFileTests.large()
    try AnnDataFile.write(dataset, to: scratch("a.h5ad"))
    try AnnDataFile.write(dataset, to: scratch("b.h5ad"))
    let first = try Data(contentsOf: URL(fileURLWithPath: scratch("a.h5ad")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch("b.h5ad"))) == first)
    #expect(try AnnDataFile.write(dataset, to: scratch("a.h5ad")) == .identical)
    #expect(try CanonicalText.files(of: AnnDataFile.read(scratch("a.h5ad"))) == CanonicalText.files(of: dataset))
  }

  /// Large enough for compressed arrays.
  static func large() -> Dataset {
    var dataset = Dataset(layer: .transcriptomics)
    dataset.samples.rows = (0..<70).map { Sample(name: "s\($0)") }
    dataset.features = FeatureTable((0..<500).map { Feature(id: "G\($0)", kind: .gene) })
    let values = (0..<35_000).map { (index: Int) -> Double in
      index % 7 == 0 ? .nan : Double(index * 37 % 1000) / 8
    }
    for measure in [Measure.rawCount, .tpm] {
      dataset.abundances.append(
        AbundanceTable(
          kind: .gene, measure: measure, scale: .linear, features: Array(0..<500), samples: Array(0..<70),
          values: values))
    }
    return dataset
  }

  @Test func everyCutIsAnError() throws {
    let scratch = CanonicalScratch()
    try AnnDataFile.write(CanonicalTextTests.small(), to: scratch("a.h5ad"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch("a.h5ad")))
    for part in 0..<20 {
      let path = scratch("cut.h5ad")
      try whole.prefix(whole.count * part / 20).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: OmicsError.self) { try AnnDataFile.read(path) }
      #expect(error?.code == .malformed)
    }
  }

  @Test func damagedBytesNeverCrash() throws {
    let scratch = CanonicalScratch()
    try AnnDataFile.write(CanonicalTextTests.small(), to: scratch("a.h5ad"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch("a.h5ad")))
    var refused = 0
    for round in 0..<60 {
      var bytes = whole
      for step in 0..<8 {
        let position = (round * 7919 + step * 104_729) % bytes.count
        bytes[position] ^= UInt8(1 + (round * 31 + step) % 255)
      }
      try bytes.write(to: URL(fileURLWithPath: scratch("d.h5ad")))
      if (try? AnnDataFile.read(scratch("d.h5ad"))) == nil { refused += 1 }
    }
    #expect(refused > 40)
  }

  /// Written with anndata 0.12.19 by `make_foreign.py`, beside the fixtures.
  private func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/hdf5/\(name)").path
  }

  @Test(arguments: ["foreign_dense.h5ad", "foreign_csr.h5ad"])
  func foreignFileNeedsAWordAndIsRead(name: String) throws {
    let undecided = #expect(throws: OmicsError.self) { try AnnDataFile.read(fixture(name)) }
    #expect(undecided?.code == .undecided)
    let dataset = try AnnDataFile.read(
      fixture(name), foreign: ForeignMatrix(layer: .transcriptomics, kind: .gene, measure: .rawCount))
    #expect(dataset.samples.rows.map(\.name) == ["s1", "s2", "s3"])
    #expect(dataset.features.rows.map(\.id) == ["TP53", "MLH1"])
    #expect(dataset.abundances[0].values == [1, 0, 0, 2.5, 0, 0])
    #expect(dataset.diagnostics.map(\.code) == (name.contains("dense") ? ["layers-not-read"] : []))
  }

  @Test func otherHDF5FilesAndOtherFilesAreRefused() throws {
    let scratch = CanonicalScratch()
    try Data("hello".utf8).write(to: URL(fileURLWithPath: scratch("x.h5ad")))
    #expect(#expect(throws: OmicsError.self) { try AnnDataFile.read(scratch("x.h5ad")) }?.code == .malformed)
    try MuDataFile.write([("a", CanonicalTextTests.small())], to: scratch("m.h5mu"))
    #expect(#expect(throws: OmicsError.self) { try AnnDataFile.read(scratch("m.h5mu")) }?.code == .unknownFormat)
    let link = #expect(throws: OmicsError.self) { try AnnDataFile.read(fixture("external_link.h5ad")) }
    #expect(link?.code == .unsafe)
    let huge = #expect(throws: OmicsError.self) {
      try AnnDataFile.read(
        fixture("huge_shape.h5ad"), foreign: ForeignMatrix(layer: .proteomics, kind: .protein, measure: .iBAQ))
    }
    #expect(huge?.code == .malformed)
  }

  @Test func existingFileIsKept() throws {
    let scratch = CanonicalScratch()
    try AnnDataFile.write(CanonicalTextTests.small(), to: scratch("a.h5ad"))
    let error = #expect(throws: OmicsError.self) {
      try AnnDataFile.write(AnnDataFileTests.large(), to: scratch("a.h5ad"))
    }
    #expect(error?.code == .exists)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a.h5ad"])
  }
}
