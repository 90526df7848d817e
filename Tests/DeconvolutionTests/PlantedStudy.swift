import Numerics
import Schema

/// A small study with planted programs: program 0 follows the label in both layers, led by target 7; the others vary
/// on their own, one of them in protein alone.
enum PlantedStudy {
  static let lead = "g007"
  /// Members of the programs, by place.
  static let programs = [5..<20, 30..<50, 60..<85]

  struct Options {
    var samples = 60
    var targets = 120
    var effect = 2.0
    var batches = 4
    var batchShift = 1.0
    var cohorts = 1
    var missing = 0.1
    /// Samples without any protein: every nth; 0 for none.
    var withoutProtein = 5
    var seed: UInt64 = 11
    /// Labels in random order: nothing follows them.
    var permuted = false
  }

  /// The planted activity of each program, a sample each.
  static func activity(_ options: Options) -> [[Double]] {
    var stream = RandomStream(seed: options.seed, name: "activity")
    return programs.indices.map { program in
      (0..<options.samples).map { sample in
        program == 0
          ? (sample % 2 == 0 ? -0.5 : 0.5) * options.effect + 0.4 * stream.normal() : stream.normal()
      }
    }
  }

  static func id(_ target: Int) -> String { "g" + "\(1000 + target)".dropFirst() }

  static func input(_ options: Options = Options(), settings: [String: String] = [:]) -> EngineInput {
    let activity = activity(options)
    var stream = RandomStream(seed: options.seed, name: "cells")
    var label = (0..<options.samples).map { $0 % 2 }
    if options.permuted { stream.shuffle(&label) }
    let shifts = (0..<options.batches).map { _ in
      (0..<options.targets).map { _ in options.batchShift * stream.normal() }
    }
    var layers: [[Double]] = [[], []]
    for sample in 0..<options.samples {
      for target in 0..<options.targets {
        for layer in 0..<2 {
          var value = 10 + stream.normal() + shifts[sample / 2 % options.batches][target]
          for (program, members) in programs.enumerated() where members.contains(target) {
            if program == 2, layer == 0 { continue }
            let strength = program == 0 ? (target == 7 ? 2.0 : 0.9) : 1.2
            value += (target % 3 == 0 ? -1 : 1) * strength * activity[program][sample]
          }
          let isMissing = layer == 1 && stream.uniform() < options.missing
          let isAbsent = layer == 1 && options.withoutProtein > 0 && sample % options.withoutProtein == 4
          layers[layer].append(isMissing || isAbsent ? .nan : value)
        }
      }
    }
    var network: [NetworkEdge] = []
    for target in 5..<19 {
      network.append(NetworkEdge(a: id(target), b: id(target + 1), weight: 1))
      network.append(NetworkEdge(a: id(7), b: id(target == 7 ? 19 : target), weight: 1))
    }
    for target in 20..<options.targets - 1 {
      network.append(NetworkEdge(a: id(target), b: id(20 + target * 7 % (options.targets - 20)), weight: 1))
    }
    let cohorts = (0..<options.cohorts).map { cohort in
      let own = (0..<options.samples).filter { $0 / 2 % options.cohorts == cohort }
      return CohortData(
        name: "c\(cohort)", targets: (0..<options.targets).map(id), samples: own.map { "s\(100 + $0)" },
        label: own.map { Int8(label[$0]) }, batch: own.map { $0 / 2 % options.batches }, covariates: [],
        rna: own.flatMap { layers[0][$0 * options.targets..<($0 + 1) * options.targets] },
        protein: own.flatMap { layers[1][$0 * options.targets..<($0 + 1) * options.targets] })
    }
    return EngineInput(
      cohorts: cohorts, symbols: [:], network: network.filter { $0.a != $0.b }, pathways: [], seed: 3,
      settings: settings)
  }
}
