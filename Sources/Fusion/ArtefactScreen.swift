internal import Numerics
public import Schema

/// Which targets differ between the groups for a reason that is none of theirs.
///
/// Looked at are targets with a |z| of at least `notable`, with batch and covariates in the model or without. Nothing is
/// dropped: a finding is a flag and a line of a list.
public struct ArtefactScreen: Sendable {
  /// The |z| from which a difference is looked at.
  public static let notable = 3.0
  /// The |z| that another cohort must reach with the same sign to agree.
  public static let agreement = 1.0
  /// The share of variance that a technical property must explain at least.
  public static let technicalShare = 0.1

  /// A property of the samples that no target should follow: a number or a level for each.
  public struct Technical: Sendable, Hashable {
    /// Its name, such as `depth`.
    public var name: String
    /// Numbers; nan where unknown.
    public var numbers: [Double]
    /// Level indices instead of numbers.
    public var levels: [Int]?

    /// A numeric property.
    public init(_ name: String, numbers: [Double]) {
      self.name = name
      self.numbers = numbers
    }

    /// A property of levels.
    public init(_ name: String, levels: [Int]) {
      self.name = name
      numbers = []
      self.levels = levels
    }
  }

  /// A cohort with its statistics and the technical properties of its samples by layer.
  public struct Part: Sendable {
    let cohort: CohortData
    let statistics: [ChannelStatistics]
    let technical: [Layer: [Technical]]

    /// A part.
    public init(_ cohort: CohortData, statistics: [ChannelStatistics], technical: [Layer: [Technical]]) {
      self.cohort = cohort
      self.statistics = statistics
      self.technical = technical
    }
  }

  private struct Reading {
    var raw: [Double]
    var adjusted: [Double]
  }

  /// The findings, by cohort, layer and target; a target may have several.
  public static func findings(_ parts: [Part]) throws(OmicsError) -> [ArtefactFinding] {
    var findings: [ArtefactFinding] = []
    for (index, part) in parts.enumerated() {
      for layer in [Layer.transcriptomics, .proteomics] {
        guard let reading = try reading(part, layer) else { continue }
        let values = layer == .transcriptomics ? part.cohort.rna : part.cohort.protein
        let elsewhere = parts.indices.filter { $0 != index }.map { others(parts[$0], layer) }
        let shares = Shares(part, values ?? [], part.technical[layer] ?? [])
        for (row, target) in part.cohort.targets.enumerated() {
          let (raw, adjusted) = (reading.raw[row], reading.adjusted[row])
          guard max(abs(raw), abs(adjusted)) >= notable else { continue }
          let (label, technical) = shares.of(row)
          let found = reasons(
            raw: raw, adjusted: adjusted, label: label, technical: technical,
            elsewhere: elsewhere.compactMap { $0[target] })
          for reason in found {
            findings.append(
              ArtefactFinding(
                target: target, reason: reason, cohort: part.cohort.name, layer: layer, rawZ: raw, adjustedZ: adjusted,
                labelShare: label, technical: technical?.name ?? "", technicalShare: technical?.share ?? .nan))
          }
        }
      }
    }
    return findings
  }

  /// What speaks against a target: a pure function of its numbers.
  static func reasons(
    raw: Double, adjusted: Double, label: Double, technical: (name: String, share: Double)?, elsewhere: [Double]
  ) -> [ArtefactFinding.Reason] {
    var reasons: [ArtefactFinding.Reason] = []
    if abs(raw) >= notable, abs(adjusted) < 0.5 * abs(raw) { reasons.append(.batchSensitive) }
    if let technical, technical.share >= technicalShare, technical.share > label { reasons.append(.followsTechnical) }
    if abs(adjusted) >= notable, !elsewhere.isEmpty,
      !elsewhere.contains(where: { $0 * adjusted > 0 && abs($0) >= agreement })
    {
      reasons.append(.oneCohort)
    }
    return reasons
  }

  private static func reading(_ part: Part, _ layer: Layer) throws(OmicsError) -> Reading? {
    let channel = layer == .transcriptomics ? EvidenceChannel.rna : .protein
    guard let statistics = part.statistics.first(where: { $0.channel == channel }),
      let values = layer == .transcriptomics ? part.cohort.rna : part.cohort.protein
    else { return nil }
    let samples = part.cohort.samples.indices
    let model = try AbsorbedFactorModel(
      groups: [Int](repeating: 0, count: samples.count), covariates: nil, label: part.cohort.label.map(Double.init))
    let matrix = Matrix(rows: part.cohort.targets.count, columns: samples.count, values: values)
    let raw = try LabelEffect(matrix, model: model, samples: Array(samples), threads: nil).z
    return Reading(raw: raw.map { $0.isNaN ? 0 : $0 }, adjusted: statistics.z.map { $0.isNaN ? 0 : $0 })
  }

  /// z by target of the same layer in another cohort.
  private static func others(_ part: Part, _ layer: Layer) -> [String: Double] {
    let channel = layer == .transcriptomics ? EvidenceChannel.rna : .protein
    guard let statistics = part.statistics.first(where: { $0.channel == channel }) else { return [:] }
    var z: [String: Double] = [:]
    for (row, target) in part.cohort.targets.enumerated() where !statistics.z[row].isNaN {
      z[target] = statistics.z[row]
    }
    return z
  }

  /// Shares of a target's variance.
  private struct Shares {
    let part: Part
    let values: [Double]
    let technical: [Technical]

    init(_ part: Part, _ values: [Double], _ technical: [Technical]) {
      self.part = part
      self.values = values
      self.technical = technical
    }

    /// The label's share, and the largest of the technical properties.
    func of(_ row: Int) -> (label: Double, technical: (name: String, share: Double)?) {
      let rows = part.cohort.targets.count
      let own = part.cohort.samples.indices.map { values[$0 * rows + row] }
      let label = ArtefactScreen.share(own, levels: part.cohort.label.map(Int.init))
      var best: (name: String, share: Double)?
      for property in technical {
        let share =
          property.levels.map { ArtefactScreen.share(own, levels: $0) }
          ?? ArtefactScreen.share(own, numbers: property.numbers)
        if share > best?.share ?? -.infinity { best = (property.name, share) }
      }
      return (label, best)
    }
  }

  /// The adjusted share of variance explained by a straight line; 0 where it cannot be told.
  static func share(_ values: [Double], numbers: [Double]) -> Double {
    let known = values.indices.filter { !values[$0].isNaN && !numbers[$0].isNaN }
    let r = Descriptive.pearson(known.map { values[$0] }, known.map { numbers[$0] })
    return r.isNaN ? 0 : adjusted(r * r, count: known.count, parameters: 1)
  }

  /// The adjusted share of variance between levels; 0 where it cannot be told.
  static func share(_ values: [Double], levels: [Int]) -> Double {
    var (sums, counts): ([Int: Double], [Int: Double]) = ([:], [:])
    let known = values.indices.filter { !values[$0].isNaN }
    for index in known {
      sums[levels[index], default: 0] += values[index]
      counts[levels[index], default: 0] += 1
    }
    let mean = known.reduce(0) { $0 + values[$1] } / Double(max(1, known.count))
    let (total, within) = known.reduce((0.0, 0.0)) { pair, index in
      let group = (sums[levels[index]] ?? 0) / (counts[levels[index]] ?? 1)
      return (
        pair.0 + (values[index] - mean) * (values[index] - mean),
        pair.1 + (values[index] - group) * (values[index] - group)
      )
    }
    return total > 1e-12 ? adjusted(1 - within / total, count: known.count, parameters: counts.count - 1) : 0
  }

  private static func adjusted(_ share: Double, count: Int, parameters: Int) -> Double {
    guard parameters > 0, count - parameters - 1 > 0 else { return 0 }
    return max(0, 1 - (1 - share) * Double(count - 1) / Double(count - parameters - 1))
  }
}
