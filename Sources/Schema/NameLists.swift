/// Lists of names, row after row: each name is kept once, a row costs a few bytes a name.
public struct NameLists: Sendable {
  private var names = TextColumn()
  private var index = TextIndex()
  private var items: [Int32] = []
  private var ends: [Int32] = []

  /// No rows.
  public init() {}

  /// How many rows there are.
  public var count: Int { ends.count }

  /// Adds a name to the row under construction.
  public mutating func add(_ name: UnsafeRawBufferPointer) {
    let hash = TextIndex.hash(name)
    if let known = index.find(hash, where: { names.equals($0, name) }) { return items.append(Int32(known)) }
    items.append(Int32(names.count))
    index.insert(hash, names.count)
    names.append(name)
  }

  /// Ends the row under construction.
  public mutating func endRow() { ends.append(Int32(items.count)) }

  /// Adds a name to the row under construction.
  public mutating func add(_ name: String) {
    var name = name
    name.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  mutating func removeLast() {
    guard ends.popLast() != nil else { return }
    items.removeLast(items.count - start(ends.count))
  }

  /// How many names a row has.
  public func count(of row: Int) -> Int { Int(ends[row]) - start(row) }

  /// The names of a row.
  public subscript(row: Int) -> [String] { (start(row)..<Int(ends[row])).map { names[Int(items[$0])] } }

  /// Appends the bytes of a row's name at a place.
  public func append(_ row: Int, _ place: Int, to target: inout [UInt8]) {
    names.append(Int(items[start(row) + place]), to: &target)
  }

  private func start(_ row: Int) -> Int { row == 0 ? 0 : Int(ends[row - 1]) }
}
