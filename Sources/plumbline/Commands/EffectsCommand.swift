internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `effects`: moderated statistics of one coefficient.
struct EffectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effects", abstract: "Test one coefficient of a linear model on every row: limma's moderated t.",
    discussion: """
      Takes log2 values; rows are fitted on their own observed samples. Coefficients are named as in R, the
      alphabetically first level is the base unless --set base=LEVEL. Writes feature, log_fold_change, se, t, p_value,
      q_value, average, n, df.

      Example:
        plumbline effects log.tsv --samples sheet.tsv --design '~ batch + condition' --coefficient conditiontrt -o out.tsv
      """)

  @Argument(help: ArgumentHelp("A matrix of log2 values.", valueName: "TABLE"))
  var table: String

  @Option(name: .long, help: ArgumentHelp("The sample sheet.", valueName: "SHEET"))
  var samples: String

  @Option(name: .long, help: ArgumentHelp("The design, such as '~ batch + condition'.", valueName: "FORMULA"))
  var design: String

  @Option(name: .long, help: ArgumentHelp("The coefficient to test.", valueName: "NAME"))
  var coefficient: String

  @Option(name: .long, help: ArgumentHelp("trend=true, robust=true or base=LEVEL.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "OUT"))
  var output: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let notes = try EffectsDoor.run(
      EffectsDoor.Request(
        table: table, samples: samples, design: design, coefficient: coefficient,
        settings: try InputOptions.parse(set), input: try reading.resolved()), to: output, force: common.force)
    if !common.quiet { for note in notes { Terminal.note("note: \(note)") } }
  }
}
