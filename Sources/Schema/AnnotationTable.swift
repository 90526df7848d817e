/// Rows of gene annotation (GTF, GFF3), in file order, with repeated attributes kept in order.
///
/// Stored by column with interned words, so that a whole genome's annotation fits in memory; `row(_:)` gives one line
/// as a value. Coordinates are 1-based and include both ends.
public struct AnnotationTable: Sendable, Hashable {
  /// One annotation line.
  public struct Row: Sendable, Hashable {
    /// The sequence (chromosome) name.
    public var seqname: String
    /// The source column.
    public var source: String
    /// The feature type.
    public var feature: String
    /// First base, 1-based.
    public var start: Int
    /// Last base, included.
    public var end: Int
    /// The score; nan for `.`.
    public var score: Double
    /// `+`, `-`, `.` or `?`.
    public var strand: String
    /// 0, 1, 2, or -1 for `.`.
    public var frame: Int
    /// The attributes in file order; keys may repeat.
    public var attributes: [Feature.Attribute]
    /// The line number, from 1.
    public var line: Int

    /// A row.
    public init(
      seqname: String, source: String, feature: String, start: Int, end: Int, score: Double = .nan,
      strand: String = ".", frame: Int = -1, attributes: [Feature.Attribute] = [], line: Int = 0
    ) {
      self.seqname = seqname
      self.source = source
      self.feature = feature
      self.start = start
      self.end = end
      self.score = score
      self.strand = strand
      self.frame = frame
      self.attributes = attributes
      self.line = line
    }

    /// The first value of a key; nil when absent or empty.
    public func first(_ key: String) -> String? {
      for attribute in attributes where attribute.key == key && !attribute.value.isEmpty { return attribute.value }
      return nil
    }
  }

  /// All words of the table.
  public var pool = StringPool()
  /// Sequence name ids, a row each.
  public var seqnames: [Int32] = []
  /// Source ids.
  public var sources: [Int32] = []
  /// Feature type ids.
  public var featureTypes: [Int32] = []
  /// First bases.
  public var starts: [Int64] = []
  /// Last bases.
  public var ends: [Int64] = []
  /// Scores; nan for `.`.
  public var scores: [Double] = []
  /// Strand ids.
  public var strands: [Int32] = []
  /// Frames; -1 for `.`.
  public var frames: [Int8] = []
  /// Line numbers.
  public var lines: [Int32] = []
  /// Attribute keys of all rows, one after the other.
  public var attributeKeys: [Int32] = []
  /// Attribute values of all rows.
  public var attributeValues: [Int32] = []
  /// Where each row's attributes start; one more entry than there are rows.
  public var attributeOffsets: [Int32] = [0]
  /// The genes derived from the rows.
  public var genes: [GeneModel] = []
  /// How gene ids, names and biotypes are found in this file.
  public var dialect = ""

  /// An empty table.
  public init() {}

  /// How many rows there are.
  public var count: Int { seqnames.count }

  /// Adds a row.
  public mutating func append(_ row: Row) {
    seqnames.append(pool.intern(row.seqname))
    sources.append(pool.intern(row.source))
    featureTypes.append(pool.intern(row.feature))
    starts.append(Int64(row.start))
    ends.append(Int64(row.end))
    scores.append(row.score)
    strands.append(pool.intern(row.strand))
    frames.append(Int8(row.frame))
    lines.append(Int32(row.line))
    for attribute in row.attributes {
      attributeKeys.append(pool.intern(attribute.key))
      attributeValues.append(pool.intern(attribute.value))
    }
    attributeOffsets.append(Int32(attributeKeys.count))
  }

  /// Row `index` as a value.
  public func row(_ index: Int) -> Row {
    var attributes: [Feature.Attribute] = []
    for slot in Int(attributeOffsets[index])..<Int(attributeOffsets[index + 1]) {
      attributes.append(.init(pool[attributeKeys[slot]], pool[attributeValues[slot]]))
    }
    return Row(
      seqname: pool[seqnames[index]], source: pool[sources[index]], feature: pool[featureTypes[index]],
      start: Int(starts[index]), end: Int(ends[index]), score: scores[index], strand: pool[strands[index]],
      frame: Int(frames[index]), attributes: attributes, line: Int(lines[index]))
  }
}
