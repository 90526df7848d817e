import Foundation
import Schema
import Testing
import Workspace

@Suite struct WorkspaceCatalogTests {
  @Test func entriesComeBackSortedAndReplaced() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/deep/er"
    let catalog = try WorkspaceCatalog(folder: path)
    try catalog.add(
      CatalogedRun(id: "2", study: "b", status: "ranked", folder: "runs/2", targets: 10))
    try catalog.add(
      CatalogedRun(id: "1", study: "b", status: "ranked", folder: "runs/1", targets: 3))
    try catalog.add(
      CatalogedRun(id: "1", study: "b", status: "refused", folder: "runs/1", targets: 0))
    let release = CatalogedRelease(
      name: "hgnc", release: "2022-02", sha256: "aa", canonicalDigest: "bb", rows: 42,
      licence: "CC0-1.0",
      path: "Mappings/hgnc.tsv.gz")
    try catalog.add(release)
    let dataset = CatalogedDataset(
      digest: "dd", format: "mztab", layer: "proteomics", features: 5, samples: 6)
    try catalog.add(dataset)

    let again = try WorkspaceCatalog(folder: path)
    #expect(
      try again.runs() == [
        CatalogedRun(id: "1", study: "b", status: "refused", folder: "runs/1", targets: 0),
        CatalogedRun(id: "2", study: "b", status: "ranked", folder: "runs/2", targets: 10),
      ])
    #expect(try again.releases() == [release])
    #expect(try again.datasets() == [dataset])
  }

  @Test func newerLayoutIsRefusedByName() throws {
    let folder = try TemporaryFolder()
    _ = try WorkspaceCatalog(folder: folder.path)
    let path = folder.path + "/" + WorkspaceCatalog.fileName
    // The layout's number is the big-endian word at byte 60 of the file's header (SQLite file format, 1.3).
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try #require(bytes.count > 64)
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: OmicsError.self) { _ = try WorkspaceCatalog(folder: folder.path) }
    #expect(error?.code == .unreadable)
    #expect(error?.message.contains("layout 99") == true)
  }

  @Test func otherFilesAndPlacesAreRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + WorkspaceCatalog.fileName
    try Data("not a database, but long enough to be looked at ".utf8 + Data(count: 4096)).write(
      to: URL(fileURLWithPath: path))
    let notOne = #expect(throws: OmicsError.self) { _ = try WorkspaceCatalog(folder: folder.path) }
    #expect(notOne?.code == .unreadable)
    let below = #expect(throws: OmicsError.self) { _ = try WorkspaceCatalog(folder: path + "/ws") }
    #expect(below?.code == .unwritable)
  }
}
