internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `tables overlay`.
struct TablesOverlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overlay", abstract: "Say which own mappings a new release makes stale, and which it contests.",
    discussion: """
      An overlay is a small SSSOM file of own rows, each with author_label and comment: it adds or overrides a target, or \
      denies one (predicate_modifier Not). object_source and object_source_version name the release it was written for. \
      States: active (the release says what it said), stale (it now says the same as the row, which can go), contested (it \
      now says a third thing; exit 3). "tables resolve --overlay" applies it.

      Example:
        plumbline tables overlay curation.sssom.tsv hgnc@2022-02
        plumbline tables overlay curation.sssom.tsv new.tsv --base hgnc@2019-09 --json
      """)

  @Argument(help: ArgumentHelp("The overlay.", valueName: "OVERLAY"))
  var overlay: String

  @Argument(help: ArgumentHelp("The new release: a file or a catalogued id.", valueName: "NEW"))
  var new: String

  @Option(
    name: .long, help: ArgumentHelp("The release it was written for; else what it says itself.", valueName: "OLD"))
  var base: String?

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let review = try OverlayDoor.review(overlay, base: base, new: new, catalog: try tableOptions.catalog())
    Terminal.print(common.json ? review.jsonText : review.table)
    if !common.quiet { Terminal.note(review.summary) }
    if review.isContested { throw CommandOutcome(code: .invalidInput) }
  }
}
