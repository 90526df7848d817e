/// Where a target's gene lies, as an annotation of the study says. Coordinates are 1-based and include both ends.
public struct GenePlace: Sendable, Hashable {
  /// The sequence (chromosome).
  public var seqname: String
  /// First base.
  public var start: Int
  /// Last base.
  public var end: Int
  /// `+`, `-`, or `.` when unknown.
  public var strand: String

  /// A place.
  public init(seqname: String, start: Int, end: Int, strand: String) {
    self.seqname = seqname
    self.start = start
    self.end = end
    self.strand = strand
  }

  /// The bases between two genes: 0 when they overlap, nil on different sequences.
  public func distance(to other: GenePlace) -> Int? {
    guard seqname == other.seqname else { return nil }
    return max(0, max(start, other.start) - min(end, other.end))
  }

  /// The bases between the first transcribed bases of two genes that are read away from each other, as from one promoter;
  /// nil for any other arrangement. Genes that overlap at their starts count as 0 apart.
  public func headToHead(_ other: GenePlace) -> Int? {
    guard seqname == other.seqname else { return nil }
    let (left, right) = strand == "-" ? (self, other) : (other, self)
    guard left.strand == "-", right.strand == "+", left.start < right.start, left.end < right.end else { return nil }
    return max(0, right.start - left.end)
  }
}
