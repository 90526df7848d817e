public import Schema

/// The only hop of a plan for ids that stand as they are and have one partner: most ids, answered without a String each.
public struct PlainHop: Sendable {
  /// The one partner of an id.
  public struct Hit: Sendable {
    /// Trust from 0 to 1.
    public var confidence: Double
    /// The table that says so.
    public var table: String
    let partner: Int
  }

  private enum State: UInt8 { case unknown, plain, other }

  private let links: PartnerLinks
  private let ids: IdPool
  private let partners: IdPool
  private let tables: [String]
  private let prefix: [UInt8]
  private var states: [State]

  /// The hop of a plan; nil when an id may need more than its one partner: several hops, orthologs, `Not` mappings, tables
  /// on disk.
  public init?(_ references: CrossReferences, _ plan: MappingPlan) {
    guard plan.steps.count == 1, references.denied.isEmpty else { return nil }
    let hop = references.hops[plan.steps[0].hop]
    guard !hop.isOrthology, hop.lookups.isEmpty else { return nil }
    links = hop.links
    ids = references.pools[hop.fromPool]
    partners = references.pools[hop.toPool]
    tables = references.tables
    prefix = Array(references.written("", hop.to).utf8)
    states = Array(repeating: .unknown, count: ids.count)
  }

  /// The partner of an id; nil when the long way has to be taken.
  public mutating func find(_ id: UnsafeRawBufferPointer) -> Hit? {
    guard let number = ids.find(id), links.count(number) == 1 else { return nil }
    if states[number] == .unknown { states[number] = CrossReferences.isPlain(ids[number]) ? .plain : .other }
    guard states[number] == .plain else { return nil }
    let link = links.first(number)
    return Hit(confidence: min(1, link.confidence), table: tables[Int(link.table)], partner: Int(link.partner))
  }

  /// Appends the partner as its namespace writes it.
  public func append(_ hit: Hit, to target: inout [UInt8]) {
    target.append(contentsOf: prefix)
    partners.append(hit.partner, to: &target)
  }
}
