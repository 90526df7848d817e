/// Words for a POSIX shell.
enum ShellWord {
  /// A text as one word that the shell takes as it stands, whatever it holds.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
