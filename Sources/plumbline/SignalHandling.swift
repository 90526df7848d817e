internal import Glibc
internal import Pipeline
internal import Schema

/// Ctrl-C and SIGTERM: temporary outputs are removed, the exit code tells the signal.
enum SignalHandling {
  static func install() {
    // A closed pipe and a file-size limit come back from write as errors with words, not as a death.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // A parent may have started us with these blocked, as thread pools do.
    var ending = sigset_t()
    sigemptyset(&ending)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&ending, number) }
    sigprocmask(SIG_UNBLOCK, &ending, nil)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { caught in
        OutputCleanup.removePending()
        _exit(caught == SIGINT ? ExitCode.interrupted.rawValue : ExitCode.terminated.rawValue)
      }
    }
  }
}
