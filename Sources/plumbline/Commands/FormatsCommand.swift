internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `formats`: what can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List the formats that can be read, or describe one.",
    discussion: """
      Example:
        plumbline formats
        plumbline formats mztab
      """)

  @Argument(help: ArgumentHelp("A format id.", valueName: "ID"))
  var id: String?

  @OptionGroup var plugins: PluginOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    if common.json {
      Terminal.print(try FormatCatalog.jsonText(id, folders: plugins.pluginPath))
      return
    }
    guard let id else {
      Terminal.print(
        TerminalTable.render(
          ["id", "format", "layer", "versions", "endings"], try FormatCatalog.rows(folders: plugins.pluginPath)))
      return
    }
    let card = try FormatCatalog.card(id, folders: plugins.pluginPath)
    var text = card.heading
    if !card.options.isEmpty {
      text += "options:\n" + TerminalTable.render(["  key", "default", "takes", "meaning"], card.options)
    }
    Terminal.print(text)
  }
}
