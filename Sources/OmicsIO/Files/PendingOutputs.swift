internal import Glibc
internal import Synchronization

/// The temporary files and folders of outputs that are not complete yet.
///
/// `removeAll` only unlinks names from a fixed table: it takes no lock and no memory, so a signal handler may call it.
public enum PendingOutputs {
  private static let capacity = 65_536

  /// Paths as C strings, nil where free; entries are only taken out by their owner.
  private struct Table: @unchecked Sendable {
    let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    init() {
      paths = .allocate(capacity: PendingOutputs.capacity)
      paths.initialize(repeating: nil, count: PendingOutputs.capacity)
    }
  }

  private static let table = Table()
  /// The number of slots ever used, under the lock of all changes.
  private static let used = Mutex<Int>(0)

  /// Notes a path; nil when the table is full.
  static func add(_ path: String) -> Int? {
    used.withLock { used in
      guard let copy = strdup(path) else { return nil }
      // Always at the end, so that what lies inside a folder comes after it.
      guard used < capacity else {
        free(copy)
        return nil
      }
      table.paths[used] = copy
      used += 1
      return used - 1
    }
  }

  /// Forgets a path: it became final or was removed.
  static func remove(_ slot: Int?) {
    guard let slot else { return }
    used.withLock { used in
      let path = table.paths[slot]
      table.paths[slot] = nil
      free(path)
      while used > 0 && table.paths[used - 1] == nil { used -= 1 }
    }
  }

  /// Makes the table before any signal handler runs.
  public static func prepare() { _ = table.paths }

  /// Removes every temporary file and folder. For a process that is about to end.
  public static func removeAll() {
    // Later entries lie inside earlier folders: from the end on, folders are empty when their turn comes.
    var slot = capacity - 1
    while slot >= 0 {
      if let path = table.paths[slot], unlink(path) != 0 { _ = rmdir(path) }
      slot -= 1
    }
  }
}
