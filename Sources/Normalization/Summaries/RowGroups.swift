public import Numerics

/// The rows of each group, such as the ions of each protein: groups in order of first appearance.
///
/// A row belongs to the group it names and to no other: a shared peptide counts once, for the group of proteins that it
/// is written with.
public struct RowGroups: Sendable {
  /// Group names.
  public var ids: [String]
  /// The rows of each.
  public var rows: [[Int]]

  /// Groups by the name of each row; rows with an empty name belong to none and are counted.
  public init(_ names: [String]) {
    ids = []
    rows = []
    var place: [String: Int] = [:]
    for (row, name) in names.enumerated() where !name.isEmpty {
      if let index = place[name] {
        rows[index].append(row)
      } else {
        place[name] = ids.count
        ids.append(name)
        rows.append([row])
      }
    }
    nameless = names.count { $0.isEmpty }
  }

  /// Rows that name no group.
  public var nameless: Int

  /// A summary of every group: `summarise` gets a group's rows x samples block and gives one value a sample and notes.
  public func summarised<Note: Sendable>(
    _ values: Matrix, threads: Int? = nil, _ summarise: @Sendable (Matrix) -> ([Double], Note)
  ) -> (values: Matrix, notes: [Note]) {
    let columns = values.columns
    let all: [([Double], Note)] = parallelMap(count: rows.count, threads: threads) { index in
      let members = rows[index]
      var block = [Double]()
      block.reserveCapacity(members.count * columns)
      for column in 0..<columns {
        for row in members { block.append(values.values[column * values.rows + row]) }
      }
      return summarise(Matrix(rows: members.count, columns: columns, values: block))
    }
    return (Matrix(rowVectors: all.map { $0.0 }, columns: columns), all.map { $0.1 })
  }
}
