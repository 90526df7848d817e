import Foundation
import GRDB
import Schema
import Testing
import Workspace

@Suite struct TableReleaseTests {
  private func release(_ name: String, _ number: Int) -> CatalogedRelease {
    CatalogedRelease(
      name: name, release: "\(number)", sha256: "a\(number)", canonicalDigest: "b", rows: number, licence: "CC0-1.0",
      path: "tables/\(name)/\(number).tsv", kind: "pairs", date: "2024-01-01", origin: "made up")
  }

  /// Writers with a connection each, as processes have, lose nothing.
  @Test func concurrentWritersLoseNothing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          let catalog = try WorkspaceCatalog(folder: path)
          for number in 0..<20 { try catalog.add(release("w\(writer)", number)) }
        }
      }
      try await group.waitForAll()
    }
    let found = try WorkspaceCatalog(folder: path).releases()
    #expect(found.count == 120 && Set(found.map { "\($0.name) \($0.release)" }).count == 120)
    #expect(found.first { $0.name == "w3" && $0.release == "7" } == release("w3", 7))
  }

  /// A catalogue of the first layout gains the columns that came later.
  @Test func anOlderLayoutIsBroughtUpToDate() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + WorkspaceCatalog.fileName
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(
        sql: """
          CREATE TABLE table_release (
            name TEXT NOT NULL, release TEXT NOT NULL, sha256 TEXT NOT NULL, canonical TEXT NOT NULL,
            rows INTEGER NOT NULL, licence TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (name, release)
          ) STRICT;
          INSERT INTO table_release VALUES ('hgnc', '2022-02', 'a', 'b', 3, 'CC0-1.0', 'x.tsv');
          PRAGMA user_version = 1;
          """)
    }
    try queue.close()
    let catalog = try WorkspaceCatalog(folder: folder.path)
    #expect(try catalog.releases().map(\.kind) == [""])
    try catalog.add(release("new", 1))
    #expect(try catalog.releases().last == release("new", 1))
  }
}

@Suite struct AnnotationDatabaseTests {
  private func database(_ folder: TemporaryFolder, _ sql: String) throws -> String {
    let path = folder.path + "/org.sqlite"
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    return path
  }

  @Test func genesWithTheirProperties() throws {
    let folder = try TemporaryFolder()
    let path = try database(
      folder,
      """
      CREATE TABLE genes (_id INTEGER PRIMARY KEY, gene_id VARCHAR(10));
      INSERT INTO genes VALUES (1, '7157'), (2, '4292');
      CREATE TABLE gene_info (_id INTEGER, gene_name VARCHAR(255), symbol VARCHAR(80));
      INSERT INTO gene_info VALUES (1, 'tumor protein p53', 'TP53'), (2, 'mutL homolog 1', 'MLH1');
      CREATE TABLE alias (_id INTEGER, alias_symbol VARCHAR(80));
      INSERT INTO alias VALUES (1, 'P53'), (1, 'LFS1'), (1, 'P53');
      CREATE TABLE metadata (name VARCHAR(80), value VARCHAR(255));
      INSERT INTO metadata VALUES ('ORGANISM', 'Homo sapiens'), ('TAXID', '9606');
      """)
    let read = try AnnotationDatabase(path: path, properties: ["gene_info.symbol", "alias", "nosuch"])
    #expect(read.genes.map(\.id) == ["4292", "7157"])
    #expect(read.properties.map(\.name) == ["gene_info.symbol", "alias"])
    #expect(read.properties[0].values == [1: ["TP53"], 2: ["MLH1"]])
    #expect(read.properties[1].values == [1: ["LFS1", "P53"]])
    #expect(read.metadata.first { $0.name == "TAXID" }?.value == "9606")
  }

  @Test func otherDatabasesAndFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let path = try database(folder, "CREATE TABLE other (x INTEGER)")
    let error = #expect(throws: OmicsError.self) { _ = try AnnotationDatabase(path: path, properties: []) }
    #expect(error?.code == .unknownFormat)
    let text = folder.path + "/text.sqlite"
    try Data("SQLite format 3\u{0} and then none".utf8).write(to: URL(fileURLWithPath: text))
    #expect(throws: OmicsError.self) { _ = try AnnotationDatabase(path: text, properties: []) }
  }
}
