/// Distinct strings with small integer ids, in order of first appearance.
///
/// Reading a table that repeats its words costs one string a word instead of one a cell.
public struct StringPool: Sendable, Hashable {
  /// The strings, by id.
  public private(set) var strings: [String] = []
  private var ids: [String: Int32] = [:]

  /// An empty pool.
  public init() {}

  /// The id of a string, made when it is new.
  public mutating func intern(_ string: String) -> Int32 {
    if let id = ids[string] { return id }
    let id = Int32(strings.count)
    strings.append(string)
    ids[string] = id
    return id
  }

  /// The id of a string that is there already.
  public func id(of string: String) -> Int32? { ids[string] }

  /// The string with an id.
  public subscript(id: Int32) -> String { strings[Int(id)] }

  /// How many distinct strings there are.
  public var count: Int { strings.count }
}
