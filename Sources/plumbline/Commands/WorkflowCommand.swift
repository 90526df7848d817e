internal import ArgumentParser
internal import Pipeline
internal import Schema

/// `workflow`: scripts for a workflow engine or a cluster.
struct WorkflowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow", abstract: "Write a ready workflow that converts many files in shards and runs a study.",
    discussion: """
      snakemake writes DIR/Snakefile and config.yaml, slurm writes DIR/plumbline.sbatch, submit.sh and settings.sh; both \
      write DIR/plan.tsv when files are given and a README.md that says how to start. The joined dataset is \
      DIR/dataset.h5mu; a study that reads it is run into DIR/run. Without files the plan is made later: \
      plumbline shard plan FILE... -o DIR/plan.tsv

      Example:
        plumbline workflow snakemake quant/*/quant.sf --shards 8 -o flow
        plumbline workflow slurm results/*.mzid.gz --study study.yaml --shards 40 -o flow
      """)

  @Argument(help: ArgumentHelp("snakemake or slurm.", valueName: "TOOL"))
  var tool: String

  @Argument(help: ArgumentHelp("The files to convert.", valueName: "FILE"))
  var files: [String] = []

  @Option(name: .long, help: ArgumentHelp("A list with a file a line, or - for standard input.", valueName: "LIST"))
  var from: String?

  @Option(name: .long, help: ArgumentHelp("A study to run at the end; it reads DIR/dataset.h5mu.", valueName: "STUDY"))
  var study: String?

  @Option(name: .long, help: ArgumentHelp("How many shards (at most one a file).", valueName: "N"))
  var shards: Int?

  @Option(
    name: .long, help: ArgumentHelp("Read as this format instead of recognising it (see formats).", valueName: "ID"))
  var format: String?

  @Option(
    name: [.customLong("option"), .customShort("O")],
    help: ArgumentHelp("A reader option as key=value; repeat for several (see formats ID).", valueName: "key=value"))
  var option: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "DIR"))
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard WorkflowDoor.Tool(rawValue: tool) != nil else {
      throw ValidationError("there is no workflow for \"\(tool)\"; it is snakemake or slurm")
    }
    if let shards, shards < 1 { throw ValidationError("--shards takes a number above 0") }
    if files.isEmpty, from == nil, shards != nil || format != nil || !option.isEmpty {
      throw ValidationError("--shards, --format and --option belong to files; there are none")
    }
  }

  func run() throws {
    guard let tool = WorkflowDoor.Tool(rawValue: tool) else { return }
    try WorkflowDoor.write(
      tool, files: files, list: from, study: study, shards: shards, format: format, options: option, to: output,
      force: common.force)
    let start = tool == .snakemake ? "snakemake --cores 2" : "bash submit.sh"
    if !common.quiet { Terminal.note("\(output): start it there with \(start)") }
  }
}
