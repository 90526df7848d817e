internal import OmicsIO
internal import Schema

/// The files of the engine contract, and what explains them.
struct EngineOutputs {
  let input: StudyInput
  let findings: EngineFindings
  let engine: [[UnitResult]]
  let grouping: String
  let device: String
  let crossCohort: [(training: String, testing: String, area: Double)]
  let latent: (samples: [String], dimensions: Int, values: [Double])?
  let bottlenecks: [FinalModel.Bottleneck]

  func write(to folder: String) throws(OmicsError) {
    try put(ranking, "\(folder)/ranking.tsv")
    try put(attributions, "\(folder)/attributions.tsv")
    try put(folds, "\(folder)/folds.tsv")
    if input.layers.count > 1 { try put(missingLayers, "\(folder)/missing_layers.tsv") }
    if !bottlenecks.isEmpty { try put(bottleneckRows, "\(folder)/bottlenecks.tsv") }
    if let latent { try write(latent, to: "\(folder)/latent.h5ad") }
    // Last: who finds it, finds everything.
    try put(JSONWriter(isIndented: true).bytes(of: control), "\(folder)/control.json")
  }

  private func put(_ bytes: [UInt8], _ path: String) throws(OmicsError) {
    let file = try AtomicFile(path, force: true)
    try file.append(bytes)
    try file.commit()
  }

  private func table(_ header: String, _ rows: [[String]]) -> [UInt8] {
    Array(([header] + rows.map { $0.joined(separator: "\t") }).joined(separator: "\n").utf8) + [0x0A]
  }

  private func number(_ value: Double) -> String {
    guard value.isFinite else { return "NA" }
    var bytes: [UInt8] = []
    appendShortest(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private var ranking: [UInt8] {
    table(
      "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection",
      findings.ranking.map {
        [
          "\($0.rank)", $0.target, $0.symbol.isEmpty ? "NA" : $0.symbol, number($0.score), number($0.rankLow),
          number($0.rankHigh), $0.direction.rawValue,
        ]
      })
  }

  private var attributions: [UInt8] {
    table("target\tlayer\tvalue", findings.attributions.map { [$0.target, $0.layer, number($0.value)] })
  }

  private var folds: [UInt8] {
    var rows: [[String]] = []
    for (repetition, folds) in engine.enumerated() {
      for (fold, unit) in folds.enumerated() {
        var area = HeldOutAuc()
        area.add(logits: unit.logits, label: unit.label)
        let figures = unit.figures.keys.sorted().map { "\($0)=\(number(unit.figures[$0] ?? .nan))" }
        rows.append([
          "\(repetition + 1)", "\(fold + 1)", "\(unit.rows.count)", number(area.value), number(unit.gap),
          figures.isEmpty ? "NA" : figures.joined(separator: ";"),
        ])
      }
    }
    return table("repetition\tfold\theld_out\tauc\tcompleteness_gap\tfigures", rows)
  }

  /// The area with one layer taken away at prediction, and what that costs.
  private var missingLayers: [UInt8] {
    let whole = mean(EngineRun.areas(engine))
    return table(
      "absent_layer\tauc\tloss",
      input.layers.enumerated().map { index, layer in
        let areas = EngineRun.areas(
          engine.map { folds in
            folds.map { unit in
              var without = unit
              without.logits = index < unit.absent.count ? unit.absent[index] : []
              if without.logits.isEmpty { without.label = [] }
              return without
            }
          })
        return [layer.name, number(mean(areas)), number(whole - mean(areas))]
      })
  }

  private var bottleneckRows: [UInt8] {
    var rows: [[String]] = []
    for item in bottlenecks {
      rows.append(["\(item.size)", "all", number(item.reconstruction), number(item.label)])
      for set in item.pathways { rows.append(["\(item.size)", set.name, number(set.reconstruction), "NA"]) }
    }
    return table("size\tgene_set\treconstruction\tlabel_auc", rows)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  private var control: JSONValue {
    let gap = engine.joined().map(\.gap).max() ?? 0
    return .members([
      "metric": .string(findings.metric), "score": .number(findings.score),
      "controls": .array(
        findings.controls.map { .members(["id": .string($0.id), "score": .number($0.score)]) }),
      "beats_control": .bool(findings.beatsControl), "sentence": .string(findings.sentence),
      "folds_grouped_by": .string(grouping), "device": .string(device),
      "largest_completeness_gap": .number(gap),
      "cross_cohort": .array(
        crossCohort.map {
          .members(["training": .string($0.training), "testing": .string($0.testing), "score": .number($0.area)])
        }),
    ])
  }

  private func write(
    _ latent: (samples: [String], dimensions: Int, values: [Double]), to path: String
  ) throws(OmicsError) {
    var dataset = Dataset(layer: .transcriptomics)
    dataset.samples = SampleTable(
      latent.samples.enumerated().map { index, name in
        var sample = Sample(name: name)
        sample.batch = input.batch[index]
        sample.cohort = input.cohort[index]
        sample.characteristics = [.init("label", input.label[index] == 1 ? "case" : "control")]
        return sample
      })
    dataset.features = FeatureTable(
      (1...latent.dimensions).map { Feature(id: "z\($0)", kind: .factor, namespace: .local) })
    dataset.abundances = [
      AbundanceTable(
        kind: .factor, measure: .expression, scale: .log2, features: Array(0..<latent.dimensions),
        samples: Array(latent.samples.indices), values: latent.values)
    ]
    _ = try AnnDataFile.write(dataset, to: path, force: true)
  }
}
