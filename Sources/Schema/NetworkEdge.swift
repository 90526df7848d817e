/// An undirected edge between two targets.
public struct NetworkEdge: Sendable, Hashable {
  /// One end.
  public var a: String
  /// The other end.
  public var b: String
  /// A positive weight.
  public var weight: Double

  /// An edge.
  public init(a: String, b: String, weight: Double) {
    self.a = a
    self.b = b
    self.weight = weight
  }
}
