internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `check`: validates without writing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check files, datasets or run folders and list everything found.",
    discussion: """
      A file or dataset is read whole and its ledger must balance; a run folder's outputs are hashed against its record.

      Example:
        plumbline check search.mzid counts.tsv
        plumbline check --strict runs/1
      """)

  @Argument(help: ArgumentHelp("Files, canonical folders, .h5ad, .h5mu or run folders.", valueName: "FILE"))
  var files: [String]

  @Flag(name: .long, help: "Go on after a file that is refused (exit 4 at the end).")
  var keepGoing = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    var refused = 0
    var all: [Diagnostic] = []
    var results: [CheckDoor.Result] = []
    for file in files {
      do throws(OmicsError) {
        let result = try CheckDoor.check(file, try reading.resolved())
        all += result.diagnostics
        results.append(result)
        if !common.json { Terminal.print("\(file): \(result.summary)") }
      } catch {
        results.append(CheckDoor.Result(file: file, error: error))
        guard keepGoing else {
          if common.json { Terminal.print(CheckDoor.jsonText(results)) }
          throw error
        }
        Terminal.complain(error)
        refused += 1
      }
    }
    if common.json { Terminal.print(CheckDoor.jsonText(results)) }
    try common.handle(all)
    if refused > 0 { throw CommandOutcome(code: refused == files.count ? .invalidInput : .partial) }
  }
}
