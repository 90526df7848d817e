internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `tables impact`.
struct TablesImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact", abstract: "Say what another release of a table changes for the ids of a dataset or a run.",
    discussion: """
      Maps the ids of the dataset, or of a run's inputs, under both releases. Classes: gained, lost, target_change, \
      newly_ambiguous, resolved_ambiguity, status_only (same target by another way). With --run the run is ranked anew \
      under NEW: --tsv prints a line a leading target that moves, with its noise floor and the ids that changed.

      Example:
        plumbline tables impact hgnc@2019-09 hgnc@2022-02 --dataset rna.tsv.gz
        plumbline tables impact hgnc@2020-12 new.tsv --dataset proteins --tsv
        plumbline tables impact hgnc@2020-12 new.tsv --run runs/1 --tsv
      """)

  @Argument(help: ArgumentHelp("The release in use: a file or a catalogued id.", valueName: "OLD"))
  var old: String

  @Argument(help: ArgumentHelp("The release to adopt.", valueName: "NEW"))
  var new: String

  @Option(name: .long, help: ArgumentHelp("A dataset or vendor file.", valueName: "DATASET"))
  var dataset: String?

  @Option(name: .customLong("run"), help: ArgumentHelp("A run folder.", valueName: "RUN"))
  var runFolder: String?

  @Option(name: .long, help: ArgumentHelp("The namespace of the ids; auto decides by evidence.", valueName: "NS"))
  var from = "auto"

  @Option(
    name: .long,
    help: ArgumentHelp("The target namespace; hgnc, or the only other one the table knows.", valueName: "NS"))
  var to: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --dataset: own mappings on top of both releases; repeatable. A run has its own.", valueName: "FILE"))
  var overlay: [String] = []

  @Flag(name: .long, help: "Print a line an id that changes; with --run a line a leading target that moves.")
  var tsv = false

  @Option(
    name: .long,
    help: ArgumentHelp("With --run: how many leading targets of either ranking are looked at (50).", valueName: "N"))
  var top: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (dataset == nil) != (runFolder == nil) else { throw ValidationError("name --dataset or --run, one of them") }
    guard runFolder == nil || (from == "auto" && to == nil) else {
      throw ValidationError("a run knows its namespaces: --from and --to go with --dataset")
    }
    guard overlay.isEmpty || runFolder == nil else { throw ValidationError("--overlay goes with --dataset") }
    guard top == nil || runFolder != nil else { throw ValidationError("--top goes with --run") }
  }

  func run() throws {
    let catalog = try CatalogDoor.open(folders: tables.tables, workspace: workspace.workspace)
    let (rows, table, json, summary): ([[String]], String, String, String)
    if let runFolder {
      let impact = try RunImpactDoor.impact(
        old, new, run: runFolder, request: DriftDoor.Request(top: top, cache: try workspace.cache()), catalog: catalog)
      (rows, table, json, summary) = (impact.rows, impact.table, impact.jsonText, impact.summary)
    } else {
      let impact = try TableImpactDoor.impact(
        old, new, dataset: dataset ?? "", reading: try reading.resolved(), from: from == "auto" ? nil : from, to: to,
        overlays: overlay, catalog: catalog)
      (rows, table, json, summary) = (impact.rows, impact.table, impact.jsonText, impact.summary)
    }
    if tsv {
      Terminal.print(table)
    } else if common.json {
      Terminal.print(json)
    } else {
      Terminal.print(TerminalTable.render(["change", "count"], rows, numeric: [1]))
    }
    if !common.quiet { Terminal.note(summary) }
  }
}
