internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `normalize`: one method on one matrix.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize", abstract: "Apply one normalisation method to a matrix.",
    discussion: """
      OUT is TSV with the same row ids and samples, or sample and factor for methods that give one figure a sample;
      - is standard output. --list prints a card of each method.

      Example:
        plumbline normalize counts.tsv --method tmm -o factors.tsv
        plumbline normalize counts.tsv --method filter-by-expression --samples sheet.tsv --group condition -o kept.tsv
      """)

  @Argument(help: ArgumentHelp("Any matrix a reader understands.", valueName: "TABLE"))
  var table: String?

  @Option(name: .long, help: ArgumentHelp("The method (see --list).", valueName: "M"))
  var method: String?

  @Option(name: .long, help: ArgumentHelp("The sample sheet.", valueName: "SHEET"))
  var samples: String?

  @Option(name: .long, help: ArgumentHelp("The sheet column that groups the samples.", valueName: "COL"))
  var group: String?

  @Option(name: .long, help: ArgumentHelp("A setting of the method; repeat for several.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "OUT"))
  var output: String?

  @Flag(name: .long, help: "Print a card of each method and stop.")
  var list = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !list && (table == nil || method == nil || output == nil) {
      throw ValidationError("normalize needs TABLE, --method M and -o OUT")
    }
  }

  func run() throws {
    guard !list, let table, let method, let output else {
      for card in NormalizeDoor.cards { Terminal.print(Self.text(card)) }
      return
    }
    try NormalizeDoor.run(
      table, method: method, samples: samples, group: group, set: try InputOptions.parse(set),
      input: try reading.resolved(), to: output, force: common.force)
  }

  private static func text(_ card: NormalizeDoor.Card) -> String {
    var text = "\(card.name)\n  \(card.definition)\n  takes: \(card.takes)\n"
    for key in card.settings.keys.sorted() { text += "  --set \(key)=\(card.settings[key] ?? "")\n" }
    if !card.paper.isEmpty { text += "  paper: \(card.paper)\n" }
    return text + "  numbers as: \(card.reference)\n  edges: \(card.edges)\n"
  }
}
