import Foundation

/// The checkout and the built command.
enum Checkout {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The `plumbline` beside the running tests.
  static var command: URL {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let beside = tests.appendingPathComponent("plumbline")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return root.appendingPathComponent(".build/debug/plumbline")
  }
}

/// Commands with their input and what they print.
///
/// A block is a line `% plumbline …`, lines `< …` of standard input, then standard output as it is, standard error with
/// `2> ` before each line, and `=> code` at the end. `{tmp}` is a fresh folder shared by the blocks of a file.
struct Transcript {
  struct Block {
    var command: String
    var input: [String]
  }
  struct Damaged: Error {
    var line: String
  }

  var blocks: [Block] = []

  init(_ text: String) throws {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("% ") {
        guard line.hasPrefix("% plumbline") else { throw Damaged(line: String(line)) }
        blocks.append(Block(command: String(line.dropFirst(2)), input: []))
      } else if line.hasPrefix("< "), !blocks.isEmpty {
        blocks[blocks.count - 1].input.append(String(line.dropFirst(2)))
      }
    }
  }

  /// Runs every block and gives the transcript as it is now.
  func play(temporary: String) throws -> String {
    var text = ""
    for block in blocks {
      text += "% \(block.command)\n"
      for line in block.input { text += "< \(line)\n" }
      let words = Self.words(block.command).dropFirst().map { $0.replacingOccurrences(of: "{tmp}", with: temporary) }
      let result = try CommandRun(
        arguments: Array(words), input: block.input.map { $0 + "\n" }.joined(), temporary: temporary)
      text += result.output.replacingOccurrences(of: temporary, with: "{tmp}")
      if !result.output.isEmpty && !result.output.hasSuffix("\n") { text += "\n" }
      for line in result.errors.replacingOccurrences(of: temporary, with: "{tmp}").split(
        separator: "\n", omittingEmptySubsequences: true)
      {
        text += "2> \(line)\n"
      }
      text += "=> \(result.code)\n"
    }
    return text
  }

  /// Words of a command line; single quotes keep blanks.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quoted = false
    for character in line {
      if character == "'" {
        quoted.toggle()
      } else if character == " " && !quoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
