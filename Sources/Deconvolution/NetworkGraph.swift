/// An undirected, weighted graph over targets.
public struct NetworkGraph: Sendable {
  /// An edge between two targets.
  public struct Edge: Sendable, Hashable {
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

  /// The edges, each pair once.
  public var edges: [Edge]

  /// A graph.
  public init(_ edges: [Edge]) { self.edges = edges }
}
