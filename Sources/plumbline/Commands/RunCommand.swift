internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `run`: a study from vendor files to a ranked target list.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study: read, map, normalise, fuse, rank, explain.",
    discussion: """
      Writes ranking.tsv, evidence.tsv, verdicts.json, compounds.tsv, ledger.tsv, run.json and report.html into RUN.
      A refused analysis writes verdicts and report, no ranking, and exits 6. Stronger says: flags, then environment
      (PLUMBLINE_SEED), then the study file, then the defaults; --show-settings tells where each value came from.

      Example:
        plumbline run study.yaml -o runs/1
        plumbline run study.yaml --set ranking.resamples=500 --seed 7 -o runs/2
      """)

  @Argument(help: ArgumentHelp("The study file.", valueName: "STUDY.yaml"))
  var study: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The run folder to write.", valueName: "RUN"))
  var output: String?

  @Option(name: .long, help: ArgumentHelp("A setting as key=value; repeat for several.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .long, help: ArgumentHelp("The seed of all randomness.", valueName: "N"))
  var seed: Int?

  @Option(name: .long, help: ArgumentHelp("How many threads; never changes a result.", valueName: "N"))
  var threads: Int?

  @Flag(name: .long, help: "Print every setting with its value and origin, and stop.")
  var showSettings = false

  @Flag(name: .long, help: "Exit 6 when no target exceeds permutation.")
  var requireTarget = false

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if output == nil && !showSettings { throw ValidationError("run needs -o RUN") }
    if let threads, threads < 1 { throw ValidationError("--threads takes a number above 0") }
  }

  func run() throws {
    let plan = try RunDoor.plan(
      study, set: set, seed: seed, catalog: try tableOptions.catalog())
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
      plan, studyPath: study, to: output, force: common.force, threads: threads,
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
