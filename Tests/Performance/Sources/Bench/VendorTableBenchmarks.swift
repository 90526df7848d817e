import Foundation

/// Vendor tables read by manifests: a long report of 1 GB as text and as Parquet, and a wide table of protein groups.
enum VendorTableBenchmarks {
  static let all = [
    Benchmark(
      name: "diann-report/inspect", prepare: report, arguments: { input, _ in ["inspect", input, "--json"] },
      floor: lines, promise: .init(cpuSeconds: 10, peakMiB: 200)),
    Benchmark(
      name: "diann-report/convert", prepare: report,
      arguments: { input, scratch in ["convert", input, "-o", scratch] },
      floor: lines, promise: .init(cpuSeconds: 11, peakMiB: 200)),
    Benchmark(
      name: "diann-parquet/inspect", prepare: parquet, arguments: { input, _ in ["inspect", input, "--json"] },
      floor: nil, promise: .init(cpuSeconds: 15, peakMiB: 200)),
    Benchmark(
      name: "maxquant-proteingroups/inspect", prepare: proteinGroups,
      arguments: { input, _ in ["inspect", input, "--json"] }, floor: lines,
      promise: .init(cpuSeconds: 3, peakMiB: 700)),
  ]

  static let lines = Benchmark.Floor(label: "wc -l", arguments: { ["wc", "-l", $0] })

  /// 2.2 million rows in the columns of DIA-NN 1.8: 40,000 precursors of 5,000 protein groups in 55 runs, 1 GB.
  @Sendable static func report(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "report.tsv") { file in
      var random = SeededNumbers(seed: 11)
      let runs = bench.count(55)
      let columns = [
        "File.Name", "Run", "Protein.Group", "Protein.Ids", "Protein.Names", "Genes", "PG.Quantity", "PG.Normalised",
        "PG.MaxLFQ", "Genes.Quantity", "Genes.Normalised", "Genes.MaxLFQ", "Genes.MaxLFQ.Unique", "Modified.Sequence",
        "Stripped.Sequence", "Precursor.Id", "Precursor.Charge", "Q.Value", "PEP", "Global.Q.Value", "Protein.Q.Value",
        "PG.Q.Value", "Global.PG.Q.Value", "GG.Q.Value", "Translated.Q.Value", "Proteotypic", "Precursor.Quantity",
        "Precursor.Normalised", "Quantity.Quality", "RT", "RT.Start", "RT.Stop", "iRT", "Predicted.RT",
        "Lib.Q.Value", "Lib.PG.Q.Value", "Ms1.Profile.Corr", "Ms1.Area", "Evidence", "Spectrum.Similarity", "Averagine",
        "CScore", "Decoy.Evidence", "Decoy.CScore", "Fragment.Quant.Raw", "Fragment.Correlations", "MS2.Scan",
      ]
      try file.append(columns.joined(separator: "\t") + "\n")
      let letters = Array("ACDEFGHILMNPQSTVWY")
      let peptides = (0..<40_000).map { _ in
        String((0..<Int.random(in: 7...20, using: &random)).map { _ in letters.randomElement(using: &random) ?? "A" })
      }
      for run in 1...runs {
        let name = "20180914_QE8_nLC0_BDA_SA_DIA_sample_\(run)"
        for (index, peptide) in peptides.enumerated() {
          let group = index % 5_000
          let protein = "P\(10_000 + group)"
          // A group has one quantity a run.
          let quantity = Double((group * 7919 + run * 104_729) % 10_000_000 + 1_000)
          let own = Double.random(in: 1_000...1_000_000, using: &random).rounded()
          let q = "\(Double((index * 31 + run) % 1_000) / 100_000)"
          let quantities = Array(repeating: "\(quantity)", count: 7).joined(separator: "\t")
          try file.append(
            "D:\\raw\\\(name).raw\t\(name)\t\(protein)\t\(protein);Q\(20_000 + group)\tNAME\(group)_HUMAN\tGENE\(group)\t"
              + "\(quantities)\t\(peptide)K\t\(peptide)K\t\(peptide)K\(2 + index % 2)\t\(2 + index % 2)\t\(q)\t\(q)\t\(q)\t"
              + "0.00014\t0.00015\t0.00013\t0.00016\t0\t1\t\(own)\t\(own)\t0.81\t106.869\t106.529\t107.16\t55.9781\t110.11\t"
              + "4.1724e-05\t0.000131787\t0.222595\t583961\t1.64067\t0.648728\t0.103103\t0.959778\t0.1\t0.02\t"
              + "257674;159508;317060;142400;68352.8;0\t0.607;0.925;0.322;0.77;0.688;0\t\(165_000 + index)\n")
        }
      }
    }
  }

  /// The same numbers of precursors, groups and runs in the 56 columns of DIA-NN 2, zstd: 350 MB, written by pyarrow.
  @Sendable static func parquet(_ bench: Workbench) throws -> String {
    let path = "\(bench.inputs)/\(bench.scale)-report.parquet"
    if FileManager.default.fileExists(atPath: path) { return path }
    let script = "\(bench.checkout)/Tests/Performance/make_report_parquet.py"
    let made = try ChildProcess.measure(["python3", script, "\(bench.count(55))", path + ".part"])
    guard made.exitCode == 0 else {
      throw MissingProgram(reason: "needs python3 with pyarrow (pip install pyarrow), exit code \(made.exitCode)")
    }
    try FileManager.default.moveItem(atPath: path + ".part", toPath: path)
    return path
  }

  /// 12,000 protein groups in 200 experiments, four measures each.
  @Sendable static func proteinGroups(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "proteinGroups.txt") { file in
      var random = SeededNumbers(seed: 13)
      let experiments = (1...bench.count(200)).map { "exp_\($0)" }
      var header = ["Protein IDs", "Majority protein IDs", "Gene names", "Peptides", "Q-value", "Score", "Intensity"]
      for measure in ["Intensity", "iBAQ", "LFQ intensity", "MS/MS count"] {
        header += experiments.map { "\(measure) \($0)" }
      }
      header += ["Only identified by site", "Reverse", "Potential contaminant", "id"]
      try file.append(header.joined(separator: "\t") + "\n")
      for row in 0..<12_000 {
        var cells = ["P\(row);Q\(row)", "P\(row)", "GENE\(row)", "9", "0.001", "77.2", "2512000"]
        for measure in 0..<4 {
          for _ in experiments {
            let value = Int.random(in: 0...9_999_999, using: &random)
            cells.append(measure == 3 ? "\(value % 90)" : value % 5 == 0 ? "0" : "\(value)")
          }
        }
        cells += ["", "", row % 50 == 0 ? "+" : "", "\(row)"]
        try file.append(cells.joined(separator: "\t") + "\n")
      }
    }
  }
}
