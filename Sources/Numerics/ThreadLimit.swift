internal import Glibc
internal import Synchronization

/// The process-wide number of threads parallel loops may use; results never depend on it.
///
/// It starts at the number of processors that are online. Whoever reads the command line sets it once.
public enum ThreadLimit {
  private static let chosen = Atomic<Int>(0)

  /// The present limit, at least 1.
  public static var current: Int {
    let limit = chosen.load(ordering: .relaxed)
    return limit > 0 ? limit : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Sets the limit; 0 or less goes back to the number of processors.
  public static func set(_ limit: Int) { chosen.store(max(0, limit), ordering: .relaxed) }
}
