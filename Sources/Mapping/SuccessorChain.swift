/// Follows withdrawn entries to their current successors.
enum SuccessorChain {
  /// How many hops a chain may have.
  static let maximumHops = 16

  /// Where a chain ends.
  enum End: Equatable {
    /// At these current entries (more than one after a split), with the ids visited on the way.
    case current([Int32], path: [String])
    /// Nowhere: withdrawn without successor, beyond the hop limit, or in a cycle; says which.
    case none(String)
  }

  /// Follows the chain from a withdrawn entry.
  static func follow(_ start: Int32, in index: GeneIndex) -> End {
    var ends: [Int32] = []
    var path = [index.row(start).id]
    var visited: Set<Int32> = [start]
    var frontier = [start]
    var hops = 0
    var cycle = false
    while !frontier.isEmpty {
      hops += 1
      if hops > maximumHops { return .none("chain longer than \(maximumHops) hops") }
      var next: [Int32] = []
      for number in frontier {
        for successor in index.row(number).successors {
          guard let target = index.byID[successor] else { continue }
          path.append(successor)
          if index.row(target).status == .approved {
            if !ends.contains(target) { ends.append(target) }
          } else if visited.insert(target).inserted {
            next.append(target)
          } else {
            cycle = true
          }
        }
      }
      frontier = next
    }
    if ends.isEmpty { return .none(cycle ? "cycle: \(path.joined(separator: " > "))" : "withdrawn without successor") }
    return .current(ends, path: path)
  }
}
