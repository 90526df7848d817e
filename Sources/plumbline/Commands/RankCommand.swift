internal import ArgumentParser
internal import Pipeline

/// `rank`: datasets that stand already to a ranked target list.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Rank targets of datasets that are canonical or harmonised already.",
    discussion: """
      Each DATASET is a canonical folder, .h5ad or .h5mu, such as convert, map or a run's harmonized/ gives. They take the \
      place of the study's inputs; sample sheet, contrast, priors and settings are the study's. Layers and cohorts are what \
      the datasets say. Values on a log2 scale are taken as they stand, others are normalised as the study says. RUN is a \
      run folder like that of run: it can be verified, explained and compared.

      Example:
        plumbline convert proteinGroups.txt -o protein
        plumbline rank protein rna.h5ad --study study.yaml -o runs/1
        plumbline rank runs/1/harmonized/*.h5mu --study study.yaml --set ranking.network_weight=0 -o runs/2
      """)

  @Argument(help: ArgumentHelp("Canonical folders, .h5ad or .h5mu files.", valueName: "DATASET"))
  var datasets: [String]

  @Option(name: .long, help: ArgumentHelp("The study file.", valueName: "STUDY.yaml"))
  var study: String

  @OptionGroup var options: RunOptions

  func run() throws {
    try options.execute(
      try RankDoor.plan(
        datasets, study: study, set: options.set, seed: options.seed, catalog: try options.tableOptions.catalog()),
      study: study)
  }
}
