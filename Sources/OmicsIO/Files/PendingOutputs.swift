internal import Glibc
internal import Synchronization

/// The temporary files and folders of outputs that are not complete yet.
public enum PendingOutputs {
  static let table = PendingTable(capacity: 65_536)

  /// Makes the table. To be called before a signal handler that calls `removeAll` is installed.
  public static func prepare() { _ = table }

  /// Removes every temporary file and folder, for a process that is about to end.
  ///
  /// Only unlinks names from a fixed table, without lock or memory: a signal handler may call it.
  public static func removeAll() { table.removeAll() }
}

/// A fixed table of paths, each removed only by the owner of its slot.
final class PendingTable: @unchecked Sendable {
  private let capacity: Int
  /// Paths as C strings, nil where free. Written under the lock, read by `removeAll` without.
  private let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  /// One after the last slot in use.
  private let used = Mutex<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    paths = .allocate(capacity: capacity)
    paths.initialize(repeating: nil, count: capacity)
  }

  deinit {
    for slot in 0..<capacity { free(paths[slot]) }
    paths.deallocate()
  }

  /// Notes a path behind all others; nil when the table is full.
  func add(_ path: String) -> Int? {
    used.withLock { used in
      guard used < capacity, let copy = strdup(path) else { return nil }
      paths[used] = copy
      used += 1
      return used - 1
    }
  }

  /// Forgets a path: it became final or was removed.
  func remove(_ slot: Int?) {
    guard let slot else { return }
    used.withLock { used in
      let path = paths[slot]
      paths[slot] = nil
      free(path)
      while used > 0 && paths[used - 1] == nil { used -= 1 }
    }
  }

  func removeAll() {
    // What lies inside a folder was added after it: from the end on, folders are empty when their turn comes.
    var slot = capacity - 1
    while slot >= 0 {
      if let path = paths[slot], unlink(path) != 0 { _ = rmdir(path) }
      slot -= 1
    }
  }
}
