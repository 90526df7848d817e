internal import ReaderKit
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

  @OptionGroup var common: CommonOptions

  func run() throws {
    if common.json {
      Terminal.print(try FormatCatalog.jsonText(id))
      return
    }
    let formats = try FormatCatalog.formats(id)
    guard id != nil, let format = formats.first else {
      Terminal.print(
        TerminalTable.render(
          ["id", "format", "layer", "versions", "endings"],
          formats.map {
            [
              $0.id, $0.name, $0.layer.rawValue, $0.versions.joined(separator: ", "),
              $0.extensions.map { ".\($0)" }.joined(separator: " "),
            ]
          }))
      return
    }
    var text = "\(format.name) (\(format.id)), plugin \(format.plugin) \(format.pluginVersion)\n\(format.summary)\n"
    text += "layer: \(format.layer.rawValue)\nversions: \(format.versions.joined(separator: ", "))\n"
    if !format.options.isEmpty {
      text += "options:\n"
      text += TerminalTable.render(
        ["  key", "default", "takes", "meaning"],
        format.options.map {
          ["  \($0.key)", $0.standard, $0.allowed.isEmpty ? "any text" : $0.allowed.joined(separator: "|"), $0.meaning]
        })
    }
    Terminal.print(text)
  }
}
