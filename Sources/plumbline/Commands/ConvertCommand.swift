internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `convert`: a vendor file to canonical form.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert vendor files to canonical form, with the ledger of every record.",
    discussion: """
      OUT ending .h5mu or .h5ad is written as MuData or AnnData, .gct as GCT 1.3 (one table of values alone), \
      .mzTab as mzTab 1.0 (proteins, peptides, matches), .sdrf.tsv as the SDRF sheet it was read from, unchanged; \
      any other name is a canonical folder. Datasets convert back and forth without loss.

      Several files of one layer become one dataset: samples joined by name, features by id. The order they are named in \
      does not matter; a value that two files state is an error. For very many files see shard.

      Example:
        plumbline convert proteins.mzTab.gz -o proteins
        plumbline convert proteins -o proteins.h5mu
        plumbline convert results.mzid -o results.mzTab
        plumbline convert counts.txt --option sample=S1 -o counts.h5ad
        plumbline convert quant/*/quant.sf -o counts.h5mu
      """)

  @Argument(help: ArgumentHelp("Files, canonical folders, .h5ad or .h5mu; - is standard input.", valueName: "FILE"))
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "OUT"))
  var output: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let input = try reading.resolved()
    let dataset = files.count == 1 ? try DatasetDoor.read(files[0], input) : try ShardDoor.read(files, input)
    try common.handle(dataset.diagnostics)
    if output.hasSuffix(".sdrf.tsv") {
      guard files.count == 1, files[0] != "-" else { throw ValidationError(".sdrf.tsv is written from one file") }
      try SampleSheet.writeSDRF(files[0], to: output, force: common.force)
    } else {
      try DatasetDoor.write(dataset, to: output, force: common.force)
    }
    if common.json {
      Terminal.print(LedgerJSON.text(dataset.ledger))
    } else if !common.quiet {
      Terminal.print(
        "\(files.count == 1 ? files[0] : "\(files.count) files") -> \(output)\n" + LedgerText.render(dataset.ledger))
    }
  }
}
