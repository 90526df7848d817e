internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `drift`: what moved between two runs, and because of what.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Say what moved between two runs, by how much beyond noise, and because of what.",
    discussion: """
      Components whose digest differs are swapped one coalition at a time and the run is replayed; shares are Shapley
      values and sum to the whole. A target is called moved only above its noise floor from resampling the base run.
      Exit codes: 0 nothing called, 10 a target is called (warn gate), 11 with --fail-on-called N and N or more called.

      Example:
        plumbline drift runs/1 runs/2
        plumbline drift runs/1 runs/2 -o drift --json
      """)

  @Argument(help: ArgumentHelp("The base run folder.", valueName: "BASE"))
  var base: String

  @Argument(help: ArgumentHelp("The new run folder.", valueName: "NEW"))
  var new: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("A folder for drift.json, .tsv, .html and _mqc.json.", valueName: "DIR"))
  var output: String?

  @Option(name: .long, help: ArgumentHelp("Exit 11 when N or more targets are called.", valueName: "N"))
  var failOnCalled: Int?

  @Option(name: .long, help: ArgumentHelp("How many threads; never changes a result.", valueName: "N"))
  var threads: Int?

  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let progress = Progress(quiet: common.quiet)
    let outcome = try DriftDoor.compare(
      base, new, catalog: try tableOptions.catalog(), threads: threads, progress: progress.run)
    progress.finish()
    if let output { try outcome.write(to: output, force: common.force) }
    Terminal.print(common.json ? outcome.jsonText : TerminalSummary.drift(outcome.findings))
    if let output, !common.json { Terminal.print("report: \(output)/drift.html") }
    let called = outcome.findings.targets.filter(\.called).count
    if let failOnCalled, called >= failOnCalled { throw CommandOutcome(code: .driftFail) }
    if called > 0 { throw CommandOutcome(code: .driftWarn) }
  }
}
