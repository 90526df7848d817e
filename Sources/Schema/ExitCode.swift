/// The process exit codes of the `plumbline` command. README.md holds the same table; a test compares them.
public enum ExitCode: Int32, Sendable, CaseIterable {
  /// The work was done.
  case success = 0
  /// An internal fault: a bug.
  case fault = 1
  /// The command line is wrong.
  case usage = 2
  /// An input is unreadable, of unknown or ambiguous format, or malformed; warnings under `--strict`.
  case invalidInput = 3
  /// Some inputs were refused under `--keep-going`.
  case partial = 4
  /// Disk, permission or memory.
  case environment = 5
  /// The analysis was refused: aliased design, no shared samples, and the like.
  case refused = 6
  /// A plugin failed.
  case plugin = 7
  /// Verification failed.
  case verification = 8
  /// Drift above the warn gate.
  case driftWarn = 10
  /// Drift above the fail gate.
  case driftFail = 11
  /// Interrupted by SIGINT.
  case interrupted = 130
  /// Ended by SIGTERM.
  case terminated = 143

  /// What the code means, in a few words.
  public var meaning: String {
    switch self {
    case .success: "success"
    case .fault: "internal fault: a bug"
    case .usage: "usage"
    case .invalidInput: "input invalid"
    case .partial: "partial: some inputs refused under --keep-going"
    case .environment: "environment: disk, permission, memory"
    case .refused: "analysis refused"
    case .plugin: "plugin failed"
    case .verification: "verification failed"
    case .driftWarn: "drift above the warn gate"
    case .driftFail: "drift above the fail gate"
    case .interrupted: "interrupted"
    case .terminated: "terminated"
    }
  }
}
