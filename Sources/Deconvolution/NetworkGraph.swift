public import Schema

/// An undirected, weighted graph over targets.
public struct NetworkGraph: Sendable {
  /// The edges, each pair once.
  public var edges: [NetworkEdge]

  /// A graph.
  public init(_ edges: [NetworkEdge]) { self.edges = edges }
}
