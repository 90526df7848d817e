internal import Numerics

/// A network in which every target keeps its degree and nothing else: ends of two edges are swapped, again and again
/// (Maslov & Sneppen 2002, doi:10.1126/science.1065103).
enum RewiredNetwork {
  /// Ten swaps an edge are tried; a swap that would make a loop or a repeated edge is left out.
  static func of(
    _ edges: [(a: Int, b: Int, weight: Double)], stream: inout RandomStream
  ) -> [(a: Int, b: Int, weight: Double)] {
    guard edges.count > 1 else { return edges }
    func key(_ a: Int, _ b: Int) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }
    var result = edges
    var present = Set(edges.map { key($0.a, $0.b) })
    for _ in 0..<10 * edges.count {
      let (first, second) = (stream.integer(below: edges.count), stream.integer(below: edges.count))
      let (one, two) = (result[first], result[second])
      // Either end of the second edge may go to the first.
      let (c, d) = stream.nextUInt32() & 1 == 0 ? (two.a, two.b) : (two.b, two.a)
      guard first != second, one.a != d, c != one.b else { continue }
      let (new, other) = (key(one.a, d), key(c, one.b))
      guard new != other, !present.contains(new), !present.contains(other) else { continue }
      present.remove(key(one.a, one.b))
      present.remove(key(two.a, two.b))
      present.insert(new)
      present.insert(other)
      result[first] = (one.a, d, one.weight)
      result[second] = (c, one.b, two.weight)
    }
    return result
  }
}
