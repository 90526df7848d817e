/// A batch of a column: the levels that say what is there, and the values that are.
public struct ParquetColumn: Sendable, Hashable {
  /// What the column is.
  public let descriptor: ParquetColumnDescriptor
  /// Rows in the batch.
  public internal(set) var rows = 0
  /// Each entry's definition level; empty for a column in which every entry has a value.
  public internal(set) var definitions: [Int32] = []
  /// Each entry's repetition level; empty for a column with one entry a row.
  public internal(set) var repetitions: [Int32] = []
  /// The values of the entries that have one, in order.
  public internal(set) var values = ParquetValues()

  init(_ descriptor: ParquetColumnDescriptor) { self.descriptor = descriptor }

  /// How many entries there are: rows, or elements of lists (an empty list and a missing one are entries too).
  public var entries: Int { descriptor.maximumDefinition > 0 ? definitions.count : rows }

  mutating func removeAll() {
    rows = 0
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    values.removeAll()
  }
}
