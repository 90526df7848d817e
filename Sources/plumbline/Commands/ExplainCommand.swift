internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `explain`: all that is known of one target of a run.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show one target's evidence, channel by channel, down to the input lines.",
    discussion: """
      Example:
        plumbline explain runs/1 MLH1
        plumbline explain runs/1 HGNC:7127 --json

      Columns z and p are of the whole effect, beside batch and covariates; "ranked by" is the z that enters the ranking,
      mostly beside the cohort's hidden programs.
      """)

  @Argument(help: ArgumentHelp("A run folder.", valueName: "RUN"))
  var folder: String

  @Argument(help: ArgumentHelp("A target id or symbol.", valueName: "TARGET"))
  var target: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let card = try ExplainDoor.explain(folder, target: target)
    Terminal.print(common.json ? card.jsonText : Self.text(card))
  }

  static func text(_ card: ExplainDoor.Card) -> String {
    let item = card.candidate
    var text = "\(item.symbol) (\(item.target)): rank \(item.rank) of \(card.ranked)\n"
    if !item.rankLow.isNaN {
      text += "5-95 % of half-samples: rank \(NumberText.fixed(item.rankLow, 0)) to "
      text += "\(NumberText.fixed(item.rankHigh, 0)); in the top 10 in \(NumberText.percent(item.topTen))\n"
    }
    text += "class \(item.targetClass.rawValue), direction \(item.direction.rawValue), "
    text += "score \(NumberText.fixed(item.score, 3)), p \(NumberText.pValue(item.pValue)), "
    text += "q \(NumberText.pValue(item.qValue))\n"
    text += "rank by own evidence \(item.rankOwn), without priors \(item.rankNoPrior), "
    text += "replicated: \(item.replicated.map { $0 ? "yes" : "no" } ?? "one cohort only")"
    text += item.rValue.map { ", r-value \(NumberText.pValue($0))\n" } ?? "\n"
    if !item.flags.isEmpty { text += "flags: \(item.flags.joined(separator: ", "))\n" }
    text += "\n"
    text += TerminalTable.render(
      ["channel", "cohort", "effect", "se", "z", "ranked by", "p", "n", "coverage", "share", "from"],
      card.evidence.map {
        [
          $0.channel.rawValue, $0.cohort, NumberText.fixed($0.effect, 3), NumberText.fixed($0.standardError, 3),
          NumberText.fixed($0.statistic, 2), $0.rankedBy.isNaN ? "-" : NumberText.fixed($0.rankedBy, 2),
          NumberText.pValue($0.pValue), "\($0.count)",
          NumberText.percent($0.coverage), NumberText.percent($0.contribution), $0.reference,
        ]
      }, numeric: [2, 3, 4, 5, 6, 7, 8, 9])
    if !card.compounds.isEmpty {
      text += "\ncompounds: "
      text +=
        card.compounds.prefix(12).map { "\($0.compound) (\($0.action.isEmpty ? "unknown" : $0.action))" }
        .joined(separator: ", ") + "\n"
    }
    return text
  }
}
