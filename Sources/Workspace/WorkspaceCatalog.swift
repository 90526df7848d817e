internal import GRDB
internal import Glibc
public import Schema

/// The workspace's catalogue: runs, table releases, datasets and the index of the stage store, in one SQLite file.
///
/// Several processes may use one workspace at once: write-ahead logging, immediate write transactions and a busy
/// timeout keep them apart. Errors are `unwritable` (disk, permission, lock held too long) or `unreadable` (not a
/// catalogue, damaged, or of a newer layout).
public final class WorkspaceCatalog: Sendable {
  /// The catalogue's file name inside the workspace.
  public static let fileName = "catalog.sqlite"

  /// The workspace folder.
  public let folder: String
  private let queue: DatabaseQueue

  private var file: String { "\(folder)/\(Self.fileName)" }

  /// Opens the catalogue of a folder, making both where they are not there.
  ///
  /// - Parameter busySeconds: how long a lock of another process is waited for.
  public init(folder: String, busySeconds: Double = 30) throws(OmicsError) {
    self.folder = folder
    try FolderMaking.make(folder)
    let path = "\(folder)/\(Self.fileName)"
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    configuration.journalMode = .wal
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    var newer: Int?
    do {
      queue = try Self.open(path, configuration)
      newer = try queue.write { try CatalogSchema.migrate($0) }
    } catch {
      throw Self.translate(error, path)
    }
    if let newer {
      throw OmicsError(
        .unreadable,
        "the catalogue has layout \(newer), this version knows \(CatalogSchema.version)",
        at: SourceLocation(file: path),
        hint: "Use a newer plumbline, or another folder with --workspace.")
    }
  }

  /// Opens the database. Two processes that both make a new file may meet while it turns to write-ahead logging, where
  /// SQLite does not wait by itself.
  private static func open(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    var attempts = 0
    while true {
      do {
        return try DatabaseQueue(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempts < 200 {
        attempts += 1
        usleep(10_000)
      }
    }
  }

  // MARK: Runs

  /// Adds a run, or replaces what is known of it.
  public func add(_ run: CatalogedRun) throws(OmicsError) {
    try write { database in
      try database.execute(
        sql:
          "INSERT OR REPLACE INTO run (id, study, status, folder, targets) VALUES (?, ?, ?, ?, ?)",
        arguments: [run.id, run.study, run.status, run.folder, run.targets])
    }
  }

  /// All runs, by study and id.
  public func runs() throws(OmicsError) -> [CatalogedRun] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT id, study, status, folder, targets FROM run ORDER BY study, id"
      ).map {
        CatalogedRun(id: $0[0], study: $0[1], status: $0[2], folder: $0[3], targets: $0[4])
      }
    }
  }

  // MARK: Table releases

  /// Adds a release of a table, or replaces what is known of it.
  public func add(_ release: CatalogedRelease) throws(OmicsError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO table_release
            (name, release, sha256, canonical, rows, licence, path, kind, date, origin)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          release.name, release.release, release.sha256, release.canonicalDigest, release.rows,
          release.licence, release.path, release.kind, release.date, release.origin,
        ])
    }
  }

  /// All releases, by name and release.
  public func releases() throws(OmicsError) -> [CatalogedRelease] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT name, release, sha256, canonical, rows, licence, path, kind, date, origin FROM table_release
          ORDER BY name, release
          """)
      return rows.map {
        CatalogedRelease(
          name: $0[0], release: $0[1], sha256: $0[2], canonicalDigest: $0[3], rows: $0[4],
          licence: $0[5], path: $0[6], kind: $0[7], date: $0[8], origin: $0[9])
      }
    }
  }

  // MARK: Datasets

  /// Adds a dataset, or replaces what is known of it.
  public func add(_ dataset: CatalogedDataset) throws(OmicsError) {
    try write { database in
      try database.execute(
        sql:
          "INSERT OR REPLACE INTO dataset (digest, format, layer, features, samples) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          dataset.digest, dataset.format, dataset.layer, dataset.features, dataset.samples,
        ])
    }
  }

  /// All datasets, by digest.
  public func datasets() throws(OmicsError) -> [CatalogedDataset] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT digest, format, layer, features, samples FROM dataset ORDER BY digest")
      return rows.map {
        CatalogedDataset(
          digest: $0[0], format: $0[1], layer: $0[2], features: $0[3], samples: $0[4])
      }
    }
  }

  // MARK: Access

  /// One immediate write transaction; an error rolls it back.
  func write<Value>(_ body: (Database) throws -> Value) throws(OmicsError) -> Value {
    do {
      return try queue.write(body)
    } catch {
      throw Self.translate(error, file)
    }
  }

  /// One read.
  func read<Value>(_ body: (Database) throws -> Value) throws(OmicsError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw Self.translate(error, file)
    }
  }

  private static func translate(_ error: any Error, _ path: String) -> OmicsError {
    if let error = error as? OmicsError { return error }
    let place = SourceLocation(file: path)
    guard let error = error as? DatabaseError else {
      return OmicsError(.unwritable, "the catalogue failed: \(error)", at: place)
    }
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return OmicsError(
        .unreadable, "this is not a sound catalogue: \(reason)", at: place,
        hint: "Move the file away; the workspace is made anew and runs are computed again.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return OmicsError(
        .unwritable, "another process holds the catalogue: \(reason)", at: place,
        hint: "Wait for it, or use another folder with --workspace.")
    default:
      return OmicsError(
        .unwritable, "the catalogue cannot be used: \(reason)", at: place,
        hint: "Check space and permission of the folder, use another with --workspace, or none with --no-cache.")
    }
  }
}
