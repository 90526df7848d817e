/// Normalisation of a count table of 60,000 genes in 1,000 samples, as whole processes: reading and writing included.
enum NormalizeBenchmarks {
  static let all = [
    benchmark("tmm", cpuSeconds: 7), benchmark("ratio", cpuSeconds: 4), benchmark("tmmwsp", cpuSeconds: nil),
    benchmark("filter-by-expression", cpuSeconds: nil),
  ]

  /// A promise is that of the method (TMM 5 s, ratio 2 s) and two seconds for 150 MB of text.
  private static func benchmark(_ method: String, cpuSeconds: Double?) -> Benchmark {
    Benchmark(
      name: "normalize/\(method)", prepare: counts,
      arguments: { input, scratch in
        ["normalize", input, "--method", method, "-o", "\(scratch)/\(method).tsv", "--force", "-q"]
      }, floor: Benchmark.Floor(label: "wc -w", arguments: { ["wc", "-w", $0] }),
      promise: .init(cpuSeconds: cpuSeconds))
  }

  /// Counts with a spread of levels, depths that differ between samples, and a fifth of zeros.
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
          let isZero = Double.random(in: 0..<1, using: &random) < 0.2
          let depth = (0.5 + Double(column % 7) / 4) * Double.random(in: 0.5..<1.5, using: &random)
          line += "\t\(isZero ? 0 : Int(level * depth))"
        }
        try file.append(line + "\n")
      }
    }
  }
}
