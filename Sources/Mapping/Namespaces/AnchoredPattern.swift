/// A small regular expression over bytes that must match a whole text: literals, `\d`, `\w`, `\S`, `.`, classes,
/// groups, alternatives and the quantifiers `? * + {n} {n,} {n,m}`. Patterns of registries need no more.
///
/// Matching tries alternatives in order and gives back repeats one by one; identifiers are short.
public struct AnchoredPattern: Sendable {
  private indirect enum Node: Sendable {
    case set([Bool])
    case choice([[Node]])
    case counted(Node, least: Int, most: Int)
  }

  private let top: [[Node]]

  /// Compiles a pattern; nil when it uses what is not known here.
  public init?(_ text: String) {
    var parser = Parser(bytes: Array(text.utf8))
    guard let branches = parser.branches(), parser.place == parser.bytes.count else { return nil }
    top = branches
  }

  /// Whether the whole text fits.
  public func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Self.match(.choice(top), bytes, 0) { $0 == bytes.count }
  }

  private static func match(_ nodes: ArraySlice<Node>, _ text: [UInt8], _ place: Int, _ next: (Int) -> Bool) -> Bool {
    guard let first = nodes.first else { return next(place) }
    return match(first, text, place) { match(nodes.dropFirst(), text, $0, next) }
  }

  private static func match(_ node: Node, _ text: [UInt8], _ place: Int, _ next: (Int) -> Bool) -> Bool {
    switch node {
    case .set(let members): return place < text.count && members[Int(text[place])] && next(place + 1)
    case .choice(let branches): return branches.contains { match($0[...], text, place, next) }
    case .counted(let node, let least, let most):
      if most > 0,
        match(
          node, text, place,
          { more in
            more > place && match(.counted(node, least: max(0, least - 1), most: most - 1), text, more, next)
          })
      {
        return true
      }
      return least == 0 && next(place)
    }
  }

  private struct Parser {
    let bytes: [UInt8]
    var place = 0

    mutating func branches() -> [[Node]]? {
      var list: [[Node]] = [[]]
      while place < bytes.count, bytes[place] != 0x29 {
        if bytes[place] == 0x7C {
          place += 1
          list.append([])
          continue
        }
        guard let node = atom(), let counted = quantified(node) else { return nil }
        list[list.count - 1].append(counted)
      }
      return list
    }

    private mutating func atom() -> Node? {
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x28:
        guard let inner = branches(), place < bytes.count else { return nil }
        place += 1
        return .choice(inner)
      case 0x5B: return bracket()
      case 0x5C:
        guard place < bytes.count else { return nil }
        place += 1
        return .set(Self.escaped(bytes[place - 1]))
      case 0x2E: return .set([Bool](repeating: true, count: 256))
      case 0x2A, 0x2B, 0x3F, 0x7B, 0x5E, 0x24: return nil
      default: return .set(Self.one(byte))
      }
    }

    private mutating func bracket() -> Node? {
      var members = [Bool](repeating: false, count: 256)
      while place < bytes.count, bytes[place] != 0x5D {
        if bytes[place] == 0x5C, place + 1 < bytes.count {
          for (byte, isMember) in Self.escaped(bytes[place + 1]).enumerated() where isMember { members[byte] = true }
          place += 2
        } else if place + 2 < bytes.count, bytes[place + 1] == 0x2D, bytes[place + 2] != 0x5D {
          guard bytes[place] <= bytes[place + 2] else { return nil }
          for byte in bytes[place]...bytes[place + 2] { members[Int(byte)] = true }
          place += 3
        } else {
          members[Int(bytes[place])] = true
          place += 1
        }
      }
      guard place < bytes.count else { return nil }
      place += 1
      return .set(members)
    }

    private mutating func quantified(_ node: Node) -> Node? {
      guard place < bytes.count else { return node }
      switch bytes[place] {
      case 0x3F: return counted(node, 0, 1)
      case 0x2A: return counted(node, 0, .max)
      case 0x2B: return counted(node, 1, .max)
      case 0x7B:
        guard let close = bytes[place...].firstIndex(of: 0x7D) else { return nil }
        let words = String(decoding: bytes[(place + 1)..<close], as: UTF8.self)
          .split(separator: ",", omittingEmptySubsequences: false)
        guard let first = words.first, let least = Int(first), words.count < 3 else { return nil }
        let most = words.count == 1 ? least : words[1].isEmpty ? Int.max : Int(words[1]) ?? -1
        guard most >= least else { return nil }
        place = close
        return counted(node, least, most)
      default: return node
      }
    }

    private mutating func counted(_ node: Node, _ least: Int, _ most: Int) -> Node {
      place += 1
      return .counted(node, least: least, most: most)
    }

    private static func one(_ byte: UInt8) -> [Bool] {
      var members = [Bool](repeating: false, count: 256)
      members[Int(byte)] = true
      return members
    }

    private static func escaped(_ byte: UInt8) -> [Bool] {
      switch byte {
      case 0x64: members(IdentifierPattern.isDigit)
      case 0x77: members { IdentifierPattern.isAlnum($0) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F }
      case 0x53: members { $0 > 0x20 }
      default: one(byte)
      }
    }

    private static func members(_ holds: (UInt8) -> Bool) -> [Bool] { (UInt8.min...UInt8.max).map(holds) }
  }
}
