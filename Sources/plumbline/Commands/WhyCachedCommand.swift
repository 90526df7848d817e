internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `why-cached`: was a stage taken from the cache, and what keeps it from being?
struct WhyCachedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why-cached",
    abstract: "Say whether a run took a stage from the cache, and which part of its key differs.",
    discussion: """
      A stage's result is kept under a key of all that can change it: content digests of its inputs, the settings it \
      reads, the seed, versions. Paths, times, hosts and thread counts are no part of a key.

      Example:
        plumbline why-cached runs/2 rank
      """)

  @Argument(help: ArgumentHelp("A run folder.", valueName: "RUN"))
  var folder: String

  @Argument(help: ArgumentHelp("A stage, such as rank.", valueName: "STAGE"))
  var stage: String

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let answer = try WhyCachedDoor.ask(folder, stage: stage, cache: try workspace.cache())
    Terminal.print(common.json ? answer.jsonText : answer.text)
  }
}
