/// How the identifiers of one input were mapped in two runs, compared id by id.
public struct MappingDifference: Sendable, Hashable {
  /// What became of one identifier.
  public struct Entry: Sendable, Hashable {
    /// The mapping status.
    public var status: String
    /// The target; nil unless mapped.
    public var target: String?
    /// An entry.
    public init(status: String, target: String?) {
      self.status = status
      self.target = target
    }
  }

  /// How many ids only the base run met.
  public private(set) var onlyBefore = 0
  /// How many ids only the new run met.
  public private(set) var onlyAfter = 0
  /// Ids without a target that now have one, sorted.
  public private(set) var gained: [String] = []
  /// Ids with a target that now have none, sorted.
  public private(set) var lost: [String] = []
  /// Ids with another target now, sorted.
  public private(set) var retargeted: [String] = []
  private let before: [String: Entry]
  private let after: [String: Entry]
  private let idsBefore: [String: [String]]
  private let idsAfter: [String: [String]]

  /// Compares two accounts by id.
  public init(_ before: [String: Entry], _ after: [String: Entry]) {
    self.before = before
    self.after = after
    idsBefore = Self.byTarget(before)
    idsAfter = Self.byTarget(after)
    for id in Set(before.keys).union(after.keys).sorted() {
      switch (before[id], after[id]) {
      case (nil, _): onlyAfter += 1
      case (_, nil): onlyBefore += 1
      case (let old?, let new?):
        if old.target == nil, new.target != nil { gained.append(id) }
        if old.target != nil, new.target == nil { lost.append(id) }
        if let from = old.target, let to = new.target, from != to { retargeted.append(id) }
      }
    }
  }

  private static func byTarget(_ entries: [String: Entry]) -> [String: [String]] {
    var ids: [String: [String]] = [:]
    for id in entries.keys.sorted() {
      if let target = entries[id]?.target { ids[target, default: []].append(id) }
    }
    return ids
  }

  /// The differences as sentences, the first ids of each kind named; empty when there is none.
  public func sentences(of input: String) -> [String] {
    func named(_ ids: [String], _ words: (String) -> String) -> String {
      ids.prefix(3).map(words).joined(separator: ", ") + (ids.count > 3 ? ", …" : "")
    }
    var list: [String] = []
    if !gained.isEmpty {
      list.append(
        "\(input): \(gained.count) ids gained a target (\(named(gained) { "\($0) -> \(after[$0]?.target ?? "")" }))")
    }
    if !lost.isEmpty {
      list.append(
        "\(input): \(lost.count) ids lost their target "
          + "(\(named(lost) { "\($0): \(before[$0]?.target ?? "") -> \(after[$0]?.status ?? "")" }))")
    }
    if !retargeted.isEmpty {
      list.append(
        "\(input): \(retargeted.count) ids map elsewhere "
          + "(\(named(retargeted) { "\($0): \(before[$0]?.target ?? "") -> \(after[$0]?.target ?? "")" }))")
    }
    if onlyBefore > 0 { list.append("\(input): \(onlyBefore) ids are gone from the input") }
    if onlyAfter > 0 { list.append("\(input): \(onlyAfter) ids are new in the input") }
    return list
  }

  /// Why a target is only in one of the two runs as far as mapping says; nil when its ids still lead to it.
  public func reason(for target: String, isGone: Bool) -> String? {
    let ids = (isGone ? idsBefore : idsAfter)[target] ?? []
    let there = isGone ? after : before
    guard let first = ids.first else { return nil }
    guard !ids.contains(where: { there[$0]?.target == target }) else { return nil }
    guard let other = there[first] else {
      return isGone ? "\(first) is not in the new input" : "\(first) was not in the base input"
    }
    if let elsewhere = other.target {
      return isGone ? "\(first) maps to \(elsewhere) now" : "\(first) mapped to \(elsewhere)"
    }
    return isGone ? "\(first) is \(other.status) now" : "\(first) was \(other.status)"
  }

  /// Ids through which a target was reached in one of the runs only, as a phrase; nil when they are the same.
  public func phrase(for target: String) -> String? {
    let (old, new) = (Set(idsBefore[target] ?? []), Set(idsAfter[target] ?? []))
    guard old != new else { return nil }
    let parts = [
      new.subtracting(old).sorted().map { "gained \($0)" }, old.subtracting(new).sorted().map { "lost \($0)" },
    ].flatMap { $0 }
    return parts.prefix(3).joined(separator: ", ") + (parts.count > 3 ? ", …" : "")
  }
}
