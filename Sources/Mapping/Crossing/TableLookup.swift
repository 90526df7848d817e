public import Schema

/// Any one table as something that resolves ids: HGNC by its order of classes, others by their references.
public enum TableLookup: Sendable {
  /// A release of HGNC.
  case genes(GeneIndex)
  /// Anything else.
  case references(CrossReferences)

  /// The lookup of a table.
  ///
  /// - Throws: `value` for a status HGNC does not have.
  public init(
    _ table: MappingTable, name: String, registry: NamespaceRegistry = NamespaceRegistry(),
    orthologs: OrthologPolicy = .oneToOne
  ) throws(OmicsError) {
    if table.kind == "hgnc" {
      self = .genes(GeneIndex(try HgncTable(table)))
    } else {
      var references = CrossReferences(registry: registry, orthologs: orthologs)
      references.add(table, name: name)
      self = .references(references)
    }
  }

  /// The outcomes of ids in their order; nil as namespace lets HGNC judge each id by its pattern, and other tables by vote.
  ///
  /// - Throws: `usage` when the table knows no way to the target, `undecided` when the namespace cannot be told;
  ///   what reading a lookup met.
  public func resolve(_ ids: [String], from: Namespace?, to: Namespace) throws(OmicsError) -> [MappingOutcome] {
    switch self {
    case .genes(let index):
      let resolver = try Resolver(index, target: to)
      let namespace = from ?? NamespaceDetection(ids, index: index).namespace
      return ContestedNames.outcomes(of: ids) { resolver.resolve($0, from: namespace, beside: $1) }
    case .references(let references):
      guard var source = from ?? references.vote(ids).shares.first?.namespace else {
        throw OmicsError(.undecided, "no table knows any of the ids", hint: "Name their namespace with --from.")
      }
      var target = references.namespace(to.rawValue)
      source = references.namespace(source.rawValue)
      if source == target, let sides = references.species(source, ids) { (source, target) = sides }
      guard let plan = try references.plan(from: source, to: target) else {
        throw OmicsError(
          .usage, "the table knows no way from \(source.rawValue) to \(target.rawValue)",
          hint: "It knows: \(references.namespaces.map(\.rawValue).joined(separator: ", ")).")
      }
      let outcomes = ContestedNames.outcomes(of: ids) {
        references.resolve($0, from: source, to: target, plan: plan, beside: $1)
      }
      try references.check()
      return outcomes
    }
  }
}
