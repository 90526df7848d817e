internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `drift`: what moved between two runs, and because of what.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Say what moved between two runs, by how much beyond noise, and because of what.",
    discussion: """
      Components whose content differs are swapped one coalition at a time and the run is replayed; shares are Shapley \
      values and sum to the whole. A target is called moved only above its noise floor from resampling the base run. \
      With one run and --what-if the run is compared with itself with named things otherwise; with --history many runs \
      of one study are read in order.

      Counterfactuals: tables=hgnc@2022-02, drop-sample=S1, drop-batch=2, drop-cohort=C, drop-layer=proteomics, \
      drop-prior=network, permute-labels=N, or any setting as key=value.
      Gates: rbo, kendall_tau, noise_floor, jaccard(K), and called, moved, entered, left, delta, these with "in 1..20".
      Exit codes: 0 no gate holds, 10 a warn gate holds (any called target unless --warn-on says otherwise), 11 a fail \
      gate holds, 3 the runs cannot be compared.

      Example:
        plumbline drift runs/1 runs/2 -o drift
        plumbline drift runs/1 runs/2 --fail-on 'jaccard(50) < 0.9' --fail-on 'called > 0 in 1..20'
        plumbline drift runs/1 --what-if tables=hgnc@2022-02 --what-if drop-batch=3
        plumbline drift --history runs/1 runs/2 runs/3
      """)

  @Argument(
    help: ArgumentHelp("The base run and the new run; one run with --what-if; all with --history.", valueName: "RUN"))
  var runs: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A folder for drift.json, drift.tsv, drift.html and drift_mqc.json.", valueName: "DIR"))
  var output: String?

  @Option(
    name: .customLong("what-if"),
    help: ArgumentHelp("One thing that is otherwise, as key=value; repeat for several.", valueName: "key=value"))
  var whatIf: [String] = []

  @Flag(name: .long, help: "Read many runs in order: stability of every top target, and where it first moved.")
  var history = false

  @Option(name: .long, help: ArgumentHelp("Exit 11 when this holds; repeatable.", valueName: "GATE"))
  var failOn: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("Exit 10 when this holds; repeatable (default: called > 0).", valueName: "GATE"))
  var warnOn: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("Scores this close are equal: such a target is never called.", valueName: "X"))
  var atol: Double = 0

  @Option(name: .long, help: ArgumentHelp("Scores within this share are equal.", valueName: "X"))
  var rtol: Double = 0

  @Option(name: .long, help: ArgumentHelp("How many leading targets of either run are looked at (50).", valueName: "N"))
  var top: Int?

  @Flag(name: .long, help: "Write drift_junit.xml too: every gate as a test case.")
  var junit = false

  @OptionGroup var parallel: ThreadOptions

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard atol >= 0, rtol >= 0, atol.isFinite, rtol.isFinite else {
      throw ValidationError("--atol and --rtol take numbers of 0 or more")
    }
    if let top, top < 1 { throw ValidationError("--top takes a number above 0") }
    if junit, output == nil { throw ValidationError("--junit needs -o DIR") }
    switch (history, whatIf.isEmpty) {
    case (true, false): throw ValidationError("--history and --what-if do not go together")
    case (true, true) where runs.count < 2: throw ValidationError("--history takes two runs or more")
    case (false, false) where runs.count != 1: throw ValidationError("--what-if takes one run")
    case (false, true) where runs.count != 2:
      throw ValidationError("drift takes two runs, or one with --what-if, or many with --history")
    default: break
    }
  }

  func run() throws {
    if history { return try readHistory() }
    let progress = Progress(quiet: common.quiet)
    let request = DriftDoor.Request(
      top: top, failOn: failOn, warnOn: warnOn, absolute: atol, relative: rtol, threads: parallel.threads,
      cache: try workspace.cache())
    let outcome: DriftOutcome
    if whatIf.isEmpty {
      outcome = try DriftDoor.compare(
        runs[0], runs[1], request, catalog: try tableOptions.catalog(), progress: progress.run)
    } else {
      outcome = try CounterfactualDoor.ask(
        runs[0], whatIf, request, catalog: try tableOptions.catalog(), progress: progress.run)
    }
    progress.finish()
    if let output { try outcome.write(to: output, junit: junit, force: common.force) }
    let gates = outcome.gates.filter(\.holds).map {
      "\($0.kind.rawValue) gate: \($0.condition) (found \($0.found))"
    }
    Terminal.print(common.json ? outcome.jsonText : DriftSummary.text(outcome.findings, gates: gates))
    if let output, !common.json { Terminal.note("report: \(output)/drift.html") }
    if outcome.exitCode != .success { throw CommandOutcome(code: outcome.exitCode) }
  }

  private func readHistory() throws {
    let outcome = try HistoryDoor.read(runs, top: top)
    if let output { try outcome.write(to: output, force: common.force) }
    Terminal.print(common.json ? outcome.jsonText : outcome.text)
  }
}
