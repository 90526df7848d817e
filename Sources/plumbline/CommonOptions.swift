internal import ArgumentParser
internal import Pipeline
internal import Schema

/// Options of every verb.
struct CommonOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the result as JSON with stable keys.")
  var json = false

  @Flag(name: .long, help: "Treat warnings as errors (exit 3).")
  var strict = false

  @Flag(name: .shortAndLong, help: "Print nothing but results and errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print notes too, not only warnings.")
  var verbose = false

  @Option(name: .long, help: ArgumentHelp("Write all diagnostics to FILE as JSON lines.", valueName: "FILE"))
  var diagnostics: String?

  @Flag(name: .long, help: "Overwrite an output that holds something else.")
  var force = false

  /// Like `handle`, with notes printed too: for verbs whose notes say what was done.
  func report(_ diagnostics: [Diagnostic]) throws {
    if !quiet, !verbose {
      for diagnostic in diagnostics where diagnostic.severity == .note { Terminal.note(diagnostic.description) }
    }
    try handle(diagnostics)
  }

  /// Prints diagnostics as asked for, writes them to the file, and refuses warnings under `--strict`.
  func handle(_ diagnostics: [Diagnostic]) throws {
    if let path = self.diagnostics { try DiagnosticsFile.write(diagnostics, to: path, force: true) }
    let least: Severity = verbose ? .note : .warning
    if !quiet {
      for diagnostic in diagnostics where diagnostic.severity >= least { Terminal.note(diagnostic.description) }
    }
    if strict, let first = diagnostics.first(where: { $0.severity > .note }) {
      throw OmicsError(
        .strict, "warnings are errors under --strict: \(first.message)", at: first.location,
        hint: "Run without --strict to accept them.")
    }
  }
}

/// Options of verbs that read vendor files.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Read as this format instead of recognising it (see formats).", valueName: "ID"))
  var format: String?

  @Option(
    name: [.customLong("option"), .customShort("O")],
    help: ArgumentHelp("A reader option as key=value; repeat for several (see formats ID).", valueName: "key=value"))
  var option: [String] = []

  @Option(name: .long, help: ArgumentHelp("How many errors of a file are shown.", valueName: "N"))
  var maxErrors = 20

  @Option(
    name: .long,
    help: ArgumentHelp("How many bytes a file may unpack to when it unpacks suspiciously well.", valueName: "BYTES"))
  var maxExpanded: Int?

  @OptionGroup var plugins: PluginOptions

  func validate() throws {
    guard maxErrors > 0 else { throw ValidationError("--max-errors takes a number above 0") }
  }

  /// The options as the corridor takes them.
  func resolved() throws(OmicsError) -> InputOptions {
    InputOptions(
      format: format, options: try InputOptions.parse(option), maximumErrors: maxErrors,
      maximumExpanded: maxExpanded, pluginFolders: plugins.pluginPath)
  }
}

/// Options of verbs that use plugins.
struct PluginOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A folder of plugins, searched before PLUMBLINE_PLUGINS, the installed ones and ./Plugins; repeatable.",
      valueName: "DIR"))
  var pluginPath: [String] = []
}

/// Options of verbs that use mapping tables.
struct TableOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A folder of mapping tables, searched before PLUMBLINE_TABLES, the installed ones and ./Mappings; repeatable.",
      valueName: "DIR"))
  var tables: [String] = []

  /// The catalogue of all tables found.
  func catalog() throws(OmicsError) -> TableCatalog { try CatalogDoor.open(folders: tables) }
}

/// Options of verbs that keep mapping tables: the shipped ones and those imported into the workspace.
struct KeptTableOptions: ParsableArguments {
  @OptionGroup var folders: TableOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The workspace that catalogues imported tables; else PLUMBLINE_WORKSPACE, else the XDG data folder.",
      valueName: "DIR"))
  var workspace: String?

  /// The catalogue of all tables found.
  func catalog() throws(OmicsError) -> TableCatalog {
    try CatalogDoor.open(folders: folders.tables, workspace: workspace)
  }
}

/// Options of verbs that use the workspace.
struct WorkspaceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The workspace (catalogue and stage cache); else PLUMBLINE_WORKSPACE, else the XDG data folder.",
      valueName: "DIR"))
  var workspace: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The most the stage cache holds; the least recently used leaves first (10000).", valueName: "MB")
  )
  var cacheSize: Int?

  @Flag(name: .long, help: "Keep nothing in the workspace and take nothing from it.")
  var noCache = false

  func validate() throws {
    if let cacheSize, cacheSize < 0 { throw ValidationError("--cache-size takes a number of 0 or more") }
  }

  /// The stage cache.
  func cache() throws(OmicsError) -> StageCache {
    try WorkspaceDoor.open(given: workspace, isOff: noCache, megabytes: cacheSize)
  }
}
