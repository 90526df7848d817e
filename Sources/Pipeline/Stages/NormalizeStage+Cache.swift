internal import OmicsIO
internal import Schema
internal import Workspace

extension NormalizeStage {
  /// The key of one input's normalised matrix: everything `run` is given, by content.
  static func key(
    input: String, _ aggregation: (targets: [String], values: [Double], sources: [[Int]]), measure: Measure,
    scale: Scale, columns: [Int], sheet: SampleTable, layer: Layer, cohort: String, plan: RunPlan, seed: UInt64
  ) -> StageKey {
    var digest = SHA256Digest()
    var names = StageWriter()
    names.put(aggregation.targets)
    names.put(aggregation.sources.map(\.count))
    names.bytes.withUnsafeBytes { digest.update($0) }
    let rows = aggregation.targets.count
    for column in columns {
      aggregation.values[(column * rows)..<((column + 1) * rows)].withUnsafeBytes { digest.update($0) }
    }
    var settings = [
      "contrast": plan.contrastText, "layer": layer.rawValue, "cohort": cohort, "measure": measure.rawValue,
      "scale": scale.rawValue,
    ]
    let chain = "normalization.\(layer.rawValue)"
    for setting in plan.settings.resolved where setting.key == chain || setting.key.hasPrefix("coverage.") {
      settings[setting.key] = setting.value
    }
    return StageKey(
      stage: "normalise/\(input)", version: version,
      ports: ["values": digest.finalize(), "samples": ContentDigest.of(sheet)], settings: settings, seed: seed)
  }
}

extension NormalizeStage.Result {
  /// The result for the stage cache.
  var bytes: [UInt8] {
    var writer = StageWriter()
    writer.put([matrix.layer.rawValue, matrix.cohort, matrix.measure.rawValue, method, reason])
    writer.put(madeMissing)
    writer.put(coverage.targets)
    writer.put(coverage.shares)
    writer.put(coverage.atOneObservation)
    writer.put(matrix.targets)
    writer.put(matrix.samples)
    writer.put(matrix.values)
    writer.put(matrix.featureCounts)
    writer.put(onTheCut)
    writer.put(steps.count)
    for step in steps { step.put(into: &writer) }
    writer.put(notes)
    return writer.bytes
  }

  /// A result from the stage cache; nil when the bytes are none.
  init?(bytes: [UInt8]) {
    var reader = StageReader(bytes)
    guard let words = reader.texts(), words.count == 5, let layer = Layer(rawValue: words[0]),
      let measure = Measure(rawValue: words[2]), let madeMissing = reader.int(), let all = reader.texts(),
      let shares = reader.doubles(), shares.count == all.count, let close = reader.ints(),
      close.allSatisfy(all.indices.contains),
      let targets = reader.texts(), let samples = reader.texts(), let values = reader.doubles(),
      values.count == targets.count * samples.count, let features = reader.ints(), features.count == targets.count,
      let onTheCut = reader.texts(), let stepCount = reader.int(), stepCount >= 0
    else { return nil }
    var steps: [NormalizationStep] = []
    for _ in 0..<stepCount {
      guard let step = NormalizationStep(&reader), step.factors.count == samples.count else { return nil }
      steps.append(step)
    }
    guard let notes = reader.diagnostics(), reader.isAtEnd else { return nil }
    self.init(
      matrix: LayerMatrix(
        layer: layer, cohort: words[1], measure: measure, targets: targets, samples: samples, values: values,
        featureCounts: features),
      method: words[3], reason: words[4],
      coverage: NormalizeStage.TargetCoverage(targets: all, shares: shares, atOneObservation: close),
      onTheCut: onTheCut,
      madeMissing: madeMissing, steps: steps, notes: notes)
  }
}
