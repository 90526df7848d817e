internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// Options of the verbs that make a run folder, and how they do it.
struct RunOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The run folder to write.", valueName: "RUN"))
  var output: String?

  @Option(name: .long, help: ArgumentHelp("A setting as key=value; repeat for several.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .long, help: ArgumentHelp("The seed of all randomness.", valueName: "N"))
  var seed: Int?

  @OptionGroup var parallel: ThreadOptions

  @Flag(name: .long, help: "Print every setting with its value and origin, and stop.")
  var showSettings = false

  @Flag(name: .long, help: "Exit 6 when no target exceeds permutation.")
  var requireTarget = false

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if output == nil && !showSettings { throw ValidationError("-o RUN is needed") }
  }

  /// Executes a plan, writes the run folder and prints the summary.
  ///
  /// - Throws: what a stage throws; the outcome `refused` for a refused analysis.
  func execute(_ plan: RunPlan, study: String) throws {
    if showSettings {
      Terminal.print(
        common.json
          ? RunDoor.settingsJSON(plan)
          : TerminalTable.render(
            ["setting", "value", "origin"], plan.settings.resolved.map { [$0.key, $0.value, $0.origin] }))
      return
    }
    guard let output else { return }
    let progress = Progress(quiet: common.quiet)
    let outcome = try RunDoor.run(
      plan, studyPath: study, to: output, force: common.force, threads: parallel.threads,
      cache: try workspace.cache(), progress: progress.run)
    progress.finish()
    try common.handle(outcome.diagnostics)
    if common.json {
      Terminal.print(outcome.verdictsJSON)
    } else {
      Terminal.print(TerminalSummary.run(outcome.report))
      Terminal.print("\nreport: \(output)/report.html")
    }
    switch outcome.report.verdicts.status {
    case .refused: throw CommandOutcome(code: .refused)
    case .noTarget where requireTarget: throw CommandOutcome(code: .refused)
    default: break
    }
  }
}
