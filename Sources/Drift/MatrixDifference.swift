/// Two matrices of one layer and cohort compared cell by cell, by target and sample.
public struct MatrixDifference: Sendable, Hashable {
  /// Samples of the new run alone.
  public private(set) var samplesGained: [String]
  /// Samples of the base run alone.
  public private(set) var samplesLost: [String]
  /// How many targets the new run alone has.
  public private(set) var targetsGained: Int
  /// How many targets the base run alone has.
  public private(set) var targetsLost: Int
  /// Common cells with the same value, missing ones included.
  public private(set) var equal = 0
  /// Common cells that differ within the tolerance.
  public private(set) var withinTolerance = 0
  /// Common cells that differ.
  public private(set) var changed = 0
  /// Common cells that were missing and are not now.
  public private(set) var appeared = 0
  /// Common cells that are missing now.
  public private(set) var vanished = 0

  /// A matrix as it is compared: targets by samples, column-major.
  public struct Side: Sendable {
    /// Target ids.
    public var targets: [String]
    /// Sample names.
    public var samples: [String]
    /// `values[j * targets.count + i]`; nan where missing.
    public var values: [Double]
    /// A side.
    public init(targets: [String], samples: [String], values: [Double]) {
      self.targets = targets
      self.samples = samples
      self.values = values
    }
  }

  /// Compares two matrices.
  public init(_ before: Side, _ after: Side, tolerance: ScoreTolerance = ScoreTolerance()) {
    let (oldSamples, newSamples) = (Set(before.samples), Set(after.samples))
    samplesGained = newSamples.subtracting(oldSamples).sorted()
    samplesLost = oldSamples.subtracting(newSamples).sorted()
    var rowOf: [String: Int] = [:]
    for (row, target) in after.targets.enumerated() { rowOf[target] = row }
    let rows = before.targets.map { rowOf[$0] ?? -1 }
    let common = rows.filter { $0 >= 0 }.count
    targetsGained = after.targets.count - common
    targetsLost = before.targets.count - common
    for (column, sample) in before.samples.enumerated() {
      guard let other = after.samples.firstIndex(of: sample) else { continue }
      for (row, match) in rows.enumerated() where match >= 0 {
        let a = before.values[column * before.targets.count + row]
        let b = after.values[other * after.targets.count + match]
        if a == b || (a.isNaN && b.isNaN) {
          equal += 1
        } else if a.isNaN {
          appeared += 1
        } else if b.isNaN {
          vanished += 1
        } else if tolerance.holds(a, b) {
          withinTolerance += 1
        } else {
          changed += 1
        }
      }
    }
  }

  /// The differences in words; nil when there is none.
  public func sentence(of name: String) -> String? {
    func some(_ count: Int, _ word: String) -> String? { count > 0 ? "\(count) \(word)" : nil }
    func names(_ list: [String], _ word: String) -> String? {
      list.isEmpty
        ? nil : "\(list.count) \(word) (\(list.prefix(3).joined(separator: ", "))\(list.count > 3 ? ", …" : ""))"
    }
    let parts = [
      names(samplesLost, "samples dropped"), names(samplesGained, "samples added"),
      some(targetsLost, "targets lost"), some(targetsGained, "targets gained"), some(changed, "values changed"),
      some(withinTolerance, "values within tolerance"), some(appeared, "values appeared"),
      some(vanished, "values vanished"),
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "\(name), normalised: \(parts.joined(separator: ", "))"
  }
}
