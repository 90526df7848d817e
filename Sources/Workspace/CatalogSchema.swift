internal import GRDB

/// The layout of the catalogue, as the steps that lead to it. A step is never changed once released: add another.
enum CatalogSchema {
  /// The newest layout this version writes.
  static var version: Int { steps.count }

  private static let steps: [String] = [
    """
    CREATE TABLE run (
      id TEXT PRIMARY KEY NOT NULL, study TEXT NOT NULL, status TEXT NOT NULL, folder TEXT NOT NULL,
      targets INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE table_release (
      name TEXT NOT NULL, release TEXT NOT NULL, sha256 TEXT NOT NULL, canonical TEXT NOT NULL, rows INTEGER NOT NULL,
      licence TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (name, release)
    ) STRICT;
    CREATE TABLE dataset (
      digest TEXT PRIMARY KEY NOT NULL, format TEXT NOT NULL, layer TEXT NOT NULL, features INTEGER NOT NULL,
      samples INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE stage_value (
      key TEXT PRIMARY KEY NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL, stage TEXT NOT NULL,
      last_use INTEGER NOT NULL, key_text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX stage_value_digest ON stage_value (digest);
    CREATE INDEX stage_value_last_use ON stage_value (last_use);
    CREATE TABLE use_counter (id INTEGER PRIMARY KEY CHECK (id = 0), value INTEGER NOT NULL) STRICT;
    INSERT INTO use_counter (id, value) VALUES (0, 0);
    """,
    """
    ALTER TABLE table_release ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    ALTER TABLE table_release ADD COLUMN date TEXT NOT NULL DEFAULT '';
    ALTER TABLE table_release ADD COLUMN origin TEXT NOT NULL DEFAULT '';
    """,
  ]

  /// Brings a database to the newest layout; the layout found when it is newer than that, nil when all is well.
  static func migrate(_ database: Database) throws -> Int? {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else { return found }
    for index in found..<version {
      try database.execute(sql: steps[index])
      try database.execute(sql: "PRAGMA user_version = \(index + 1)")
    }
    return nil
  }
}
