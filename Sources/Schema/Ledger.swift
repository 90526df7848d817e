/// What became of a record.
public enum LedgerOutcome: String, Sendable, CaseIterable {
  /// It stands in the dataset on its own.
  case kept
  /// It became part of another kept record.
  case merged
  /// A named rule left it out.
  case filtered
  /// It could not be read.
  case rejected
}

/// The account of every record of a file: read = kept + merged + filtered + rejected, per unit of counting.
///
/// Units are the format's own words: `PRT`, `PSM`, `SpectrumIdentificationItem`, `exon`, `row`.
public struct Ledger: Sendable, Hashable {
  /// The sums of one unit.
  public struct Line: Sendable, Hashable {
    /// Records read.
    public var read = 0
    /// Records that stand in the dataset.
    public var kept = 0
    /// Records joined into others.
    public var merged = 0
    /// Records left out by a named rule.
    public var filtered = 0
    /// Records that could not be read.
    public var rejected = 0
    /// Whether nothing was lost or invented.
    public var balances: Bool { read == kept + merged + filtered + rejected }
    /// All zero.
    public init() {}
  }

  /// Why records of a unit were merged, filtered or rejected, and where that happened first.
  public struct Detail: Sendable, Hashable {
    /// The unit.
    public var unit: String
    /// What became of them.
    public var outcome: LedgerOutcome
    /// Why, in a few words.
    public var reason: String
    /// How many.
    public var count: Int
    /// The first file it happened in.
    public var firstFile: String
    /// The first line it happened on; 0 when unknown.
    public var firstLine: Int
    /// A detail.
    public init(
      unit: String, outcome: LedgerOutcome, reason: String, count: Int, firstFile: String, firstLine: Int
    ) {
      self.unit = unit
      self.outcome = outcome
      self.reason = reason
      self.count = count
      self.firstFile = firstFile
      self.firstLine = firstLine
    }
  }

  /// The units in order of first use.
  public private(set) var units: [String] = []
  private var lines: [Line] = []
  private var unitIndex: [String: Int] = [:]
  /// The reasons, in order of first use.
  public private(set) var details: [Detail] = []
  private var detailIndex: [String: Int] = [:]

  /// An empty ledger.
  public init() {}

  /// The sums of a unit; all zero when it was never used.
  public subscript(unit: String) -> Line { find(unit).map { lines[$0] } ?? Line() }

  /// Counts records as read and kept.
  public mutating func keep(_ unit: String, count: Int = 1) {
    change(unit) {
      $0.read += count; $0.kept += count
    }
  }

  /// Counts records as read and merged, filtered or rejected, with the reason and the place.
  public mutating func record(
    _ unit: String, _ outcome: LedgerOutcome, reason: String, file: String, line: Int, count: Int = 1
  ) {
    guard count > 0 else { return }
    change(unit) {
      $0.read += count
      switch outcome {
      case .kept: $0.kept += count
      case .merged: $0.merged += count
      case .filtered: $0.filtered += count
      case .rejected: $0.rejected += count
      }
    }
    guard outcome != .kept else { return }
    note(unit, outcome, reason: reason, file: file, line: line, count: count)
  }

  /// Sets a unit's sums as they stand in a stored dataset.
  public mutating func restore(_ unit: String, _ line: Line) {
    change(unit) { $0 = line }
  }

  /// Adds a reason without touching the sums, as when a stored dataset is read back.
  public mutating func note(
    _ unit: String, _ outcome: LedgerOutcome, reason: String, file: String, line: Int, count: Int
  ) {
    // Most ledgers have a few reasons, which are found faster by looking than by hashing.
    if details.count <= 16 {
      for index in details.indices
      where details[index].outcome == outcome && details[index].reason == reason && details[index].unit == unit {
        details[index].count += count
        return
      }
    }
    let key = "\(unit)\t\(outcome.rawValue)\t\(reason)"
    if let index = detailIndex[key] {
      details[index].count += count
    } else {
      detailIndex[key] = details.count
      details.append(
        Detail(unit: unit, outcome: outcome, reason: reason, count: count, firstFile: file, firstLine: line))
    }
  }

  /// Adds another ledger's sums and reasons.
  public mutating func add(_ other: Ledger) {
    for unit in other.units {
      let line = other[unit]
      change(unit) {
        $0.read += line.read
        $0.kept += line.kept
        $0.merged += line.merged
        $0.filtered += line.filtered
        $0.rejected += line.rejected
      }
    }
    for detail in other.details {
      note(
        detail.unit, detail.outcome, reason: detail.reason, file: detail.firstFile, line: detail.firstLine,
        count: detail.count)
    }
  }

  /// Throws `ledgerImbalance` when a unit's sums do not agree, or when the reasons do not explain them.
  public func assertBalance() throws(OmicsError) {
    for unit in units {
      let line = self[unit]
      var explained = 0
      for detail in details where detail.unit == unit { explained += detail.count }
      guard line.balances, explained == line.merged + line.filtered + line.rejected else {
        throw OmicsError(
          .ledgerImbalance,
          "the ledger of \(unit) does not balance: read \(line.read), kept \(line.kept), merged \(line.merged), "
            + "filtered \(line.filtered), rejected \(line.rejected), explained \(explained)")
      }
    }
  }

  private mutating func change(_ unit: String, _ body: (inout Line) -> Void) {
    let place = find(unit) ?? units.count
    if place == units.count {
      unitIndex[unit] = place
      units.append(unit)
      lines.append(Line())
    }
    body(&lines[place])
  }

  /// Where a unit stands. A few units are found faster by looking than by hashing.
  private func find(_ unit: String) -> Int? { units.count <= 16 ? units.firstIndex(of: unit) : unitIndex[unit] }
}
