/// Finds the word a user probably meant, by edit distance.
public enum NearestMatch {
  /// The nearest word within a third of its length (at least 2 edits); ties go to the first.
  public static func of(_ word: String, among words: [String]) -> String? {
    var best: (word: String, distance: Int)?
    let target = Array(word.lowercased().utf8)
    for candidate in words {
      let distance = editDistance(target, Array(candidate.lowercased().utf8))
      guard distance <= max(2, candidate.utf8.count / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Levenshtein distance in bytes; O(nm) time, O(m) memory.
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if b.isEmpty { return a.count }
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1)))
      }
      previous = current
    }
    return previous[b.count]
  }
}
