/// One gene as derived from annotation rows, with its lengths by every definition in use.
///
/// Lengths are in bases. Union: bases covered by the union of all its exons, per sequence, summed. Longest, median and
/// mean: over its transcripts' summed exon lengths. CDS: union of its CDS rows.
public struct GeneModel: Sendable, Hashable {
  /// The gene id as written.
  public var id: String
  /// The gene's name; empty when the file has none.
  public var name: String
  /// The biotype; empty when the file has none.
  public var biotype: String
  /// The sequence it lies on; several, joined by `;`, when its rows lie on several.
  public var seqname: String
  /// First base over all its rows.
  public var start: Int
  /// Last base over all its rows.
  public var end: Int
  /// The strand.
  public var strand: String
  /// How many transcripts with exons it has.
  public var transcripts: Int
  /// How many exon rows it has.
  public var exons: Int
  /// Union length of exons.
  public var lengthExonUnion: Int
  /// Length of the longest transcript.
  public var lengthLongest: Int
  /// Median transcript length; nan without transcripts.
  public var lengthMedian: Double
  /// Mean transcript length; nan without transcripts.
  public var lengthMean: Double
  /// Union length of CDS rows; 0 without any.
  public var lengthCDS: Int

  /// A gene with an id; every other field is neutral until set.
  public init(id: String) {
    self.id = id
    name = ""
    biotype = ""
    seqname = ""
    start = 0
    end = 0
    strand = "."
    transcripts = 0
    exons = 0
    lengthExonUnion = 0
    lengthLongest = 0
    lengthMedian = .nan
    lengthMean = .nan
    lengthCDS = 0
  }
}
