internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `shard`: many files in pieces that can be converted anywhere, in any order.
struct ShardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shard", abstract: "Convert many files in balanced shards, on one machine or many, and join them.",
    discussion: """
      plan divides files into shards, convert converts one of them, merge joins all: the bytes are those of \
      plumbline convert FILE... -o OUT. A shard may be converted again at any time; its folder is there whole or not at all. \
      plumbline workflow writes the same steps for Snakemake or Slurm.

      Example:
        plumbline shard plan quant/*/quant.sf --shards 2 -o plan.tsv
        plumbline shard convert plan.tsv --shard 1 -o shards/1
        plumbline shard convert plan.tsv --shard 2 -o shards/2
        plumbline shard merge plan.tsv shards -o counts.h5mu
      """,
    subcommands: [ShardPlanCommand.self, ShardConvertCommand.self, ShardMergeCommand.self])
}

/// `shard plan`.
struct ShardPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Divide files into shards of about equal work.",
    discussion: """
      PLAN is a table: shard, file (relative to the plan), bytes, SHA-256. It does not depend on the order files are given \
      in. Without --shards there are as many as --shard-bytes need.

      Example:
        plumbline shard plan results/*.mzid.gz --shards 8 -o plan.tsv
        find exports -name '*.txt' | plumbline shard plan --from - -O sample=auto -o plan.tsv
      """)

  @Argument(help: ArgumentHelp("The files.", valueName: "FILE"))
  var files: [String] = []

  @Option(name: .long, help: ArgumentHelp("A list with a file a line, or - for standard input.", valueName: "LIST"))
  var from: String?

  @Option(name: .long, help: ArgumentHelp("How many shards (at most one a file).", valueName: "N"))
  var shards: Int?

  @Option(name: .long, help: ArgumentHelp("How large a shard may be (2000000000).", valueName: "BYTES"))
  var shardBytes: Int?

  @Option(name: .shortAndLong, help: ArgumentHelp("The plan to write; - is standard output.", valueName: "PLAN"))
  var output: String

  @Option(
    name: .long, help: ArgumentHelp("Read as this format instead of recognising it (see formats).", valueName: "ID"))
  var format: String?

  @Option(
    name: [.customLong("option"), .customShort("O")],
    help: ArgumentHelp("A reader option as key=value; repeat for several (see formats ID).", valueName: "key=value"))
  var option: [String] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let shards, shards < 1 { throw ValidationError("--shards takes a number above 0") }
    if let shardBytes, shardBytes < 1 { throw ValidationError("--shard-bytes takes a number above 0") }
    if shards != nil, shardBytes != nil { throw ValidationError("--shards and --shard-bytes do not go together") }
    if files.isEmpty, from == nil { throw ValidationError("shard plan takes files, or --from LIST") }
  }

  func run() throws {
    let plan = try ShardDoor.plan(
      files, list: from, output: output, shards: shards, shardBytes: shardBytes, format: format, options: option)
    try ShardDoor.write(plan, to: output, force: common.force)
    guard output != "-" else { return }
    if common.json {
      Terminal.print(ShardDoor.jsonText(plan))
    } else if !common.quiet {
      Terminal.print("\(plan.entries.count) files in \(plan.shards) shard\(plan.shards == 1 ? "" : "s") -> \(output)")
    }
  }
}

/// `shard convert`.
struct ShardConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert the files of one shard.",
    discussion: """
      DIR holds shard.tsv and one canonical folder a file. Files are checked against the plan's digests.

      Example:
        plumbline shard convert plan.tsv --shard 3 -o shards/3
      """)

  @Argument(help: ArgumentHelp("The plan.", valueName: "PLAN"))
  var plan: String

  @Option(name: .long, help: ArgumentHelp("Which shard, from 1.", valueName: "N"))
  var shard: Int

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "DIR"))
  var output: String

  @OptionGroup var plugins: PluginOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let converted = try ShardDoor.convert(
      plan, shard: shard, to: output, pluginFolders: plugins.pluginPath, force: common.force)
    guard let ledger = converted else {
      if !common.quiet { Terminal.note("shard \(shard) of \(plan) is in \(output) already") }
      return
    }
    if common.json {
      Terminal.print(LedgerJSON.text(ledger))
    } else if !common.quiet {
      Terminal.print("shard \(shard) of \(plan) -> \(output)\n" + LedgerText.render(ledger))
    }
  }
}

/// `shard merge`.
struct ShardMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the converted shards of a plan into one dataset.",
    discussion: """
      OUT is as for convert: a canonical folder, .h5mu, .h5ad, .gct or .mzTab. DIR is a converted shard or a folder of them. \
      Every shard of the plan must be there once.

      Example:
        plumbline shard merge plan.tsv shards -o counts.h5mu
      """)

  @Argument(help: ArgumentHelp("The plan.", valueName: "PLAN"))
  var plan: String

  @Argument(help: ArgumentHelp("The converted shards.", valueName: "DIR"))
  var shards: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "OUT"))
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let dataset = try ShardDoor.merge(plan, shards)
    try common.handle(dataset.diagnostics)
    try DatasetDoor.write(dataset, to: output, force: common.force)
    if common.json {
      Terminal.print(LedgerJSON.text(dataset.ledger))
    } else if !common.quiet {
      Terminal.print("shards of \(plan) -> \(output)\n" + LedgerText.render(dataset.ledger))
    }
  }
}
