internal import Numerics
internal import Schema

/// All cohorts of an engine's input on common targets: what the engines of this room work on.
struct JoinedStudy: Sendable {
  /// One layer: samples by targets, log2, nan where missing.
  struct Layer: Sendable {
    var name: String
    var values: Matrix
  }

  /// Target ids, sorted by bytes.
  var targets: [String]
  /// Display symbols, a target each; empty where unknown.
  var symbols: [String]
  /// Sample names, cohort after cohort.
  var samples: [String]
  /// 1 for case, 0 for control.
  var label: [Int]
  /// The batch of each sample, numbered over all cohorts.
  var batch: [Int]
  /// The cohort of each sample.
  var cohort: [Int]
  /// The cohorts' names.
  var cohorts: [String]
  /// The individual of each sample, numbered over all cohorts.
  var subject: [Int]
  /// Covariates, a column each: centred in their cohort, 0 in the others and where missing.
  var covariates: [[Double]]
  /// The layers that any cohort has.
  var layers: [Layer]
  /// The network by places of targets, without loops.
  var edges: [(a: Int, b: Int, weight: Double)]

  var rows: [Int] { Array(samples.indices) }

  init(_ input: EngineInput) {
    targets = Set(input.cohorts.flatMap(\.targets)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    symbols = targets.map { input.symbols[$0] ?? "" }
    cohorts = input.cohorts.map(\.name)
    (samples, label, batch, cohort, subject, covariates, layers, edges) = ([], [], [], [], [], [], [], [])
    var place: [String: Int] = [:]
    for (index, target) in targets.enumerated() { place[target] = index }
    var subjects: [String: Int] = [:]
    let count = input.cohorts.reduce(0) { $0 + $1.samples.count }
    for (index, own) in input.cohorts.enumerated() {
      let first = samples.count
      let batches = (batch.max() ?? -1) + 1
      samples += own.samples
      label += own.label.map { Int($0) }
      batch += own.batch.map { batches + $0 }
      cohort += own.samples.map { _ in index }
      for sample in own.samples {
        let name = input.subjects[sample] ?? ""
        let key = name.isEmpty ? "sample \(sample)" : "subject \(name)"
        subject.append(subjects[key] ?? subjects.count)
        subjects[key] = subject[subject.count - 1]
      }
      for column in own.covariates {
        let mean = Descriptive.mean(column)
        var values = [Double](repeating: 0, count: count)
        for (row, value) in column.enumerated() where value.isFinite { values[first + row] = value - mean }
        covariates.append(values)
      }
    }
    let kinds: [(Schema.Layer, KeyPath<CohortData, [Double]?>)] = [
      (.transcriptomics, \.rna), (.proteomics, \.protein),
    ]
    for (layer, values) in kinds where input.cohorts.contains(where: { $0[keyPath: values] != nil }) {
      var matrix = Matrix(rows: count, columns: targets.count, repeating: .nan)
      var first = 0
      for own in input.cohorts {
        if let given = own[keyPath: values] {
          for (row, target) in own.targets.enumerated() {
            guard let column = place[target] else { continue }
            for sample in own.samples.indices {
              matrix.values[column * count + first + sample] = given[sample * own.targets.count + row]
            }
          }
        }
        first += own.samples.count
      }
      layers.append(Layer(name: layer.rawValue, values: matrix))
    }
    for edge in input.network {
      if let a = place[edge.a], let b = place[edge.b], a != b { edges.append((a, b, edge.weight)) }
    }
  }

  /// Labels in random order within cohort and batch.
  func permutedLabels(seed: UInt64, index: Int) -> [Int] {
    var stream = RandomStream(seed: seed, name: "permuted labels", index: UInt64(index))
    var result = label
    for one in 0...(batch.max() ?? 0) {
      let members = rows.filter { batch[$0] == one }
      var own = members.map { label[$0] }
      stream.shuffle(&own)
      for (row, value) in zip(members, own) { result[row] = value }
    }
    return result
  }

  /// - Throws: `refused` when there are too few samples of a label for the folds.
  func checkFolds(_ folds: Int, engine: String) throws(OmicsError) {
    let cases = label.reduce(0, +)
    let least = min(cases, label.count - cases)
    guard least >= 2 * folds else {
      throw OmicsError(
        .refused,
        "engine \(engine) needs at least \(2 * folds) samples of each label for \(folds) folds, found \(least)",
        hint: least >= 4 ? "Set engine_settings: { \(engine): { folds: \(least / 2) } }." : nil)
    }
  }
}
