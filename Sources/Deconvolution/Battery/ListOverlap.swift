internal import Glibc

/// Rank-biased overlap of the heads of two lists (Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106): truncated at
/// `depth` and divided by what two equal lists reach there, so that it runs from 0 to 1.
enum ListOverlap {
  /// How fast attention falls: the weight of depth d is persistence to the power d - 1.
  static let persistence = 0.98

  /// The overlap; two empty heads are equal.
  static func rbo(_ a: [String], _ b: [String], depth: Int = 50) -> Double {
    let (x, y) = (Array(a.prefix(depth)), Array(b.prefix(depth)))
    guard !x.isEmpty || !y.isEmpty else { return 1 }
    var seen: [String: Int] = [:]
    var shared = 0
    var (sum, total, weight) = (0.0, 0.0, 1.0)
    for place in 0..<max(x.count, y.count) {
      for item in [place < x.count ? x[place] : nil, place < y.count ? y[place] : nil].compactMap({ $0 }) {
        seen[item, default: 0] += 1
        if seen[item] == 2 { shared += 1 }
      }
      sum += weight * Double(shared) / Double(place + 1)
      total += weight
      weight *= persistence
    }
    return sum / total
  }
}
