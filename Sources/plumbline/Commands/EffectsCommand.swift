internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `effects`: moderated statistics of one coefficient.
struct EffectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effects", abstract: "Test one coefficient of a linear model on every row: limma's moderated t.",
    discussion: """
      Takes log2 values; rows are fitted on their own observed samples. Coefficients are named as in R, the \
      alphabetically first level is the base unless --set base=LEVEL. Writes feature, log_fold_change, se, t, p_value, \
      q_value, average, n, df; with several coefficients, which F tests together, then f and each estimate. \
      --contrast tests any combination of coefficients; --weights takes what voom writes; --block lets the samples of a \
      subject correlate; --cohort tests the cohorts of a column apart and combines them by inverse variance with a \
      variance between cohorts, with columns cohorts, p_heterogeneity and those of each cohort besides. Settings: trend, robust, adjust_method (BH, BY, holm, hochberg, bonferroni, none), base.

      Example:
        plumbline effects log.tsv --samples sheet.tsv --design '~ batch + condition' --coefficient conditiontrt -o out.tsv
        plumbline effects log.tsv --samples sheet.tsv --design '~ 0 + group' --contrast '(groupB + groupC) / 2 - groupA' \\
          -o out.tsv
      """)

  @Argument(help: ArgumentHelp("A matrix of log2 values.", valueName: "TABLE"))
  var table: String

  @Option(name: .long, help: ArgumentHelp("The sample sheet.", valueName: "SHEET"))
  var samples: String

  @Option(
    name: .long, help: ArgumentHelp("The design, such as '~ batch + condition' or '~ a * b'.", valueName: "FORMULA"))
  var design: String

  @Option(
    name: .long, help: ArgumentHelp("The coefficient to test; repeat for several tested together.", valueName: "NAME"))
  var coefficient: [String] = []

  @Option(name: .long, help: ArgumentHelp("A combination of coefficients to test instead.", valueName: "EXPRESSION"))
  var contrast: String?

  @Option(name: .long, help: ArgumentHelp("A matrix of weights, as voom writes it.", valueName: "FILE"))
  var weights: String?

  @Option(name: .long, help: ArgumentHelp("The sheet column of blocks, such as subject.", valueName: "COL"))
  var block: String?

  @Option(name: .long, help: ArgumentHelp("The sheet column of cohorts, tested apart and combined.", valueName: "COL"))
  var cohort: String?

  @Option(
    name: .long,
    help: ArgumentHelp("trend=true, robust=true, adjust_method=holm or base=LEVEL.", valueName: "key=value"))
  var set: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "OUT"))
  var output: String

  @OptionGroup var parallel: ThreadOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard coefficient.isEmpty != (contrast == nil) else {
      throw ValidationError("effects needs either --coefficient or --contrast")
    }
    guard cohort == nil || coefficient.count < 2 else {
      throw ValidationError("--cohort combines one coefficient or contrast")
    }
  }

  func run() throws {
    let notes = try EffectsDoor.run(
      EffectsDoor.Request(
        table: table, samples: samples, design: design, coefficients: coefficient, contrast: contrast,
        weights: weights, block: block, cohort: cohort, settings: try InputOptions.parse(set),
        threads: parallel.threads, input: try reading.resolved()),
      to: output, force: common.force)
    try common.report(notes)
  }
}
