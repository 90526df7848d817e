internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `map`: a dataset onto target identifiers.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Put a dataset on target identifiers and join the rows of one target.",
    discussion: """
      Counts and intensities are summed, logarithms averaged, ratios averaged with their peptides as weights. Every \
      feature ends with exactly one status; OUT.mapping.tsv beside the output lists them, OUT.coverage.tsv counts them by \
      sample and signal, OUT.cells.tsv takes every target's cells apart, OUT.lost.tsv proposes the nearest known symbols \
      for what has no target.

      Example:
        plumbline map proteins --to hgnc -o proteins-hgnc
        plumbline map counts.tsv --from ensembl --to hgnc.symbol --table hgnc@2022-02 -o symbols
      """)

  @Argument(help: ArgumentHelp("A dataset or vendor file.", valueName: "DATASET"))
  var dataset: String

  @Option(name: .long, help: ArgumentHelp("The target namespace.", valueName: "NAMESPACE"))
  var to: String

  @Option(
    name: .long, help: ArgumentHelp("The namespace of the ids; auto decides by evidence.", valueName: "NAMESPACE"))
  var from = "auto"

  @Option(name: .long, help: ArgumentHelp("The table: hgnc, hgnc@2022-02 or a path.", valueName: "TABLE"))
  var table: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Features with several targets: report or drop (no target), first, all (each gets the value), weighted (each gets an "
        + "equal share, totals stay) or fail.", valueName: "P"))
  var policy = "report"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Protein groups whose members are of several genes: leading (the leading member's gene), all or drop; else as "
        + "--policy says.", valueName: "G"))
  var groups: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Own mappings that add, override or deny (see tables overlay); repeatable.", valueName: "FILE"))
  var overlay: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "OUT"))
  var output: String

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard policy != "first" || !common.strict else {
      throw ValidationError("--policy first takes one of several targets: it does not go with --strict")
    }
  }

  func run() throws {
    let result = try MapDoor.map(
      dataset, reading: try reading.resolved(), from: from == "auto" ? nil : from, to: to, table: table,
      policy: policy, groups: groups, overlays: overlay, catalog: try tableOptions.catalog())
    try common.handle(result.diagnostics)
    try result.write(to: output, force: common.force)
    if common.json {
      Terminal.print(result.jsonText)
    } else if !common.quiet {
      Terminal.print(result.summary)
    }
  }
}
