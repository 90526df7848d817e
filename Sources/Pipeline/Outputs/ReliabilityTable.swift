internal import Fusion
internal import Schema

/// `reliability.tsv` and the check that shows it: how far each layer can be relied on, measured in its own data.
enum ReliabilityTable {
  static func bytes(_ layers: [LayerReliability]) -> [UInt8] {
    var table = TableText(["cohort", "layer", "observed", "rna_protein_r", "batch_share", "replicate_r"])
    for item in layers {
      table.append([
        .text(item.cohort), .text(item.layer.rawValue), .number(item.observed), .number(item.agreement),
        .number(item.batchShare), .number(item.replicates),
      ])
    }
    return table.bytes
  }

  /// The figures as a check without a threshold.
  static func check(_ item: LayerReliability) -> RunCheck {
    var text = "\(item.layer.rawValue) of cohort \(item.cohort): \(percent(item.observed)) of the values are there"
    if !item.agreement.isNaN {
      text +=
        "; within the groups RNA and protein correlate with a median of "
        + "\((item.agreement * 100).rounded() / 100)"
    }
    if !item.batchShare.isNaN { text += "; the batch explains \(percent(item.batchShare)) of a target's variance" }
    if !item.replicates.isNaN {
      text += "; samples of one subject correlate with a median of \((item.replicates * 100).rounded() / 100)"
    }
    return RunCheck(
      id: "reliability:\(item.layer.rawValue):\(item.cohort)", value: item.observed, threshold: .nan, verdict: "info",
      explanation: text)
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
