internal import Glibc
internal import Pipeline
internal import Schema

/// Ctrl-C and SIGTERM: temporary outputs are removed, the exit code tells the signal.
enum SignalHandling {
  static func install() {
    // A closed pipe and a file-size limit come back from write as errors with words, not as a death.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { caught in
        OutputCleanup.removePending()
        _exit(caught == SIGINT ? ExitCode.interrupted.rawValue : ExitCode.terminated.rawValue)
      }
    }
  }
}
