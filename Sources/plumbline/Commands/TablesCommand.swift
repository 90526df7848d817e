internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `tables`: mapping tables.
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables", abstract: "Keep mapping tables and resolve identifiers with them.",
    subcommands: [
      TablesListCommand.self, TablesImportCommand.self, TablesLintCommand.self, TablesDiffCommand.self,
      TablesMergeCommand.self, TablesLockCommand.self, TablesResolveCommand.self, TablesCoverageCommand.self,
      TablesImpactCommand.self, TablesOverlayCommand.self, TablesCardinalityCommand.self,
      TablesConflictsCommand.self,
    ])
}

/// `tables list`.
struct TablesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the mapping-table releases that are found.",
    discussion: """
      Example:
        plumbline tables list
        plumbline tables list --tables ~/tables --json
      """)

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let catalog = try tableOptions.catalog()
    if common.json {
      Terminal.print(TableListing.jsonText(catalog))
      return
    }
    Terminal.print(
      TerminalTable.render(
        ["table", "release", "rows", "licence", "canonical digest", "file", "from"],
        TableListing.rows(catalog), numeric: [2]))
  }
}

/// `tables resolve`.
struct TablesResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Resolve identifiers: one status, one row an input, in order.",
    discussion: """
      Reads ids, one a line, from standard input or FILE and prints TSV: input, status, target, confidence, via, \
      candidates, note. Tables other than one of HGNC are joined by the shortest way between the two namespaces; the plan \
      is printed with its digest. Mixed columns are split; a cell may list the members of a group, joined by a semicolon. \
      Statuses: exact, versionless, isoform, secondary, replaced, previousSymbol, alias, caseFolded, repaired, ambiguous, retired, unresolved, invalid, excluded.

      Example:
        printf 'MLH1\\nMARCH1\\n1-Mar\\n' | plumbline tables resolve --from auto --to hgnc
        plumbline tables resolve genes.txt --from ensembl --to ensembl --table human_mouse.csv --orthologs best
      """)

  @Argument(help: ArgumentHelp("A file of ids; - is standard input.", valueName: "FILE"))
  var file = "-"

  @Option(name: .long, help: ArgumentHelp("The namespace of the ids; auto decides by evidence.", valueName: "NS"))
  var from = "auto"

  @Option(name: .long, help: ArgumentHelp("The target namespace.", valueName: "NS"))
  var to: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A table: hgnc, hgnc@2022-02 or a path; repeatable, then joined by the shortest way.", valueName: "TABLE"))
  var table: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Ids with several targets: report, drop, first, all, prefer (the first table that knows the id) or fail; "
        + "joined by commas for one a hop.", valueName: "P"))
  var policy = "report"

  @Option(
    name: .long,
    help: ArgumentHelp("Which orthologs count: one2one (of high confidence), best or all.", valueName: "P"))
  var orthologs = "one2one"

  @Option(
    name: .long,
    help: ArgumentHelp("Own mappings that add, override or deny (see tables overlay); repeatable.", valueName: "FILE"))
  var overlay: [String] = []

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    var answer = try ResolveDoor.resolve(
      file, from: from == "auto" ? nil : from, to: to, tables: table, policy: policy, orthologs: orthologs,
      overlays: overlay,
      catalog: try tableOptions.catalog())
    if common.json { Terminal.print(try answer.jsonText()) } else { try answer.write { Terminal.write($0) } }
    if !common.quiet { Terminal.note(answer.summary) }
  }
}
