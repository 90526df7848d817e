internal import Synchronization

/// The tables that a workspace catalogues, asked once and only when no table folder has what is wanted: opening the
/// workspace costs more than small tasks do.
final class ImportedTables: Sendable {
  private let read: @Sendable () -> [TableCatalog.Entry]
  private let known = Mutex<[TableCatalog.Entry]?>(nil)

  init(_ read: @escaping @Sendable () -> [TableCatalog.Entry]) { self.read = read }

  /// The tables.
  var entries: [TableCatalog.Entry] {
    known.withLock { known in
      if let known { return known }
      let entries = read()
      known = entries
      return entries
    }
  }
}
