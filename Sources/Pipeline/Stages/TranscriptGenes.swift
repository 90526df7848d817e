internal import Mapping
internal import Schema

/// Transcript ids to gene ids, from the annotation of a study.
struct TranscriptGenes {
  private var geneOf: [String: String] = [:]

  /// Collects the pairs of all annotation rows that name both.
  init(_ annotations: [Dataset]) {
    for dataset in annotations {
      for index in 0..<dataset.annotation.count {
        let row = dataset.annotation.row(index)
        guard let transcript = row.first("transcript_id"), let gene = row.first("gene_id") else { continue }
        geneOf[transcript] = gene
        let base = AccessionParser.parse(transcript, namespace: .ensembl).local
        if geneOf[base] == nil { geneOf[base] = gene }
      }
    }
  }

  /// How many ids are known.
  var isEmpty: Bool { geneOf.isEmpty }

  /// The gene of a transcript: as written, before the first bar, or without its version.
  func gene(of transcript: String) -> String? {
    if let gene = geneOf[transcript] { return gene }
    let first = transcript.split(separator: "|").first.map(String.init) ?? transcript
    if let gene = geneOf[first] { return gene }
    return geneOf[AccessionParser.parse(first, namespace: .ensembl).local]
  }

  /// A dataset whose transcripts carry their gene as accession, and how many have none.
  func withGenes(_ dataset: Dataset) -> (Dataset, unknown: Int) {
    var result = dataset
    var unknown = 0
    result.features = FeatureTable(
      dataset.features.map { feature in
        guard feature.kind == .transcript else { return feature }
        guard let gene = gene(of: feature.accession) else {
          unknown += 1
          return feature
        }
        var moved = feature
        moved.accession = gene
        moved.members = []
        return moved
      })
    return (result, unknown)
  }
}
