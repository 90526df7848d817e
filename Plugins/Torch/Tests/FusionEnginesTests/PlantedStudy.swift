import Numerics

@testable import FusionEngines

/// A small study in which target 7 and its gene set tell cases from controls, or nothing does.
enum PlantedStudy {
  static let target = "g7"

  static func make(effect: Double = 2.5, samples: Int = 120, targets: Int = 60, cohorts: Int = 1) -> StudyInput {
    var stream = RandomStream(seed: 11, name: "planted")
    let label = (0..<samples).map { $0 % 2 }
    var rna: [Double] = []
    var protein: [Double] = []
    for sample in 0..<samples {
      for target in 0..<targets {
        // The target moves most; its program (5 to 14) follows by half.
        let pull = target == 7 ? effect : (5...14).contains(target) ? effect / 2 : 0
        let shift = label[sample] == 1 ? pull : 0
        rna.append(stream.normal() + shift)
        protein.append(stream.uniform() < 0.1 ? .nan : stream.normal() + shift)
      }
    }
    // A fifth of the samples has no protein at all.
    for sample in stride(from: 4, to: samples, by: 5) {
      for target in 0..<targets { protein[sample * targets + target] = .nan }
    }
    var network: [StudyInput.Edge] = []
    for target in 5..<9 { network.append(.init(a: target, b: target + 1, weight: 1)) }
    for target in 10..<targets - 1 {
      network.append(.init(a: target, b: (target * 7) % (targets - 10) + 10, weight: 1))
    }
    network = network.filter { $0.a != $0.b }
    let sets = (0..<targets / 5).map { set in ("set\(set)", Array(set * 5..<set * 5 + 5)) }
    return StudyInput(
      targets: (0..<targets).map { "g\($0)" }, samples: (0..<samples).map { "s\($0)" }, label: label,
      batch: (0..<samples).map { "b\($0 / 2 % 4)" }, cohort: (0..<samples).map { "c\($0 % (2 * cohorts) / 2)" },
      layers: [.init(name: "transcriptomics", values: rna), .init(name: "proteomics", values: protein)],
      network: network, pathways: sets)
  }

  /// Settings that are quick and still train.
  static let quick = [
    "folds": "3", "seeds": "2", "epochs": "120", "features": "60", "width": "8", "rate": "0.01", "device": "cpu",
  ]
}
