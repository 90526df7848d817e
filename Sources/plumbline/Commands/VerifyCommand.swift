internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `verify`: is a run what its record says?
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Hash a run's outputs and inputs again; with --replay compute it anew.",
    discussion: """
      Exit code 8 when anything differs from the record.

      Example:
        plumbline verify runs/1
        plumbline verify runs/1 --replay
      """)

  @Argument(help: ArgumentHelp("A run folder.", valueName: "RUN"))
  var folder: String

  @Flag(name: .long, help: "Compute the run anew and compare every byte.")
  var replay = false

  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let progress = Progress(quiet: common.quiet)
    let outcome = try VerifyDoor.verify(
      folder, replay: replay, catalog: try tableOptions.catalog(), progress: progress.run)
    progress.finish()
    if common.json {
      Terminal.print(outcome.jsonText)
    } else {
      Terminal.print(outcome.text)
    }
    if !outcome.isSame { throw CommandOutcome(code: .verification) }
  }
}
