import Foundation

/// A study made of numbers: 150 genes, 24 samples, two layers, a mapping table and a network, small enough to run in a
/// fraction of a second. Gene k = 1 … 12 follows the label; `planted` is the gene that a change is about.
final class SimulatedStudy {
  static let planted = "G100"
  static let plantedTarget = "HGNC:1100"
  static let genes = 150
  static let samples = 24

  /// What is otherwise in one of two runs.
  struct Options {
    /// The planted gene follows the label in the cases with an index of at most this; 0 leaves it flat.
    var plantedCases = 0
    var plantedEffect = 4.0
    /// Samples of the planted gene without an RNA value.
    var plantedMissing = 0
    var plantedInProtein = true
    var plantedInTable = true
    /// Whether strong genes are the planted gene's neighbours.
    var plantedEdges = false
    /// Cases left out of the sheet: those with an index of at most this.
    var droppedCases = 0
    /// How many genes behind the planted one are missing in most samples of the protein layer and are drawn anew by
    /// imputation, with the seed.
    var imputed = 0
    var resamples = 40
    var seed = 1
    var coverage = "0.3"
    var networkWeight = "0.25"
    var fdr = "0.05"
  }

  let folder: URL
  private let draw: UInt64

  init(draw: Int) throws {
    self.draw = UInt64(draw)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-sim-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Cases are the odd samples, counted from 1.
  private static func caseIndex(_ sample: Int) -> Int { sample % 2 == 1 ? sample / 2 + 1 : 0 }
  private static func symbol(_ gene: Int) -> String { String(format: "G%03d", gene) }

  /// A normal number that depends on the draw, layer, gene and sample alone.
  private func noise(_ layer: Int, _ gene: Int, _ sample: Int) -> Double {
    var state = draw &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(layer * 1_000_003 + gene * 1009 + sample + 1)
    func next() -> Double {
      state = state &+ 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return (Double((word ^ (word >> 31)) >> 11) + 0.5) * 0x1p-53
    }
    return (-2 * log(next())).squareRoot() * cos(2 * .pi * next())
  }

  private func matrix(_ layer: Int, _ options: Options) -> [[String]] {
    var rows = [["gene"] + (0..<Self.samples).map { "S\($0)" }]
    for gene in 1...Self.genes {
      let isPlanted = Self.symbol(gene) == Self.planted
      if isPlanted, layer == 1, !options.plantedInProtein { continue }
      rows.append(
        [Self.symbol(gene)]
          + (0..<Self.samples).map { sample in
            let place = Self.caseIndex(sample)
            var value = 10 + 0.5 * noise(layer, gene, sample)
            if gene <= 12, place > 0 { value += 2.2 - Double(gene) * 0.1 }
            if isPlanted, place > 0, place <= options.plantedCases { value += options.plantedEffect * 0.5 }
            if isPlanted, layer == 0, sample < options.plantedMissing { return "NA" }
            if layer == 1, gene > 100, gene <= 100 + options.imputed, (sample / 2 + gene) % 4 != 0 { return "NA" }
            return String(format: "%.4f", value)
          })
    }
    return rows
  }

  func write(_ name: String, _ rows: [[String]], end: String = "\n") throws {
    try rows.map { $0.joined(separator: "\t") + end }.joined().write(
      toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// Writes all files of a study below `name`; gives the study file.
  func make(_ name: String, _ options: Options = Options()) throws -> String {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    try write("\(name)/rna.tsv", matrix(0, options))
    try write("\(name)/protein.tsv", matrix(1, options))
    try write(
      "\(name)/samples.tsv",
      [["sample", "state", "plex"]]
        + (0..<Self.samples).filter { sample in
          let place = Self.caseIndex(sample)
          return place == 0 || place > options.droppedCases
        }.map { ["S\($0)", Self.caseIndex($0) > 0 ? "case" : "control", "P\($0 / 2 % 2)"] })
    try write(
      "\(name)/hgnc.tsv",
      [
        [
          "HGNC ID", "Approved symbol", "Approved name", "Status", "Alias symbols", "Previous symbols",
          "NCBI Gene ID(supplied by NCBI)", "UniProt ID(supplied by UniProt)", "Ensembl gene ID",
        ]
      ]
        + (1...Self.genes).filter { options.plantedInTable || Self.symbol($0) != Self.planted }.map {
          ["HGNC:\(1000 + $0)", Self.symbol($0), "gene \($0)", "Approved", "", "", "", "", ""]
        })
    var edges = (20..<80).map { [Self.symbol($0), Self.symbol($0 + 1)] }
    if options.plantedEdges { edges += (1...10).map { [Self.planted, Self.symbol($0)] } }
    try write("\(name)/network.tsv", [["gene_a", "gene_b"]] + edges)
    try writeStudy(name, options)
    return path("\(name)/study.yaml")
  }

  func writeStudy(_ name: String, _ options: Options, rna: String = "rna.tsv", protein: String = "protein.tsv") throws {
    let table = try Command.sha256(path("\(name)/hgnc.tsv"))
    try """
    tables:
      - { name: hgnc, release: "\(options.plantedInTable ? "new" : "old")", path: hgnc.tsv, sha256: \(table) }
    """.write(toFile: path("\(name)/lock.yaml"), atomically: true, encoding: .utf8)
    try """
    study: simulated
    organism: 9606
    samples: samples.tsv
    inputs:
      - { path: "\(rna)", layer: transcriptomics, cohort: c, measure: expression, scale: log2 }
      - { path: "\(protein)", layer: proteomics, cohort: c, measure: expression, scale: log2 }
    identifiers: { target: hgnc, lock: lock.yaml }
    normalization: { proteomics: \(options.imputed > 0 ? "minprob" : "auto") }
    coverage: { minimum: \(options.coverage) }
    contrast: { factor: state, case: case, control: control, batch: plex }
    priors: { network: network.tsv }
    ranking: { resamples: \(options.resamples), permutations: 49, fdr: \(options.fdr), network_weight: \(options.networkWeight) }
    seed: \(options.seed)
    """.write(toFile: path("\(name)/study.yaml"), atomically: true, encoding: .utf8)
  }

  /// Makes and runs a study.
  func run(_ name: String, _ options: Options = Options()) throws -> Command.Result {
    try Command.run("run", try make(name, options), "-o", path("run-\(name)"), "-q")
  }
}
