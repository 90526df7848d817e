import Foundation

/// `Bench --binary PATH --checkout DIR --inputs DIR [--only TEXT] [--scale X] [--repeats N]`: one line a benchmark.
@main
enum Main {
  static let benchmarks =
    StartBenchmarks.all + MappingBenchmarks.all + GtfBenchmarks.all + ReaderBenchmarks.all + NormalizeBenchmarks.all
    + VendorTableBenchmarks.all + EngineBenchmarks.all

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func run(_ arguments: [String]) throws {
    var options = ["repeats": "3", "scale": "1", "only": ""]
    var rest = arguments[...]
    while let flag = rest.popFirst() {
      guard flag.hasPrefix("--"), let value = rest.popFirst() else {
        throw BenchError("expected --option value, found \(flag)")
      }
      options[String(flag.dropFirst(2))] = value
    }
    guard let binary = options["binary"], let checkout = options["checkout"], let inputs = options["inputs"],
      let scale = Double(options["scale"] ?? ""), scale > 0, let repeats = Int(options["repeats"] ?? ""), repeats > 0
    else { throw BenchError("--binary, --checkout and --inputs are needed; --scale and --repeats are above 0") }
    try FileManager.default.createDirectory(atPath: inputs, withIntermediateDirectories: true)
    let bench = Workbench(binary: binary, checkout: checkout, inputs: inputs, scale: scale)
    let chosen = benchmarks.filter { $0.name.hasPrefix(options["only"] ?? "") }
    guard !chosen.isEmpty else {
      throw BenchError("no benchmark begins with that; known: \(benchmarks.map(\.name).joined(separator: " "))")
    }
    write("benchmark\tcpu_s\twall_s\tpeak_mib\tmb_per_cpu_s\tfloor\tfloor_cpu_s\tratio\tpromise\tverdict")
    for benchmark in chosen {
      do { write(try Measurement(benchmark, bench: bench, binary: binary, repeats: repeats).line) } catch let
        lack as MissingProgram
      {
        write("\(benchmark.name)\tnot measured: \(lack.reason)")
      }
    }
  }

  /// A line that is seen at once, also in a pipe.
  private static func write(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}
