import Glibc

/// Normalisation as whole processes: reading and writing included. Counts of 60,000 genes in 1,000 samples; log values of
/// as many; 20,000 genes in 500 samples of ten batches; ions of proteins in 200 runs, doubled in runs and in ions.
enum NormalizeBenchmarks {
  static let all =
    [
      counting("tmm", cpuSeconds: 7), counting("ratio", cpuSeconds: 4), counting("tmmwsp", cpuSeconds: nil),
      counting("filter-by-expression", cpuSeconds: nil), quantile, combat,
    ]
    + ["maxlfq", "directlfq"].flatMap { method in
      [
        ions(method, count: 100_000, runs: 200, wallSeconds: 60), ions(method, count: 100_000, runs: 400),
        ions(method, count: 200_000, runs: 200),
      ]
    }

  /// A promise is that of the method (TMM 5 s, ratio 2 s) and two seconds for 150 MB of text.
  private static func counting(_ method: String, cpuSeconds: Double?) -> Benchmark {
    Benchmark(
      name: "normalize/\(method)", prepare: counts,
      arguments: { input, scratch in
        ["normalize", input, "--method", method, "-o", "\(scratch)/\(method).tsv", "--force", "-q"]
      }, floor: Benchmark.Floor(label: "wc -w", arguments: { ["wc", "-w", $0] }),
      promise: .init(cpuSeconds: cpuSeconds))
  }

  /// Five seconds for the method; sixty million numbers are read and written besides.
  private static let quantile = Benchmark(
    name: "normalize/quantile", prepare: { try logs($0, "logs.tsv", rows: 60_000, samples: 1000) },
    arguments: { input, scratch in
      ["normalize", input, "--method", "quantile", "-o", "\(scratch)/quantile.tsv", "--force", "-q"]
    }, floor: Benchmark.Floor(label: "wc -w", arguments: { ["wc", "-w", $0] }))

  /// Five seconds for the method; ten million numbers are read and written besides.
  private static let combat = Benchmark(
    name: "normalize/combat",
    prepare: { bench in
      _ = try GeneratedFile.make(bench, "batches.tsv") { file in
        try file.append("sample\tplex\n")
        for sample in 0..<500 { try file.append("s\(sample)\tb\(sample % 10)\n") }
      }
      return try logs(bench, "batched.tsv", rows: 20_000, samples: 500)
    },
    arguments: { input, scratch in
      let sheet = input.dropLast("batched.tsv".utf8.count) + "batches.tsv"
      return [
        "normalize", input, "--method", "combat", "--samples", String(sheet), "--batch", "plex", "-o",
        "\(scratch)/combat.tsv", "--force", "-q",
      ]
    }, floor: Benchmark.Floor(label: "wc -w", arguments: { ["wc", "-w", $0] }))

  /// Ten ions a protein on average, a third of the values missing at low intensity.
  private static func ions(_ method: String, count: Int, runs: Int, wallSeconds: Double? = nil) -> Benchmark {
    Benchmark(
      name: "normalize/\(method)/\(count)x\(runs)",
      prepare: { bench in
        try GeneratedFile.make(bench, "\(method)-\(count)-\(runs).tsv") { file in
          var random = SeededNumbers(seed: 13)
          try file.append("protein\tion" + (0..<runs).map { "\tr\($0)" }.joined() + "\n")
          var profile: [Double] = []
          for ion in 0..<bench.count(count) {
            if ion % 10 == 0 { profile = (0..<runs).map { _ in Double.random(in: -1...1, using: &random) } }
            let level = Double.random(in: 12...26, using: &random)
            var line = "p\(ion / 10)\ti\(ion)"
            for run in 0..<runs {
              let value = level + profile[run] + Double.random(in: -0.3...0.3, using: &random)
              let isMissing = value < Double.random(in: 10...22, using: &random)
              let text = method == "directlfq" ? "\(Int(exp2(value)))" : "\((value * 1000).rounded() / 1000)"
              line += isMissing ? "\tNA" : "\t\(text)"
            }
            try file.append(line + "\n")
          }
        }
      },
      arguments: { input, scratch in
        [
          "normalize", input, "--method", method, "--feature-column", "protein", "-o", "\(scratch)/proteins.tsv",
          "--force", "-q",
        ]
      }, floor: Benchmark.Floor(label: "wc -w", arguments: { ["wc", "-w", $0] }),
      promise: .init(wallSeconds: wallSeconds))
  }

  /// log2 values with three decimals, samples of ten batches shifted and stretched.
  private static func logs(_ bench: Workbench, _ name: String, rows: Int, samples: Int) throws -> String {
    try GeneratedFile.make(bench, name) { file in
      var random = SeededNumbers(seed: 12)
      try file.append("gene" + (0..<samples).map { "\ts\($0)" }.joined() + "\n")
      for row in 0..<bench.count(rows) {
        let level = Double.random(in: 0..<14, using: &random)
        let spread = Double.random(in: 0.2...1.5, using: &random)
        var line = "g\(row)"
        for sample in 0..<samples {
          let batch = Double(sample % 10) / 20
          let value = level + batch + spread * (1 + batch) * Double.random(in: -1...1, using: &random)
          line += "\t\((value * 1000).rounded() / 1000)"
        }
        try file.append(line + "\n")
      }
    }
  }

  /// Counts with a spread of levels, depths that differ between samples, and a fifth of zeros but in every third row:
  /// ratio factors need rows without.
  @Sendable static func counts(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "counts.tsv") { file in
      var random = SeededNumbers(seed: 11)
      let columns = 1000
      try file.append("gene" + (0..<columns).map { "\ts\($0)" }.joined() + "\n")
      for row in 0..<bench.count(60_000) {
        let share = Double.random(in: 0..<1, using: &random)
        let level = 2000 * share * share * share * share
        var line = "g\(row)"
        for column in 0..<columns {
          let isZero = row % 3 > 0 && Double.random(in: 0..<1, using: &random) < 0.2
          let depth = (0.5 + Double(column % 7) / 4) * Double.random(in: 0.5..<1.5, using: &random)
          line += "\t\(isZero ? 0 : Int(level * depth) + (row % 3 == 0 ? 1 : 0))"
        }
        try file.append(line + "\n")
      }
    }
  }
}
