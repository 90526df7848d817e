internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `inspect`: what a file is and holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what a file is, why, and what it holds.",
    discussion: """
      The whole file is read: inspect refuses whatever convert refuses.

      Example:
        plumbline inspect quant.sf proteins.mzTab.gz
        plumbline inspect --json search.mzid
      """)

  @Argument(help: ArgumentHelp("Files, canonical folders, .h5ad or .h5mu; - is standard input.", valueName: "FILE"))
  var files: [String]

  @Flag(name: .long, help: "Go on after a file that is refused (exit 4 at the end).")
  var keepGoing = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    var list: [Inspection] = []
    var diagnostics: [Diagnostic] = []
    var refused = 0
    let options = try reading.resolved()
    for file in files {
      do throws(OmicsError) {
        let inspection = try Inspection(file, options)
        diagnostics += inspection.dataset.diagnostics
        if !common.json { Terminal.print(Self.text(inspection)) }
        list.append(inspection)
      } catch {
        guard keepGoing else { throw error }
        Terminal.complain(error)
        refused += 1
      }
    }
    if common.json { Terminal.print(Inspection.jsonText(list)) }
    try common.handle(diagnostics)
    if refused > 0 { throw CommandOutcome(code: refused == files.count ? .invalidInput : .partial) }
  }

  static func text(_ inspection: Inspection) -> String {
    let data = inspection.dataset
    let source = data.sources.first
    var text = "\(inspection.path): \(source?.format ?? "canonical") \(source?.version ?? "") "
    text += "(plugin \(source?.plugin ?? "-"), confidence \(NumberText.fixed(inspection.confidence, 2))"
    text += "\(inspection.compressed ? ", gzip" : ""))\n"
    for line in inspection.evidence { text += "  because \(line)\n" }
    text += "  layer: \(data.layer.rawValue)\n"
    text += "  counts: \(data.counts.map { "\($0.key) \(NumberText.count($0.value))" }.joined(separator: ", "))\n"
    for table in data.abundances {
      text += "  values: \(table.kind.rawValue) \(table.measure.rawValue), \(table.scale.rawValue), "
      text += "\(NumberText.count(table.rowCount)) x \(table.columnCount)\n"
    }
    if data.samples.count > 0 {
      let names = data.samples.rows.prefix(6).map { HTMLText.terminal($0.name) }.joined(separator: ", ")
      text += "  samples: \(data.samples.count) (\(names)\(data.samples.count > 6 ? ", …" : ""))\n"
    }
    text += LedgerText.render(data.ledger)
    return text
  }
}
