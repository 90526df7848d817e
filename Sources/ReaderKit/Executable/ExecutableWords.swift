internal import Schema

/// What a program says on standard error: `E!`, `W!` and `I!` lines are errors, warnings and notes, with `line N:` where
/// they know it; other lines are words.
enum ExecutableWords {
  static func parse(_ bytes: [UInt8], file: String) -> (complaints: [Diagnostic], words: String) {
    var complaints: [Diagnostic] = []
    var words: [String] = []
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let severity: Severity? =
        line.hasPrefix("E! ") ? .error : line.hasPrefix("W! ") ? .warning : line.hasPrefix("I! ") ? .note : nil
      guard let severity else {
        words.append(shown(line))
        continue
      }
      var message = line.dropFirst(3)
      var number: Int?
      if message.hasPrefix("line "), let colon = message.firstIndex(of: ":"),
        let stated = Int(message[message.index(message.startIndex, offsetBy: 5)..<colon]), stated > 0
      {
        number = stated
        message = message[message.index(after: colon)...].drop { $0 == " " }
      }
      complaints.append(
        Diagnostic(severity, "plugin", shown(message), at: SourceLocation(file: file, line: number)))
    }
    return (complaints, words.joined(separator: " "))
  }

  /// Text of a program, without characters that could steer a terminal.
  private static func shown(_ text: Substring) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
  }
}
