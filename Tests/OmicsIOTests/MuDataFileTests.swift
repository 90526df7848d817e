import Foundation
import OmicsIO
import Schema
import Testing

@Suite struct MuDataFileTests {
  @Test func randomDatasetsComeBackWithTheSameText() throws {
    let scratch = CanonicalScratch()
    for seed in 2000..<2030 {
      var random = CanonicalRandomDataset(seed: UInt64(seed))
      var modalities: [MuDataFile.Modality] = []
      for name in ["rna", "protein é", "z"].prefix(seed % 4) { modalities.append((name, random.dataset())) }
      let path = scratch("\(seed).h5mu")
      try MuDataFile.write(modalities, to: path)
      let back = try MuDataFile.read(path)
      #expect(back.map(\.name) == modalities.map(\.name))
      for (one, two) in zip(back, modalities) {
        #expect(try CanonicalText.files(of: one.dataset) == CanonicalText.files(of: two.dataset), "seed \(seed)")
      }
    }
  }

  @Test func sameDatasetsSameBytesWithAUserBlock() throws {
    let scratch = CanonicalScratch()
    let modalities: [MuDataFile.Modality] = [("a", CanonicalTextTests.small()), ("b", AnnDataFileTests.large())]
    try MuDataFile.write(modalities, to: scratch("a.h5mu"))
    try MuDataFile.write(modalities, to: scratch("b.h5mu"))
    let first = try Data(contentsOf: URL(fileURLWithPath: scratch("a.h5mu")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch("b.h5mu"))) == first)
    #expect(first.starts(with: Data("MuData (format-version=0.1.0;".utf8)))
    #expect(first[512..<520] == Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]))
  }

  @Test func changedByteIsAnErrorBeforeTheLibraryOpensTheFile() throws {
    let scratch = CanonicalScratch()
    try MuDataFile.write([("a", CanonicalTextTests.small())], to: scratch("a.h5mu"))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("a.h5mu")))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: scratch("b.h5mu")))
    let error = #expect(throws: OmicsError.self) { try MuDataFile.read(scratch("b.h5mu")) }
    #expect(error?.message.contains("not those it was written with") == true)
  }

  @Test(arguments: ["", "a/b", "x"]) func wrongNamesAreRefused(name: String) {
    let scratch = CanonicalScratch()
    let error = #expect(throws: OmicsError.self) {
      try MuDataFile.write(
        [("x", CanonicalTextTests.small()), (name, CanonicalTextTests.small())], to: scratch("a.h5mu"))
    }
    #expect(error?.code == .usage)
    #expect(!FileManager.default.fileExists(atPath: scratch("a.h5mu")))
  }
}
