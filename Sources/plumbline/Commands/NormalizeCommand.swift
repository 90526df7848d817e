internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `normalize`: one method on one matrix.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize", abstract: "Apply one normalisation method to a matrix.",
    discussion: """
      OUT is TSV with the same row ids and samples, or sample and factor for methods that give one figure a sample; \
      - is standard output. Further tables of a method, such as weights, are written beside it as OUT.<name>.tsv. \
      --list prints a card of each method: definition, settings, paper, edge cases; with --method, of that one. \
      A method called on another kind of values refuses and says what it saw (exit 6).

      Example:
        plumbline normalize --list --method tmm
        plumbline normalize counts.tsv --method tmm -o factors.tsv
        plumbline normalize counts.tsv --method filter-by-expression --samples sheet.tsv --group condition -o kept.tsv
        plumbline normalize s1/quant.sf s2/quant.sf --method tximport --set tx2gene=tx2gene.tsv -o genes.tsv
      """)

  @Argument(
    help: ArgumentHelp("Any matrix a reader understands; quantification files for tximport.", valueName: "TABLE"))
  var tables: [String] = []

  @Option(name: .long, help: ArgumentHelp("The method (see --list).", valueName: "M"))
  var method: String?

  @Option(name: .long, help: ArgumentHelp("The sample sheet.", valueName: "SHEET"))
  var samples: String?

  @Option(name: .long, help: ArgumentHelp("The sheet column that groups the samples.", valueName: "COL"))
  var group: String?

  @Option(name: .long, help: ArgumentHelp("The sheet column of batches.", valueName: "COL"))
  var batch: String?

  @Option(
    name: .long, help: ArgumentHelp("A model of the samples, such as '~ batch + condition'.", valueName: "FORMULA"))
  var design: String?

  @Option(name: .long, help: ArgumentHelp("The column of TABLE that groups its rows.", valueName: "COL"))
  var featureColumn: String?

  @Option(name: .long, help: ArgumentHelp("A setting of the method; repeat for several.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .long, help: ArgumentHelp("The seed of all randomness.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "OUT"))
  var output: String?

  @Flag(name: .long, help: "Print a card of each method and stop.")
  var list = false

  @OptionGroup var parallel: ThreadOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !list && (tables.isEmpty || method == nil || output == nil) {
      throw ValidationError("normalize needs TABLE, --method M and -o OUT")
    }
  }

  func run() throws {
    guard !list, let method, let output else {
      Terminal.print(common.json ? try MethodCatalog.jsonText(method) : try MethodCatalog.text(method))
      return
    }
    let notes = try NormalizeDoor.run(
      NormalizeRequest(
        tables: tables, method: method, samples: samples, group: group, batch: batch, design: design,
        featureColumn: featureColumn, set: try InputOptions.parse(set), seed: seed, threads: parallel.threads,
        input: try reading.resolved()),
      to: output, force: common.force)
    try common.report(notes)
  }
}
