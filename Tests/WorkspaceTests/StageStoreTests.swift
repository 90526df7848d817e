import Foundation
import OmicsIO
import Testing
import Workspace

@Suite struct StageStoreTests {
  private func key(_ name: Int) -> StageKey {
    StageKey(stage: "read", version: 1, ports: ["file": "\(name)"])
  }

  private func value(_ name: Int) -> [UInt8] {
    (0..<1000).map { UInt8(truncatingIfNeeded: $0 * (name + 3) + name) }
  }

  @Test func storesAndFinds() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path))
    #expect(try store.value(for: key(1)) == nil)
    let digest = try store.store(value(1), for: key(1))
    #expect(digest == SHA256Digest.hex(of: value(1)))
    #expect(folder.objects == ["\(digest.prefix(2))/\(digest.dropFirst(2))"])
    #expect(try store.value(for: key(1)) == value(1))
    #expect(try store.value(for: key(2)) == nil)
    try store.store([], for: key(3))
    #expect(try store.value(for: key(3)) == [])
    let other = StageStore(try WorkspaceCatalog(folder: folder.path))
    #expect(try other.value(for: key(1)) == value(1))
    #expect(try other.keyTexts(of: "read") == [key(1).text, key(3).text])
  }

  @Test func gzipBytesComeBackAsTheyAre() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path))
    let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]
    try store.store(bytes, for: key(1))
    #expect(try store.value(for: key(1)) == bytes)
  }

  @Test func equalValuesShareOneObject() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path))
    try store.store(value(1), for: key(1))
    try store.store(value(1), for: key(2))
    #expect(folder.objects.count == 1)
    #expect(try store.count() == 2)
    #expect(try store.byteCount() == 1000)
  }

  @Test(arguments: ["truncated", "changed", "absent"]) func damageIsDropped(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path))
    try store.store(value(1), for: key(1))
    try store.store(value(2), for: key(2))
    let digest = SHA256Digest.hex(of: value(1))
    let path = "\(folder.path)/cas/\(digest.prefix(2))/\(digest.dropFirst(2))"
    var bytes = value(1)
    switch kind {
    case "truncated": try Data(bytes.prefix(500)).write(to: URL(fileURLWithPath: path))
    case "changed":
      bytes[999] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    default: try FileManager.default.removeItem(atPath: path)
    }
    #expect(try store.value(for: key(1)) == nil)
    #expect(try store.count() == 1)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try store.value(for: key(2)) == value(2))
    try store.store(value(1), for: key(1))
    #expect(try store.value(for: key(1)) == value(1))
  }

  @Test func leastRecentlyUsedLeavesFirst() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path), byteCap: 3000)
    for name in 1...3 { try store.store(value(name), for: key(name)) }
    _ = try store.value(for: key(1))
    try store.store(value(4), for: key(4))
    #expect(try store.value(for: key(2)) == nil)
    for name in [1, 3, 4] { #expect(try store.value(for: key(name)) == value(name)) }
    #expect(try store.byteCount() == 3000)
    #expect(folder.objects.count == 3)
  }

  @Test func aSharedObjectStaysWhileAKeyNamesIt() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path), byteCap: 2000)
    try store.store(value(1), for: key(1))
    try store.store(value(2), for: key(2))
    try store.store(value(1), for: key(3))
    try store.store(value(4), for: key(4))
    #expect(try store.value(for: key(1)) == nil)
    #expect(try store.value(for: key(2)) == nil)
    #expect(try store.value(for: key(3)) == value(1))
  }

  @Test func aValueBeyondTheCapIsNotKept() throws {
    let folder = try TemporaryFolder()
    let store = StageStore(try WorkspaceCatalog(folder: folder.path), byteCap: 999)
    try store.store(value(1), for: key(1))
    #expect(try store.count() == 0)
    #expect(folder.objects.isEmpty)
  }

  @Test func fourAtOnceLoseAndTearNothing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    // Each task opens the new workspace by itself, as processes do; keys overlap between neighbours.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          let store = StageStore(try WorkspaceCatalog(folder: path))
          for name in (task * 10)..<(task * 10 + 20) {
            try store.store(self.value(name), for: self.key(name))
            #expect(try store.value(for: self.key(name)) == self.value(name))
          }
        }
      }
      try await group.waitForAll()
    }
    let store = StageStore(try WorkspaceCatalog(folder: path))
    #expect(try store.count() == 50)
    for name in 0..<50 { #expect(try store.value(for: key(name)) == value(name)) }
    #expect(folder.objects.allSatisfy { !$0.hasSuffix(".partial") })
  }

  @Test func fourAtOnceUnderAFullStoreNeverReadWrongBytes() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          let store = StageStore(try WorkspaceCatalog(folder: path), byteCap: 4000)
          for step in 0..<25 {
            let name = (step * 7 + task) % 9
            if let found = try store.value(for: self.key(name)) {
              #expect(found == self.value(name))
            } else {
              try store.store(self.value(name), for: self.key(name))
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let store = StageStore(try WorkspaceCatalog(folder: path), byteCap: 4000)
    #expect(try store.byteCount() <= 4000)
    #expect(folder.objects.count == (try store.count()))
  }
}
