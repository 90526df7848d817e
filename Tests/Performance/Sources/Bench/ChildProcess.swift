import Glibc

/// What one child process cost.
struct ProcessCost {
  /// User and system CPU seconds, of the process and those it waited for.
  var cpuSeconds: Double
  /// Wall seconds.
  var wallSeconds: Double
  /// Highest resident set in MiB.
  var peakMiB: Double
  /// Exit code, or 128 + signal.
  var exitCode: Int32
}

/// Starts programs and measures them with `wait4`.
enum ChildProcess {
  /// Runs a program to its end, its standard output and error thrown away.
  static func measure(_ arguments: [String]) throws -> ProcessCost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let start = wallClock()
    var child: pid_t = 0
    let failure = posix_spawnp(&child, arguments[0], &actions, nil, &pointers, environ)
    guard failure == 0 else { throw BenchError("\(arguments[0]): \(String(cString: strerror(failure)))") }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    return ProcessCost(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), wallSeconds: wallClock() - start,
      peakMiB: Double(usage.ru_maxrss) / 1024, exitCode: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
  }

  /// Whether a program of that name is found on the search path.
  static func isInstalled(_ name: String) -> Bool {
    guard let path = getenv("PATH") else { return false }
    return String(cString: path).split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Whether a file is there.
  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  private static func seconds(_ value: timeval) -> Double { Double(value.tv_sec) + Double(value.tv_usec) / 1e6 }

  private static func wallClock() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}

/// A benchmark that could not be measured.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A benchmark whose input needs a program that is not there.
struct MissingProgram: Error {
  let reason: String
}
