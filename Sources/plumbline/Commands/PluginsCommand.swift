internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `plugins`: what reads files and offers engines.
struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins", abstract: "List plugins, make a new one, or run the conformance kit on one.",
    subcommands: [PluginsListCommand.self, PluginsNewCommand.self, PluginsTestCommand.self])
}

/// `plugins list`.
struct PluginsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the plugins that are found: kind, versions, digest, licence.",
    discussion: """
      Readers in Swift are part of this program; all others are folders with a plugin.yaml. The digest is the SHA-256 of \
      what decides a plugin's results.

      Example:
        plumbline plugins list
        plumbline plugins list --plugin-path ~/plugins --json
      """)

  @OptionGroup var plugins: PluginOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let listing = try PluginListing(folders: plugins.pluginPath)
    if common.json {
      Terminal.print(listing.jsonText)
    } else {
      Terminal.print(TerminalTable.render(["id", "kind", "version", "reads", "digest", "licence"], listing.rows))
    }
    try common.handle(listing.diagnostics)
  }
}

/// `plugins new`.
struct PluginsNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make the folder of a new plugin: the smallest one that passes the kit.",
    discussion: """
      A delimited plugin has no code: its plugin.yaml says which columns a table has and what they mean. An executable \
      plugin is a program in any language; what it prints is checked like any foreign file. An engine is a program that \
      gives a second opinion on a ranking. A swift plugin is a reader that becomes part of this program.

      Example:
        plumbline plugins new AcmeScope --kind delimited
        plumbline plugins test AcmeScope
        plumbline inspect AcmeScope/Cases/version-1/input.tsv --plugin-path .
      """)

  @Argument(help: ArgumentHelp("The plugin's name, like a type's: AcmeScope.", valueName: "NAME"))
  var name: String

  @Option(name: .long, help: ArgumentHelp("delimited, engine, executable or swift.", valueName: "KIND"))
  var kind: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; ./NAME otherwise.", valueName: "DIR"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let plugin = try NewPlugin(name, kind: kind, folder: output, force: common.force)
    if common.json {
      Terminal.print(plugin.jsonText)
    } else if !common.quiet {
      Terminal.print("\(plugin.folder): \(plugin.files.count) files")
      for (index, step) in plugin.nextSteps.enumerated() { Terminal.print("  \(index + 1). \(step)") }
    }
  }
}

/// `plugins test`.
struct PluginsTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the conformance kit on a plugin's folder (exit 8 when it fails).",
    discussion: """
      Every case of the folder is recognised, read and compared with its expected/, then read again as CRLF, gzip, with a \
      byte-order mark, in small pieces and cut short. --record writes expected/ of every case anew: read it before you \
      keep it. An engine is run on a small study with a planted target: contract, the same bytes twice, a layer that is \
      not there, a setting it does not have.

      Example:
        plumbline plugins test ~/plugins/AcmeScope
        plumbline plugins test ~/plugins/AcmeScope --record
      """)

  @Argument(help: ArgumentHelp("The plugin's folder.", valueName: "DIR"))
  var folder: String

  @Flag(name: .long, help: "Write expected/ of every case anew, then run the kit.")
  var record = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let test = try PluginTest(folder, recording: record)
    if common.json {
      Terminal.print(test.jsonText)
    } else {
      if !common.quiet { Terminal.print(TerminalTable.render(["check", "result", "passed"], test.rows)) }
      for line in test.failures { Terminal.print("FAIL \(line)") }
      let verdict = test.passed ? "passes the conformance kit" : "fails \(test.failures.count) checks"
      Terminal.print("plugin \(test.id) (\(test.kind)) \(verdict)")
    }
    if !test.passed { throw CommandOutcome(code: .verification) }
  }
}
