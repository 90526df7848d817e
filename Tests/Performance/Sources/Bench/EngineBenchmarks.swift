/// The ranking and the second-opinion engines of the core on one study: 20,000 targets in 200 samples of two layers, eight
/// hidden factors, a network of 100,000 edges. What an engine costs is its line less that of the ranking alone.
enum EngineBenchmarks {
  static let all = ["", "factors", "graph"].map { engine in
    Benchmark(
      name: "engines/\(engine.isEmpty ? "none" : engine)", prepare: { try study($0, engine) },
      arguments: { input, scratch in ["run", input, "-o", scratch, "--no-cache", "-q"] })
  }

  private static let samples = 200

  private static func study(_ bench: Workbench, _ engine: String) throws -> String {
    let targets = bench.count(20_000)
    var names: [String] = []
    for (layer, noise) in [("rna", 0.6), ("protein", 0.9)] {
      let path = try GeneratedFile.make(bench, "engine-\(layer).tsv") { file in
        var random = SeededNumbers(seed: layer == "rna" ? 21 : 22)
        var shared = SeededNumbers(seed: 20)
        let factors = (0..<8).map { _ in (0..<samples).map { _ in Double.random(in: -1...1, using: &shared) } }
        try file.append("gene" + (0..<samples).map { "\ts\($0)" }.joined() + "\n")
        for target in 0..<targets {
          let loadings = (0..<8).map { _ in Double.random(in: -1...1, using: &shared) }
          let level = Double.random(in: 4...14, using: &random)
          var line = "g\(target)"
          for sample in 0..<samples {
            var value = level + noise * Double.random(in: -1...1, using: &random)
            for (factor, loading) in zip(factors, loadings) { value += 0.4 * loading * factor[sample] }
            if target % 500 == 0, sample % 2 == 0 { value += 1.5 }
            let isMissing = layer == "protein" && Double.random(in: 0...1, using: &random) < 0.15
            line += isMissing ? "\tNA" : "\t\((value * 1000).rounded() / 1000)"
          }
          try file.append(line + "\n")
        }
      }
      names.append(fileName(path))
    }
    let sheet = try GeneratedFile.make(bench, "engine-samples.tsv") { file in
      try file.append("sample\tstate\tplex\n")
      for sample in 0..<samples {
        try file.append("s\(sample)\t\(sample % 2 == 0 ? "case" : "control")\tp\(sample / 2 % 5)\n")
      }
    }
    let network = try GeneratedFile.make(bench, "engine-network.tsv") { file in
      var random = SeededNumbers(seed: 23)
      try file.append("gene_a\tgene_b\n")
      for edge in 0..<5 * targets {
        try file.append("g\(edge % targets)\tg\(Int.random(in: 0..<targets, using: &random))\n")
      }
    }
    return try GeneratedFile.make(bench, "engine-\(engine.isEmpty ? "none" : engine).yaml") { file in
      try file.append(
        """
        study: engines
        samples: \(fileName(sheet))
        inputs:
          - { path: \(names[0]), layer: transcriptomics, cohort: c, measure: expression, scale: log2 }
          - { path: \(names[1]), layer: proteomics, cohort: c, measure: expression, scale: log2 }
        identifiers: { target: none }
        contrast: { factor: state, case: case, control: control, batch: plex }
        priors: { network: \(fileName(network)) }
        ranking: { resamples: 20, permutations: 99 }
        engines: [\(engine)]

        """)
    }
  }

  private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
