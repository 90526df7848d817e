/// The partners of the ids of a hop, by numbers of their pools, in the order in which tables gave them.
struct PartnerLinks: Sendable {
  /// A partner of an id.
  struct Link: Sendable {
    /// Its number in the pool of its side.
    var partner: UInt32
    /// The place of the next partner of the same id, plus one; 0 ends the list.
    var next: UInt32
    /// The first table that says so.
    var table: Int32
    /// Trust from 0 to 1.
    var confidence: Double
  }

  private struct List: Sendable {
    var first: UInt32 = 0
    var last: UInt32 = 0
    var count: UInt32 = 0
  }

  /// Lists longer than this are searched by hash.
  private static let longList = 32

  private var links: [Link] = []
  private var lists: [List] = []
  /// The place of every pair of a long list.
  private var places: [UInt64: UInt32] = [:]

  /// How many partners an id has.
  func count(_ id: Int) -> Int { id < lists.count ? Int(lists[id].count) : 0 }

  /// The first partner of an id that has one.
  func first(_ id: Int) -> Link { links[Int(lists[id].first) - 1] }

  /// Goes over the partners of an id.
  func forEach(_ id: Int, _ body: (Link) -> Void) {
    guard id < lists.count else { return }
    var place = lists[id].first
    while place > 0 {
      body(links[Int(place) - 1])
      place = links[Int(place) - 1].next
    }
  }

  /// Adds a partner; what several tables say is the more certain, what one table says twice counts once.
  mutating func add(_ partner: Int, to id: Int, table: Int, confidence: Double) {
    while lists.count <= id { lists.append(List()) }
    if let place = place(of: partner, id) {
      let known = links[place].confidence
      let isAgain = Int(links[place].table) == table
      links[place].confidence = isAgain ? max(known, confidence) : 1 - (1 - known) * (1 - confidence)
      return
    }
    links.append(Link(partner: UInt32(partner), next: 0, table: Int32(table), confidence: confidence))
    let place = UInt32(links.count)
    if lists[id].count == 0 { lists[id].first = place } else { links[Int(lists[id].last) - 1].next = place }
    lists[id].last = place
    lists[id].count += 1
    if lists[id].count == Self.longList {
      var next = lists[id].first
      while next > 0 {
        places[Self.key(Int(links[Int(next) - 1].partner), id)] = next - 1
        next = links[Int(next) - 1].next
      }
    } else if lists[id].count > Self.longList {
      places[Self.key(partner, id)] = place - 1
    }
  }

  private static func key(_ partner: Int, _ id: Int) -> UInt64 { UInt64(id) << 32 | UInt64(partner) }

  private func place(of partner: Int, _ id: Int) -> Int? {
    if lists[id].count >= Self.longList { return places[Self.key(partner, id)].map { Int($0) } }
    var place = lists[id].first
    while place > 0 {
      if Int(links[Int(place) - 1].partner) == partner { return Int(place) - 1 }
      place = links[Int(place) - 1].next
    }
    return nil
  }
}
