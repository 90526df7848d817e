internal import Glibc
internal import Pipeline
internal import Report
internal import Schema

/// Shows what a long verb is doing: one line drawn over itself on a terminal, plain lines otherwise.
final class Progress: @unchecked Sendable {
  private let isQuiet: Bool
  private let isInteractive: Bool
  private let started = Progress.now()
  private var hasLine = false

  init(quiet: Bool) {
    isQuiet = quiet
    isInteractive = Terminal.isInteractive
  }

  /// The corridor's door to this progress.
  var run: RunProgress { RunProgress { [self] in step($0) } }

  /// Says what is being done now.
  func step(_ words: String) {
    guard !isQuiet else { return }
    let seconds = NumberText.fixed(Progress.now() - started, 1)
    if isInteractive {
      Terminal.note("\r\u{1B}[K[\(seconds) s] \(words)", endsLine: false)
      hasLine = true
    } else {
      Terminal.note("[\(seconds) s] \(words)")
    }
  }

  /// Clears the line.
  func finish() {
    if hasLine { Terminal.note("\r\u{1B}[K", endsLine: false) }
    hasLine = false
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Terminal {
  /// Writes words to standard error, with or without ending the line.
  static func note(_ text: String, endsLine: Bool) {
    guard !endsLine else { return note(text) }
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
