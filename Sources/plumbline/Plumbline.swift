internal import ArgumentParser
internal import Schema

/// The verb tree.
struct Plumbline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plumbline",
    abstract: "Vendor omics files to one canonical schema, to ranked and explained drug targets.",
    discussion: """
      Any vendor file in, canonical out, nothing lost silently:
        plumbline inspect study.mzTab
        plumbline convert study.mzTab -o study

      A full run and the drift between two of them:
        plumbline run study.yaml -o runs/1
        plumbline explain runs/1 MLH1
        plumbline drift runs/1 runs/2

      Exit codes: 0 success, 1 bug, 2 usage, 3 input invalid, 4 partial, 5 environment, 6 analysis refused, 7 plugin \
      failed, 8 verification failed, 10 and 11 drift above the warn and fail gates.
      """,
    version: VersionText.line,
    subcommands: [
      FormatsCommand.self, InspectCommand.self, ConvertCommand.self, ShardCommand.self, WorkflowCommand.self,
      CheckCommand.self, MapCommand.self,
      NormalizeCommand.self, EffectsCommand.self,
      TablesCommand.self, PluginsCommand.self, RunCommand.self, RankCommand.self, ExplainCommand.self,
      DriftCommand.self,
      VerifyCommand.self,
      WhyCachedCommand.self,
    ])
}
