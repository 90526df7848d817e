/// The features of a dataset, in file order, kept by column; `id` is unique within a kind.
///
/// It is a collection of `Feature`: a row is put together when it is asked for, and what is asked for often has a door
/// of its own (`id`, `kind`, `line`). Readers of large files append rows from bytes.
public struct FeatureTable: Sendable {
  /// The fields of a row that are no lists, as bytes that are valid during the call.
  public struct Fields {
    /// The row's name.
    public var id = UnsafeRawBufferPointer(start: nil, count: 0)
    /// What it is.
    public var kind: FeatureKind
    /// The accession; nil where it is the id.
    public var accession: UnsafeRawBufferPointer?
    /// The namespace.
    public var namespace = Namespace.local
    /// How the leader was chosen.
    public var leaderRule = ""
    /// Whether it is a decoy.
    public var decoy: Bool?
    /// Whether it is a contaminant.
    public var contaminant: Bool?
    /// The q-value.
    public var qValue = Double.nan
    /// The number of peptides.
    public var peptides: Int32?
    /// The number of unique peptides.
    public var uniquePeptides: Int32?
    /// Name or description.
    public var description = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The index of the source.
    public var source: Int32 = 0
    /// The line.
    public var line: Int32 = 0
    /// A row of a kind.
    public init(kind: FeatureKind) { self.kind = kind }
  }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let decoy = Flags(rawValue: 1)
    static let target = Flags(rawValue: 2)
    static let contaminant = Flags(rawValue: 4)
    static let sample = Flags(rawValue: 8)
    static let accessionIsID = Flags(rawValue: 16)
  }

  /// The row names.
  public private(set) var ids = TextColumn()
  private var kinds: [FeatureKind] = []
  private var otherAccessions = TextColumn()
  /// The namespaces.
  public private(set) var namespaces = TextColumn()
  /// How leaders were chosen.
  public private(set) var leaderRules = TextColumn()
  /// The descriptions.
  public private(set) var descriptions = TextColumn()
  private var flags: [UInt8] = []
  private var qValues: [Double] = []
  private var counts: [SIMD2<Int32>] = []
  private var origins: [SIMD2<Int32>] = []
  /// The members of groups.
  public var members = NameLists()
  /// The attributes.
  public var attributes = AttributeTable()
  /// Rows that were changed after others followed, or that the columns cannot hold.
  private var whole: [Int: Feature] = [:]

  /// A table of these rows.
  public init(_ rows: [Feature] = []) { for row in rows { append(row) } }

  /// The table as a collection of its rows.
  public var rows: FeatureTable {
    get { self }
    _modify { yield &self }
  }

  /// How many features of `kind` there are.
  public func count(of kind: FeatureKind) -> Int { kinds.count { $0 == kind } }

  // MARK: Adding

  /// Adds a row; its members and attributes are those added since the last row.
  public mutating func append(_ fields: Fields) {
    ids.append(fields.id)
    otherAccessions.append(fields.accession ?? UnsafeRawBufferPointer(start: nil, count: 0))
    descriptions.append(fields.description)
    endRow(fields)
  }

  /// Adds a row.
  public mutating func append(_ row: Feature) {
    var fields = Fields(kind: row.kind)
    let isHeld =
      Self.isCount(row.peptides) && Self.isCount(row.uniquePeptides) && Int32(exactly: row.line) != nil
      && Int32(exactly: row.source) != nil
    guard isHeld else {
      whole[count] = row
      return append(Feature(id: row.id, kind: row.kind))
    }
    fields.namespace = row.namespace
    fields.leaderRule = row.leaderRule
    fields.decoy = row.decoy
    fields.contaminant = row.contaminant
    fields.qValue = row.qValue
    fields.peptides = row.peptides.map { Int32(truncatingIfNeeded: $0) }
    fields.uniquePeptides = row.uniquePeptides.map { Int32(truncatingIfNeeded: $0) }
    fields.source = Int32(truncatingIfNeeded: row.source)
    fields.line = Int32(truncatingIfNeeded: row.line)
    ids.append(row.id)
    // Byte by byte: equal characters may be written in two ways.
    let isID = row.accession.utf8.elementsEqual(row.id.utf8)
    otherAccessions.append(isID ? "" : row.accession)
    if !isID { fields.accession = UnsafeRawBufferPointer(start: nil, count: 0) }
    descriptions.append(row.description)
    for member in row.members { members.add(member) }
    attributes.add(row.attributes)
    endRow(fields)
  }

  /// -1 stands for a count that is not stated.
  private static func isCount(_ count: Int?) -> Bool {
    guard let count else { return true }
    return count >= 0 && count <= Int(Int32.max)
  }

  private mutating func endRow(_ fields: Fields) {
    kinds.append(fields.kind)
    namespaces.append(fields.namespace.rawValue)
    leaderRules.append(fields.leaderRule)
    var flags: Flags = fields.accession == nil ? .accessionIsID : []
    if let decoy = fields.decoy { flags.insert(decoy ? .decoy : .target) }
    if let contaminant = fields.contaminant { flags.insert(contaminant ? .contaminant : .sample) }
    self.flags.append(flags.rawValue)
    qValues.append(fields.qValue)
    counts.append(SIMD2(fields.peptides ?? -1, fields.uniquePeptides ?? -1))
    origins.append(SIMD2(fields.source, fields.line))
    members.endRow()
    attributes.endRow()
  }

  private mutating func removeLast() {
    whole[count - 1] = nil
    ids.removeLast()
    kinds.removeLast()
    otherAccessions.removeLast()
    namespaces.removeLast()
    leaderRules.removeLast()
    descriptions.removeLast()
    flags.removeLast()
    qValues.removeLast()
    counts.removeLast()
    origins.removeLast()
    members.removeLast()
    attributes.removeLast()
  }

  // MARK: Reading

  /// A row that is kept whole, because it was changed after others followed or does not fit the columns.
  public func whole(_ row: Int) -> Feature? { whole.isEmpty ? nil : whole[row] }

  /// The name of a row.
  public func id(_ row: Int) -> String { whole(row)?.id ?? ids[row] }
  /// What a row is.
  public func kind(_ row: Int) -> FeatureKind { whole(row)?.kind ?? kinds[row] }
  /// The line of a row.
  public func line(_ row: Int) -> Int { whole(row)?.line ?? Int(origins[row].y) }

  /// The q-value of a row; nan when absent.
  public func qValue(_ row: Int) -> Double { whole(row)?.qValue ?? qValues[row] }

  /// Changes the q-value of a row.
  public mutating func setQValue(_ row: Int, _ value: Double) {
    if whole[row] == nil { qValues[row] = value } else { whole[row]?.qValue = value }
  }

  /// Appends the bytes of a row's accession.
  public func appendAccession(_ row: Int, to target: inout [UInt8]) {
    if Flags(rawValue: flags[row]).contains(.accessionIsID) {
      ids.append(row, to: &target)
    } else {
      otherAccessions.append(row, to: &target)
    }
  }

  /// The fields of a row that are no texts; those of a row that is kept whole are not here.
  public func facts(_ row: Int) -> Fields {
    let flags = Flags(rawValue: flags[row])
    var fields = Fields(kind: kinds[row])
    fields.decoy = flags.contains(.decoy) ? true : flags.contains(.target) ? false : nil
    fields.contaminant = flags.contains(.contaminant) ? true : flags.contains(.sample) ? false : nil
    fields.qValue = qValues[row]
    fields.peptides = counts[row].x < 0 ? nil : counts[row].x
    fields.uniquePeptides = counts[row].y < 0 ? nil : counts[row].y
    fields.source = origins[row].x
    fields.line = origins[row].y
    return fields
  }

  /// Whether a row has this kind and name.
  public func isNamed(_ row: Int, _ kind: FeatureKind, _ id: UnsafeRawBufferPointer) -> Bool {
    if let changed = whole(row) {
      return changed.kind == kind && changed.id.utf8.elementsEqual(id)
    }
    return kinds[row] == kind && ids.equals(row, id)
  }
}

extension FeatureTable: RandomAccessCollection, MutableCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// How many rows there are.
  public var endIndex: Int { flags.count }

  /// A row.
  public subscript(row: Int) -> Feature {
    get {
      if let changed = whole(row) { return changed }
      let facts = facts(row)
      let isID = Flags(rawValue: flags[row]).contains(.accessionIsID)
      return Feature(
        id: ids[row], kind: facts.kind, accession: isID ? nil : otherAccessions[row],
        namespace: Namespace(rawValue: namespaces[row]), members: members[row], leaderRule: leaderRules[row],
        decoy: facts.decoy, contaminant: facts.contaminant, qValue: facts.qValue,
        peptides: facts.peptides.map(Int.init), uniquePeptides: facts.uniquePeptides.map(Int.init),
        description: descriptions[row], attributes: attributes[row], source: Int(facts.source), line: Int(facts.line))
    }
    set {
      if row == count - 1 {
        removeLast()
        append(newValue)
      } else {
        whole[row] = newValue
      }
    }
  }
}

extension FeatureTable: ExpressibleByArrayLiteral {
  /// A table of these rows.
  public init(arrayLiteral rows: Feature...) { self.init(rows) }
}

extension FeatureTable: Hashable {
  /// Equal rows in the same order.
  public static func == (left: FeatureTable, right: FeatureTable) -> Bool { left.elementsEqual(right) }
  /// Hashes the rows.
  public func hash(into hasher: inout Hasher) { for row in self { hasher.combine(row) } }
}
