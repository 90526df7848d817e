internal import Fusion
internal import Numerics
internal import Schema

/// What layers that are no channel of the ranking say of its targets: copy number, phosphorylation.
///
/// Their label effects are those of the same model and stand beside the evidence; a rank never follows from them. Where one
/// differs by the label, its direction becomes a flag of the target: an amplicon shows as `genomics:up` on all its members.
struct ContextStage {
  /// The layers that are ranked by.
  static let ranked: Set<Layer> = [.transcriptomics, .proteomics]
  /// The layers that stand beside the ranking, and the channel of each.
  private static let channels: [(layer: Layer, channel: EvidenceChannel)] = [
    (.phosphoproteomics, .phosphorylation), (.genomics, .genome),
  ]

  /// Evidence by target, in the order of layers and cohorts.
  private var rows: [String: [Evidence]] = [:]
  /// The direction of each layer that differs by the label, by target; `nil` where cohorts disagree.
  private var moved: [Layer: [String: TargetDirection]] = [:]
  /// One sentence a layer.
  private(set) var sentences: [String] = []

  init(_ matrices: [LayerMatrix], cohorts: [CohortData], falseDiscoveryRate: Double) throws(OmicsError) {
    for (layer, channel) in Self.channels {
      let own = matrices.filter { $0.layer == layer }
      guard !own.isEmpty else { continue }
      var tested: Set<String> = []
      for cohort in cohorts {
        guard let matrix = own.first(where: { $0.cohort == cohort.name }) else { continue }
        let effects = try Self.effects(matrix, beside: cohort)
        let q = PValueAdjustment.benjaminiHochberg.adjust(effects.pValue)
        for (index, target) in matrix.targets.enumerated() where !effects.z[index].isNaN {
          tested.insert(target)
          rows[target, default: []].append(Self.evidence(effects, index, target, channel, layer, cohort.name))
          guard q[index] <= falseDiscoveryRate else { continue }
          let direction: TargetDirection = effects.z[index] > 0 ? .up : .down
          let known = moved[layer]?[target]
          moved[layer, default: [:]][target] = known == nil || known == direction ? direction : .mixed
        }
      }
      sentences.append(
        "Layer \(layer.rawValue) stands beside the ranking and moves no rank: \(moved[layer]?.count ?? 0) of its "
          + "\(tested.count) targets differ by the label.")
    }
    for layer in Set(matrices.map(\.layer)).subtracting(Self.ranked).subtracting(Self.channels.map(\.layer))
      .map(\.rawValue).sorted()
    {
      sentences.append("Layer \(layer) is read and mapped; it is no channel of this ranking.")
    }
  }

  /// The label effect on every target of a layer, in the samples and the model of the cohort.
  private static func effects(_ matrix: LayerMatrix, beside cohort: CohortData) throws(OmicsError) -> ChannelStatistics
  {
    let columnOf = Dictionary(
      matrix.samples.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var alone = cohort
    alone.targets = matrix.targets
    alone.protein = nil
    alone.rna = cohort.samples.flatMap { sample -> [Double] in
      guard let column = columnOf[sample] else { return [Double](repeating: .nan, count: matrix.targets.count) }
      return matrix.targets.indices.map { matrix[$0, column] }
    }
    return try CohortEvidence(alone).statistics()[0]
  }

  private static func evidence(
    _ effects: ChannelStatistics, _ index: Int, _ target: String, _ channel: EvidenceChannel, _ layer: Layer,
    _ cohort: String
  ) -> Evidence {
    Evidence(
      target: target, channel: channel, layer: layer.rawValue, cohort: cohort, effect: effects.effect[index],
      standardError: effects.standardError[index], statistic: effects.z[index], pValue: effects.pValue[index],
      count: effects.count[index], coverage: effects.coverage[index], contribution: 0, reference: "")
  }

  /// The evidence with the rows of these layers behind those of each target.
  func beside(_ evidence: [Evidence]) -> [Evidence] {
    guard !rows.isEmpty else { return evidence }
    var result: [Evidence] = []
    for (index, item) in evidence.enumerated() {
      result.append(item)
      guard index + 1 == evidence.count || evidence[index + 1].target != item.target else { continue }
      result += rows[item.target] ?? []
    }
    return result
  }

  /// Flags such as `genomics:up` on the targets of which a layer differs by the label.
  func mark(_ ranking: inout TargetRanking) {
    for (layer, directions) in moved {
      for index in ranking.candidates.indices {
        guard let direction = directions[ranking.candidates[index].target] else { continue }
        ranking.candidates[index].flags =
          (ranking.candidates[index].flags + ["\(layer.rawValue):\(direction.rawValue)"]).sorted()
      }
    }
  }

  /// Whether a target's copy number differs by the label.
  func isInGenome(_ target: String) -> Bool { moved[.genomics]?[target] != nil }
}
