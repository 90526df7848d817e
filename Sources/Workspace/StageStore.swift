internal import GRDB
internal import Glibc
internal import OmicsIO
public import Schema

/// Results of stages by the digest of their key, content-addressed under `cas/` and indexed in the catalogue.
///
/// An object is written beside its final name, synced and renamed inside the index's write transaction, so that any
/// number of processes lose and tear nothing: a final name is absent or complete. What is read is hashed first; an
/// object that is not what the index says is dropped and computed again by the caller.
public final class StageStore: Sendable {
  /// The size cap of a store that names none: 10 GB.
  public static let standardByteCap = 10_000_000_000

  private let catalog: WorkspaceCatalog
  /// The sum of object sizes above which the least recently used entries leave.
  public let byteCap: Int

  /// The store of a workspace.
  public init(_ catalog: WorkspaceCatalog, byteCap: Int = StageStore.standardByteCap) {
    self.catalog = catalog
    self.byteCap = byteCap
  }

  /// The value of a key; nil when there is none, or when the object is gone or damaged (the entry is dropped then).
  public func value(for key: StageKey) throws(OmicsError) -> [UInt8]? {
    let keyDigest = key.digest
    let digest: String? = try catalog.write { database in
      guard
        let digest = try String.fetchOne(
          database, sql: "SELECT digest FROM stage_value WHERE key = ?", arguments: [keyDigest])
      else { return nil }
      try database.execute(
        sql: "UPDATE stage_value SET last_use = ? WHERE key = ?",
        arguments: [try Self.nextUse(database), keyDigest])
      return digest
    }
    guard let digest else { return nil }
    if let bytes = StoredObject.read(path(of: digest)), SHA256Digest.hex(of: bytes) == digest {
      return bytes
    }
    try drop(digest)
    return nil
  }

  /// Stores a value; returns its digest. A value larger than the cap is not kept.
  @discardableResult
  public func store(_ bytes: [UInt8], for key: StageKey) throws(OmicsError) -> String {
    let digest = SHA256Digest.hex(of: bytes)
    guard bytes.count <= byteCap else { return digest }
    let target = path(of: digest)
    try FolderMaking.make(String(target.prefix(target.utf8.count - 63)))
    let object = try AtomicFile(target, force: true)
    do throws(OmicsError) {
      try object.append(bytes)
      let (keyDigest, keyText) = (key.digest, key.text)
      try catalog.write { database in
        try object.commit()
        try database.execute(
          sql: """
            INSERT OR REPLACE INTO stage_value (key, digest, bytes, stage, last_use, key_text)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            keyDigest, digest, bytes.count, key.stage, try Self.nextUse(database), keyText,
          ])
        try self.evict(database)
      }
    } catch {
      object.abort()
      throw error
    }
    return digest
  }

  /// How many bytes the objects hold, each counted once.
  public func byteCount() throws(OmicsError) -> Int {
    try catalog.read { try Self.byteCount($0) }
  }

  /// How many keys have a value.
  public func count() throws(OmicsError) -> Int {
    try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM stage_value") ?? 0 }
  }

  /// The canonical texts of all keys of a stage, the most recently used first.
  public func keyTexts(of stage: String) throws(OmicsError) -> [String] {
    try catalog.read { database in
      try String.fetchAll(
        database, sql: "SELECT key_text FROM stage_value WHERE stage = ? ORDER BY last_use DESC",
        arguments: [stage])
    }
  }

  /// The path of an object, `cas/ab/cdef…`.
  func path(of digest: String) -> String {
    "\(catalog.folder)/cas/\(digest.prefix(2))/\(digest.dropFirst(2))"
  }

  // MARK: Inside transactions

  private static func nextUse(_ database: Database) throws -> Int64 {
    try database.execute(sql: "UPDATE use_counter SET value = value + 1")
    return try Int64.fetchOne(database, sql: "SELECT value FROM use_counter") ?? 0
  }

  private static func byteCount(_ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT coalesce(sum(bytes), 0) FROM (SELECT DISTINCT digest, bytes FROM stage_value)")
      ?? 0
  }

  /// Drops the least recently used entries until the cap holds, and objects that no key names any more.
  private func evict(_ database: Database) throws {
    while try Self.byteCount(database) > byteCap {
      guard
        let row = try GRDB.Row.fetchOne(
          database, sql: "SELECT key, digest FROM stage_value ORDER BY last_use LIMIT 1")
      else { return }
      let (key, digest): (String, String) = (row[0], row[1])
      try database.execute(sql: "DELETE FROM stage_value WHERE key = ?", arguments: [key])
      let others = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM stage_value WHERE digest = ?", arguments: [digest])
      if others == 0 { unlink(path(of: digest)) }
    }
  }

  /// Drops a damaged object with its entries, unless another process has written it anew meanwhile.
  private func drop(_ digest: String) throws(OmicsError) {
    let target = path(of: digest)
    try catalog.write { database in
      if let bytes = StoredObject.read(target), SHA256Digest.hex(of: bytes) == digest { return }
      try database.execute(sql: "DELETE FROM stage_value WHERE digest = ?", arguments: [digest])
      unlink(target)
    }
  }
}
