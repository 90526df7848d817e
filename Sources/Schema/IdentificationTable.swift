/// The identifications of a dataset, in file order, kept by column.
///
/// It is a collection of `Identification`: a row is put together when it is asked for. Readers of large files append
/// rows from bytes (`attributes.add`, `scores.add`, `accessions.add`, then `append`), without a String a cell.
public struct IdentificationTable: Sendable {
  /// The fields of a row that are no lists, as bytes that are valid during the call.
  public struct Fields {
    /// The spectrum's native id.
    public var spectrum = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The run.
    public var msRun = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The plain sequence.
    public var sequence = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The ProForma text; nil where it is the sequence.
    public var proforma: UnsafeRawBufferPointer?
    /// The rank; 0 when not stated.
    public var rank: Int32 = 0
    /// The charge; 0 when not stated.
    public var charge: Int32 = 0
    /// The measured m/z.
    public var mzExperimental = Double.nan
    /// The calculated m/z.
    public var mzCalculated = Double.nan
    /// Whether it passes the file's own threshold.
    public var passThreshold: Bool?
    /// Whether it is a decoy.
    public var decoy: Bool?
    /// The line.
    public var line: Int32 = 0
    /// Nothing stated.
    public init() {}
  }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let passes = Flags(rawValue: 1)
    static let fails = Flags(rawValue: 2)
    static let decoy = Flags(rawValue: 4)
    static let target = Flags(rawValue: 8)
    static let plain = Flags(rawValue: 16)
  }

  /// The native ids.
  public private(set) var spectra = TextColumn()
  /// The runs.
  public private(set) var msRuns = TextColumn()
  /// The plain sequences.
  public private(set) var sequences = TextColumn()
  private var proformas = TextColumn()
  private var flags: [UInt8] = []
  private var ranks: [Int32] = []
  private var charges: [Int32] = []
  private var experimental: [Double] = []
  private var calculated: [Double] = []
  private var lines: [Int32] = []
  /// The protein accessions.
  public var accessions = NameLists()
  /// The scores.
  public var scores = ScoreTable()
  /// The attributes.
  public var attributes = AttributeTable()
  /// Rows that were changed after others followed, or that the columns cannot hold.
  private var whole: [Int: Identification] = [:]

  /// A table of these rows.
  public init(_ rows: [Identification] = []) { for row in rows { append(row) } }

  /// The table as a collection of its rows.
  public var rows: IdentificationTable {
    get { self }
    _modify { yield &self }
  }

  // MARK: Adding

  /// Adds a row; its accessions, scores and attributes are those added since the last row.
  public mutating func append(_ fields: Fields) {
    spectra.append(fields.spectrum)
    msRuns.append(fields.msRun)
    sequences.append(fields.sequence)
    proformas.append(fields.proforma ?? UnsafeRawBufferPointer(start: nil, count: 0))
    endRow(fields)
  }

  /// Adds a row.
  public mutating func append(_ row: Identification) {
    guard Self.isHeld(row) else {
      whole[count] = row
      return append(Identification(spectrum: ""))
    }
    var fields = Fields()
    fields.rank = Int32(truncatingIfNeeded: row.rank)
    fields.charge = Int32(truncatingIfNeeded: row.charge)
    fields.mzExperimental = row.mzExperimental
    fields.mzCalculated = row.mzCalculated
    fields.passThreshold = row.passThreshold
    fields.decoy = row.decoy
    fields.line = Int32(truncatingIfNeeded: row.line)
    spectra.append(row.spectrum)
    msRuns.append(row.msRun)
    sequences.append(row.sequence)
    // Byte by byte: equal characters may be written in two ways.
    let isPlain = row.proforma.utf8.elementsEqual(row.sequence.utf8)
    proformas.append(isPlain ? "" : row.proforma)
    if !isPlain { fields.proforma = UnsafeRawBufferPointer(start: nil, count: 0) }
    for accession in row.accessions { accessions.add(accession) }
    scores.add(row.scores)
    attributes.add(row.attributes)
    endRow(fields)
  }

  private mutating func endRow(_ fields: Fields) {
    var flags: Flags = fields.proforma == nil ? .plain : []
    if let passes = fields.passThreshold { flags.insert(passes ? .passes : .fails) }
    if let decoy = fields.decoy { flags.insert(decoy ? .decoy : .target) }
    self.flags.append(flags.rawValue)
    ranks.append(fields.rank)
    charges.append(fields.charge)
    experimental.append(fields.mzExperimental)
    calculated.append(fields.mzCalculated)
    lines.append(fields.line)
    accessions.endRow()
    scores.endRow()
    attributes.endRow()
  }

  /// Whether the columns can hold a row.
  private static func isHeld(_ row: Identification) -> Bool {
    Int32(exactly: row.rank) != nil && Int32(exactly: row.charge) != nil && Int32(exactly: row.line) != nil
      && row.scores.allSatisfy { score in
        let number = ScoreTable.number(of: score.text)
        return number.isNaN ? score.value.isNaN : number.bitPattern == score.value.bitPattern
      }
  }

  /// Takes the last row away.
  public mutating func removeLast() {
    whole[count - 1] = nil
    spectra.removeLast()
    msRuns.removeLast()
    sequences.removeLast()
    proformas.removeLast()
    flags.removeLast()
    ranks.removeLast()
    charges.removeLast()
    experimental.removeLast()
    calculated.removeLast()
    lines.removeLast()
    accessions.removeLast()
    scores.removeLast()
    attributes.removeLast()
  }

  // MARK: Reading

  /// A row that is kept whole, because it was changed after others followed or does not fit the columns.
  public func whole(_ row: Int) -> Identification? { whole.isEmpty ? nil : whole[row] }

  /// The rank of a row; 0 when not stated.
  public func rank(_ row: Int) -> Int { Int(ranks[row]) }
  /// The charge of a row; 0 when not stated.
  public func charge(_ row: Int) -> Int { Int(charges[row]) }
  /// The measured m/z of a row.
  public func mzExperimental(_ row: Int) -> Double { experimental[row] }
  /// The calculated m/z of a row.
  public func mzCalculated(_ row: Int) -> Double { calculated[row] }
  /// The line of a row.
  public func line(_ row: Int) -> Int { Int(lines[row]) }

  /// Whether a row passes the file's threshold.
  public func passThreshold(_ row: Int) -> Bool? {
    let flags = Flags(rawValue: flags[row])
    return flags.contains(.passes) ? true : flags.contains(.fails) ? false : nil
  }

  /// Whether a row is a decoy.
  public func decoy(_ row: Int) -> Bool? {
    let flags = Flags(rawValue: flags[row])
    return flags.contains(.decoy) ? true : flags.contains(.target) ? false : nil
  }

  /// Appends the bytes of a row's ProForma text.
  public func appendProforma(_ row: Int, to target: inout [UInt8]) {
    if Flags(rawValue: flags[row]).contains(.plain) {
      sequences.append(row, to: &target)
    } else {
      proformas.append(row, to: &target)
    }
  }
}

extension IdentificationTable: RandomAccessCollection, MutableCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// How many rows there are.
  public var endIndex: Int { flags.count }

  /// A row.
  public subscript(row: Int) -> Identification {
    get {
      if let changed = whole(row) { return changed }
      var match = Identification(spectrum: spectra[row], sequence: sequences[row], line: line(row))
      match.msRun = msRuns[row]
      if !Flags(rawValue: flags[row]).contains(.plain) { match.proforma = proformas[row] }
      match.rank = rank(row)
      match.charge = charge(row)
      match.mzExperimental = experimental[row]
      match.mzCalculated = calculated[row]
      match.passThreshold = passThreshold(row)
      match.decoy = decoy(row)
      match.accessions = accessions[row]
      match.scores = scores[row]
      match.attributes = attributes[row]
      return match
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

extension IdentificationTable: ExpressibleByArrayLiteral {
  /// A table of these rows.
  public init(arrayLiteral rows: Identification...) { self.init(rows) }
}

extension IdentificationTable: Hashable {
  /// Equal rows in the same order.
  public static func == (left: IdentificationTable, right: IdentificationTable) -> Bool { left.elementsEqual(right) }
  /// Hashes the rows.
  public func hash(into hasher: inout Hasher) { for row in self { hasher.combine(row) } }
}
