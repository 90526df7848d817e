internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `tables cardinality`.
struct TablesCardinalityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardinality", abstract: "Count how many partners the two sides of pairs have.",
    discussion: """
      Classes of pairs: 1:1, 1:n (the left id has several partners), n:1 (the right one has), n:n; then the ids with the \
      most partners.

      Example:
        plumbline tables cardinality gene-ensembl --from ensembl --to ncbigene
      """)

  @Argument(help: ArgumentHelp("Tables: files or catalogued ids.", valueName: "TABLE"))
  var tables: [String]

  @Option(name: .long, help: ArgumentHelp("The left namespace.", valueName: "NS"))
  var from: String

  @Option(name: .long, help: ArgumentHelp("The right namespace.", valueName: "NS"))
  var to: String

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let answer = try TableReportDoor.cardinality(tables, from: from, to: to, catalog: try tableOptions.catalog())
    Terminal.print(common.json ? answer.jsonText : answer.table)
    if !common.quiet { Terminal.note(answer.summary) }
  }
}

/// `tables conflicts`.
struct TablesConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts", abstract: "Say where tables contradict each other, and how many agree on a pair.",
    discussion: """
      Kinds: conflict (two tables know the id and share no partner), denied (a Not mapping denies what a table asserts), \
      triangle (the direct way and a way over a third namespace end in different places).

      Example:
        plumbline tables conflicts hgnc gene-ensembl --from ncbigene --to ensembl
      """)

  @Argument(help: ArgumentHelp("Tables: files or catalogued ids.", valueName: "TABLE"))
  var tables: [String]

  @Option(name: .long, help: ArgumentHelp("The namespace of the ids.", valueName: "NS"))
  var from: String

  @Option(name: .long, help: ArgumentHelp("The namespace of their partners.", valueName: "NS"))
  var to: String

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let answer = try TableReportDoor.conflicts(tables, from: from, to: to, catalog: try tableOptions.catalog())
    Terminal.print(common.json ? answer.jsonText : answer.table)
    if !common.quiet { Terminal.note(answer.summary) }
  }
}
