/// The samples of two comparisons, matched by cohort and name.
public struct DesignDifference: Sendable, Hashable {
  /// A sample of a comparison.
  public struct Member: Sendable, Hashable {
    /// The cohort.
    public var cohort: String
    /// The sample.
    public var sample: String
    /// Its label.
    public var label: String
    /// Its batch.
    public var batch: String
    /// A member.
    public init(cohort: String, sample: String, label: String, batch: String) {
      self.cohort = cohort
      self.sample = sample
      self.label = label
      self.batch = batch
    }
  }

  /// Samples of the new run alone.
  public private(set) var added: [Member]
  /// Samples of the base run alone.
  public private(set) var dropped: [Member]
  /// Samples with another label, as the new run has them, and the old label.
  public private(set) var relabelled: [(member: Member, before: String)] = []
  /// Samples with another batch, as the new run has them, and the old batch.
  public private(set) var rebatched: [(member: Member, before: String)] = []
  /// The share of samples that both runs have.
  public let overlap: Double

  /// Compares two lists of samples.
  public init(_ before: [Member], _ after: [Member]) {
    func key(_ member: Member) -> String { "\(member.cohort)\u{0}\(member.sample)" }
    var old: [String: Member] = [:]
    for member in before { old[key(member)] = member }
    let fresh = Set(after.map(key))
    added = after.filter { old[key($0)] == nil }
    dropped = before.filter { !fresh.contains(key($0)) }
    for member in after {
      guard let earlier = old[key(member)] else { continue }
      if earlier.label != member.label { relabelled.append((member, earlier.label)) }
      if earlier.batch != member.batch { rebatched.append((member, earlier.batch)) }
    }
    let union = old.count + added.count
    overlap = union == 0 ? 1 : Double(after.count - added.count) / Double(union)
  }

  /// The differences as sentences; empty when there is none.
  public var sentences: [String] {
    func list(_ what: String, _ members: [String]) -> [String] {
      members.isEmpty
        ? []
        : [
          "\(members.count) samples \(what): \(members.prefix(5).joined(separator: ", "))\(members.count > 5 ? ", …" : "")"
        ]
    }
    return list("dropped", dropped.map { "\($0.sample) (\($0.label))" })
      + list("added", added.map { "\($0.sample) (\($0.label))" })
      + list("relabelled", relabelled.map { "\($0.member.sample) \($0.before) -> \($0.member.label)" })
      + list("moved to another batch", rebatched.map { "\($0.member.sample) \($0.before) -> \($0.member.batch)" })
  }

  /// Equal when the same samples differ in the same way.
  public static func == (left: DesignDifference, right: DesignDifference) -> Bool { left.sentences == right.sentences }
  /// Hashes the sentences.
  public func hash(into hasher: inout Hasher) { hasher.combine(sentences) }
}
