internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `tables impact`.
struct TablesImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact", abstract: "Say what another release of a table changes for the ids of a dataset.",
    discussion: """
      Maps the ids of the dataset under both releases. Classes: gained, lost, target_change, newly_ambiguous,
      resolved_ambiguity, status_only (same target by another way). What moves in the ranks of a run is the answer of
      "drift" between a run with each.

      Example:
        plumbline tables impact hgnc@2019-09 hgnc@2022-02 --dataset rna.tsv.gz
        plumbline tables impact hgnc@2020-12 new.tsv --dataset proteins --tsv
      """)

  @Argument(help: ArgumentHelp("The release in use: a file or a catalogued id.", valueName: "OLD"))
  var old: String

  @Argument(help: ArgumentHelp("The release to adopt.", valueName: "NEW"))
  var new: String

  @Option(name: .long, help: ArgumentHelp("A dataset or vendor file.", valueName: "DATASET"))
  var dataset: String

  @Option(name: .long, help: ArgumentHelp("The namespace of the ids; auto decides by evidence.", valueName: "NS"))
  var from = "auto"

  @Option(name: .long, help: ArgumentHelp("The target namespace.", valueName: "NS"))
  var to = "hgnc"

  @Flag(name: .long, help: "Print a line an id that changes.")
  var tsv = false

  @OptionGroup var tableOptions: TableOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let impact = try TableImpactDoor.impact(
      old, new, dataset: dataset, reading: try reading.resolved(), from: from == "auto" ? nil : from, to: to,
      catalog: try tableOptions.catalog())
    if tsv {
      Terminal.print(impact.table)
    } else if common.json {
      Terminal.print(impact.jsonText)
    } else {
      Terminal.print(TerminalTable.render(["change", "count"], impact.rows, numeric: [1]))
    }
    if !common.quiet { Terminal.note(impact.summary) }
  }
}
