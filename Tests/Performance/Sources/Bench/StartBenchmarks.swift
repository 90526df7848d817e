/// Small things that are done often: start-up, and the study of the checkout.
enum StartBenchmarks {
  static let all = [
    Benchmark(
      name: "start/version", prepare: { _ in "" }, arguments: { _, _ in ["--version"] },
      promise: .init(wallSeconds: 0.05)),
    small("gtf", "Gtf"), small("mztab", "MzTab"), small("mzidentml", "MzIdentML"), small("counts", "CountTable"),
    Benchmark(
      name: "run/ucec-msi", prepare: { "\($0.checkout)/Fixtures/ucec-msi/study.yaml" },
      arguments: { input, scratch in ["run", input, "-o", scratch, "--no-cache"] }, promise: .init(wallSeconds: 60)),
    // The first of the repeats fills the workspace; the least of them is warm.
    Benchmark(
      name: "run/ucec-msi-late-setting", prepare: { "\($0.checkout)/Fixtures/ucec-msi/study.yaml" },
      arguments: { input, scratch in
        ["run", input, "-o", scratch, "--workspace", "\(scratch)-workspace", "--set", "ranking.network_weight=0.1"]
      }, promise: .init(wallSeconds: 8)),
  ]

  /// The largest case of a plugin.
  private static func small(_ format: String, _ plugin: String) -> Benchmark {
    Benchmark(
      name: "start/\(format)", prepare: { try LargestCase.path(below: "\($0.checkout)/Plugins/\(plugin)/Cases") },
      arguments: { input, _ in ["inspect", input, "--json"] }, promise: .init(wallSeconds: 0.05))
  }
}
