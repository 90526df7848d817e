internal import Schema

/// Gene lengths from exon pieces, by every definition that `GeneModel` holds.
enum GeneLengths {
  /// The gene models of a collector, in order of first appearance.
  static func models(_ collector: GeneCollector, _ pool: StringPool) -> [GeneModel] {
    let exons = grouped(collector.exons, genes: collector.genes.count)
    let coding = grouped(collector.codingPieces, genes: collector.genes.count)
    var models: [GeneModel] = []
    models.reserveCapacity(collector.genes.count)
    for (index, draft) in collector.genes.enumerated() {
      var model = GeneModel(id: pool[draft.word])
      if draft.name >= 0 { model.name = pool[draft.name] }
      if draft.biotype >= 0 { model.biotype = pool[draft.biotype] }
      model.seqname = joined([draft.seqname] + draft.otherSeqnames, pool)
      model.strand = joined([draft.strand] + draft.otherStrands, pool)
      model.start = Int(draft.start)
      model.end = Int(draft.end)
      let own = exons.pieces[exons.offsets[index]..<exons.offsets[index + 1]]
      model.exons = own.count
      model.lengthExonUnion = unionLength(own)
      let lengths = transcriptLengths(own)
      model.transcripts = lengths.count
      if let longest = lengths.last {
        let middle = lengths.count / 2
        model.lengthLongest = longest
        model.lengthMedian =
          lengths.count % 2 == 1 ? Double(lengths[middle]) : (Double(lengths[middle - 1]) + Double(lengths[middle])) / 2
        model.lengthMean = Double(lengths.reduce(0, +)) / Double(lengths.count)
      }
      model.lengthCDS = unionLength(coding.pieces[coding.offsets[index]..<coding.offsets[index + 1]])
      models.append(model)
    }
    return models
  }

  /// Several words of one gene, sorted: lines of a file come in any order.
  private static func joined(_ words: [Int32], _ pool: StringPool) -> String {
    words.map { pool[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ";")
  }

  /// Pieces sorted by gene, each gene's in file order, and where each gene's begin.
  private static func grouped(
    _ pieces: [GeneCollector.Piece], genes: Int
  ) -> (pieces: [GeneCollector.Piece], offsets: [Int]) {
    var offsets = [Int](repeating: 0, count: genes + 1)
    for piece in pieces { offsets[Int(piece.gene) + 1] += 1 }
    for gene in 0..<genes { offsets[gene + 1] += offsets[gene] }
    var next = offsets
    var order = [Int](repeating: 0, count: pieces.count)
    for (index, piece) in pieces.enumerated() {
      order[next[Int(piece.gene)]] = index
      next[Int(piece.gene)] += 1
    }
    return (order.map { pieces[$0] }, offsets)
  }

  /// Bases covered by at least one piece, on each sequence for itself, summed.
  ///
  /// A piece that ends before it starts covers nothing.
  static func unionLength(_ pieces: ArraySlice<GeneCollector.Piece>) -> Int {
    var total: Int64 = 0
    var (seqname, covered) = (Int32(-1), Int64(0))
    for piece in pieces.sorted(by: { ($0.seqname, $0.start) < ($1.seqname, $1.start) }) {
      if piece.seqname != seqname { (seqname, covered) = (piece.seqname, 0) }
      guard piece.end > covered, piece.end >= piece.start else { continue }
      total += piece.end - max(piece.start - 1, covered)
      covered = piece.end
    }
    return Int(total)
  }

  /// The summed exon lengths of each transcript on each sequence, ascending.
  ///
  /// Exons that name no transcript count as one transcript of their gene.
  private static func transcriptLengths(_ pieces: ArraySlice<GeneCollector.Piece>) -> [Int] {
    var lengths: [Int] = []
    var key: (Int32, Int32)?
    for piece in pieces.sorted(by: { ($0.transcript, $0.seqname) < ($1.transcript, $1.seqname) }) {
      if key.map({ $0 != (piece.transcript, piece.seqname) }) ?? true {
        key = (piece.transcript, piece.seqname)
        lengths.append(0)
      }
      lengths[lengths.count - 1] += max(0, Int(piece.end - piece.start) + 1)
    }
    return lengths.sorted()
  }
}
