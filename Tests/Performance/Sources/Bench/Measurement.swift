import Foundation

/// A benchmark as measured: the least of several runs, beside the least of the floor's.
struct Measurement {
  private let name: String
  private let best: ProcessCost
  private let floor: (label: String, cpuSeconds: Double)?
  private let promise: Benchmark.Promise
  /// Bytes of the input.
  private let bytes: Int

  init(_ benchmark: Benchmark, bench: Workbench, binary: String, repeats: Int) throws {
    name = benchmark.name
    promise = benchmark.promise
    let input = try benchmark.prepare(bench)
    bytes = (try? FileManager.default.attributesOfItem(atPath: input)[.size] as? Int) ?? 0
    let scratch = "\(bench.inputs)/scratch"
    var runs: [ProcessCost] = []
    for _ in 0..<repeats {
      try? FileManager.default.removeItem(atPath: scratch)
      let arguments = benchmark.arguments(input, scratch)
      let cost = try ChildProcess.measure([binary] + arguments)
      guard cost.exitCode == 0 else {
        throw BenchError("\(name): exit code \(cost.exitCode) of plumbline \(arguments.joined(separator: " "))")
      }
      runs.append(cost)
    }
    try? FileManager.default.removeItem(atPath: scratch)
    best = ProcessCost(
      cpuSeconds: runs.map(\.cpuSeconds).min() ?? 0, wallSeconds: runs.map(\.wallSeconds).min() ?? 0,
      peakMiB: runs.map(\.peakMiB).max() ?? 0, exitCode: 0)
    if let plain = benchmark.floor, ChildProcess.isInstalled(plain.arguments(input)[0]) {
      let costs = try (0..<repeats).map { _ in try ChildProcess.measure(plain.arguments(input)).cpuSeconds }
      floor = (plain.label, costs.min() ?? 0)
    } else {
      floor = nil
    }
  }

  private var ratio: Double? { floor.map { best.cpuSeconds / max($0.cpuSeconds, 1e-6) } }

  private var bounds: [(text: String, found: Double?, bound: Double)] {
    var list: [(String, Double?, Double)] = []
    if let bound = promise.cpuSeconds { list.append(("\(bound) CPU s", best.cpuSeconds, bound)) }
    if let bound = promise.wallSeconds { list.append(("\(bound) s", best.wallSeconds, bound)) }
    if let bound = promise.peakMiB { list.append(("\(bound) MiB", best.peakMiB, bound)) }
    if let bound = promise.floorRatio { list.append(("\(bound)x floor", ratio, bound)) }
    return list
  }

  private var isMissed: Bool { bounds.contains { ($0.found ?? 0) > $0.bound } }

  /// The row of the table.
  var line: String {
    let verdict = bounds.isEmpty ? "-" : isMissed ? "missed" : bounds.contains { $0.found == nil } ? "no floor" : "kept"
    return [
      name, text(best.cpuSeconds), text(best.wallSeconds), text(best.peakMiB),
      text(Double(bytes) / 1e6 / max(best.cpuSeconds, 1e-6)), floor?.label ?? "-",
      floor.map { text($0.cpuSeconds) } ?? "-", ratio.map(text) ?? "-",
      bounds.isEmpty ? "-" : bounds.map(\.text).joined(separator: ", "), verdict,
    ].joined(separator: "\t")
  }

  private func text(_ value: Double) -> String { String(format: "%.3f", value) }
}
