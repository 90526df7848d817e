internal import Glibc
internal import Report
internal import Schema

/// Standard output for results, standard error for all else.
enum Terminal {
  /// Writes a result to standard output.
  static func print(_ text: String) {
    write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// Writes words about the work to standard error.
  static func note(_ text: String) {
    write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n", to: STDERR_FILENO)
  }

  /// Writes an error with its causes to standard error.
  static func complain(_ error: OmicsError) {
    note("error: \(HTMLText.terminal(error.description)) [\(error.code.rawValue)]")
    for cause in error.causes { note("error: \(HTMLText.terminal(cause.description)) [\(cause.code.rawValue)]") }
  }

  /// Whether standard error is a terminal, where progress may be drawn over itself.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  /// Writes bytes of a result to standard output.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        // A closed pipe ends the output quietly, as `head` expects; a full disk is an error of the environment.
        let code: Schema.ExitCode = errno == EPIPE ? .success : .environment
        if code == .environment, descriptor == STDOUT_FILENO { note("error: standard output cannot be written") }
        exit(code.rawValue)
      }
    }
  }
}
