internal import Schema

/// Genes under construction: their spans and the exon and CDS pieces that belong to them.
struct GeneCollector {
  /// What is known of one gene; words are -1 until seen.
  struct Draft {
    var word: Int32
    var name: Int32 = -1
    var biotype: Int32 = -1
    var seqname: Int32
    var strand: Int32
    var otherSeqnames: [Int32] = []
    var otherStrands: [Int32] = []
    var start: Int64
    var end: Int64
    /// Its own row, or else the first row that names it.
    var row: Int
    var hasOwnRow = false
    var hasSeveralNames = false
  }

  /// An exon or a CDS piece of a transcript (-1 when it belongs to the gene itself).
  struct Piece {
    var gene: Int32
    var transcript: Int32
    var seqname: Int32
    var start: Int64
    var end: Int64
  }

  private(set) var genes: [Draft] = []
  private(set) var exons: [Piece] = []
  private(set) var codingPieces: [Piece] = []
  /// Gene index by word, -1 for none.
  private var indexOf: [Int32]
  private var isTranscript: [Bool]
  /// How many distinct transcripts were named.
  private(set) var transcriptCount = 0

  init(wordCount: Int) {
    indexOf = [Int32](repeating: -1, count: wordCount)
    isTranscript = [Bool](repeating: false, count: wordCount)
  }

  /// Counts a transcript once.
  mutating func see(transcript: Int32) {
    guard transcript >= 0, !isTranscript[Int(transcript)] else { return }
    isTranscript[Int(transcript)] = true
    transcriptCount += 1
  }

  /// Adds a row to a gene, which is made when it is new; returns the gene's index.
  mutating func add(row: Int, to word: Int32, isOwnRow: Bool, _ table: AnnotationTable) -> Int32 {
    let (seqname, strand) = (table.seqnames[row], table.strands[row])
    let index = indexOf[Int(word)]
    guard index >= 0 else {
      let new = Int32(genes.count)
      indexOf[Int(word)] = new
      genes.append(
        Draft(
          word: word, seqname: seqname, strand: strand, start: table.starts[row], end: table.ends[row], row: row,
          hasOwnRow: isOwnRow))
      return new
    }
    let gene = Int(index)
    genes[gene].start = min(genes[gene].start, table.starts[row])
    genes[gene].end = max(genes[gene].end, table.ends[row])
    if genes[gene].seqname != seqname, !genes[gene].otherSeqnames.contains(seqname) {
      genes[gene].otherSeqnames.append(seqname)
    }
    if genes[gene].strand != strand, !genes[gene].otherStrands.contains(strand) {
      genes[gene].otherStrands.append(strand)
    }
    if isOwnRow, !genes[gene].hasOwnRow {
      genes[gene].row = row
      genes[gene].hasOwnRow = true
    }
    return index
  }

  /// Sets a gene's name and biotype where it has none yet; another name is remembered as such.
  mutating func describe(_ gene: Int32, name: Int32, biotype: Int32) {
    let index = Int(gene)
    if name >= 0 {
      if genes[index].name < 0 {
        genes[index].name = name
      } else if genes[index].name != name {
        genes[index].hasSeveralNames = true
      }
    }
    if biotype >= 0, genes[index].biotype < 0 { genes[index].biotype = biotype }
  }

  /// Adds an exon row of a gene.
  mutating func addExon(_ gene: Int32, transcript: Int32, row: Int, _ table: AnnotationTable) {
    exons.append(Self.piece(gene, transcript, row, table))
  }

  /// Adds a CDS row of a gene.
  mutating func addCoding(_ gene: Int32, transcript: Int32, row: Int, _ table: AnnotationTable) {
    codingPieces.append(Self.piece(gene, transcript, row, table))
  }

  private static func piece(_ gene: Int32, _ transcript: Int32, _ row: Int, _ table: AnnotationTable) -> Piece {
    Piece(
      gene: gene, transcript: transcript, seqname: table.seqnames[row], start: table.starts[row], end: table.ends[row])
  }
}
