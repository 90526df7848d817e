internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `run`: a study from vendor files to a ranked target list.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study: read, map, normalise, fuse, rank, explain.",
    discussion: """
      Writes ranking.tsv, evidence.tsv, verdicts.json, compounds.tsv, ledger.tsv, run.json and report.html into RUN. \
      A refused analysis writes verdicts and report, no ranking, and exits 6. Stronger says: flags, then environment \
      (PLUMBLINE_SEED), then the study file, then the defaults; --show-settings tells where each value came from.

      Example:
        plumbline run study.yaml -o runs/1
        plumbline run study.yaml --set ranking.resamples=500 --seed 7 -o runs/2
      """)

  @Argument(help: ArgumentHelp("The study file.", valueName: "STUDY.yaml"))
  var study: String

  @OptionGroup var options: RunOptions

  func run() throws {
    try options.execute(
      try RunDoor.plan(study, set: options.set, seed: options.seed, catalog: try options.tableOptions.catalog()),
      study: study)
  }
}
