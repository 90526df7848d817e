internal import Mapping
internal import Schema

/// Where targets lie, from the annotation inputs of a study.
enum TargetPlaces {
  /// Places by target; genes that lie on several sequences have none. Of several genes of one target the first by sequence
  /// name (shorter first, so that a chromosome precedes its patches) and start counts.
  static func of(_ annotations: [Dataset], resolver: Resolver?) -> [String: GenePlace] {
    var places: [String: GenePlace] = [:]
    for gene in annotations.flatMap(\.annotation.genes) where gene.start > 0 && !gene.seqname.contains(";") {
      let place = GenePlace(seqname: gene.seqname, start: gene.start, end: gene.end, strand: gene.strand)
      for target in targets(of: gene, resolver) {
        guard let known = places[target], !precedes(place, known) else {
          places[target] = place
          continue
        }
      }
    }
    return places
  }

  /// The targets of a gene: by its id, else by its name; both as they stand without a table.
  private static func targets(of gene: GeneModel, _ resolver: Resolver?) -> [String] {
    let ids = [gene.id, gene.name].filter { !$0.isEmpty }
    guard let resolver else { return ids }
    return Array(ids.lazy.compactMap { resolver.resolve($0).target }.prefix(1))
  }

  private static func precedes(_ a: GenePlace, _ b: GenePlace) -> Bool {
    (a.seqname.utf8.count, a.seqname, a.start, a.end) < (b.seqname.utf8.count, b.seqname, b.start, b.end)
  }
}
