internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables impact`: what another release of a table does to the ids of a dataset, before it is adopted.
public enum TableImpactDoor {
  /// The answer.
  public struct Impact: Sendable {
    private let parts: [(kind: FeatureKind, impact: MappingImpact)]
    private let old: String
    private let new: String

    init(_ parts: [(kind: FeatureKind, impact: MappingImpact)], old: String, new: String) {
      self.parts = parts
      self.old = old
      self.new = new
    }

    private var inputs: Int { parts.reduce(0) { $0 + $1.impact.inputs } }
    private var changed: Int { parts.reduce(0) { $0 + $1.impact.lines.count } }

    private func count(_ change: MappingImpact.Change) -> Int { parts.reduce(0) { $0 + $1.impact.count(change) } }

    /// A row a class: class and count.
    public var rows: [[String]] { MappingImpact.Change.allCases.map { [$0.rawValue, "\(count($0))"] } }

    /// A line an id that changed: `change kind input old_status old_target new_status new_target note`.
    public var table: String {
      var table = TableText([
        "change", "kind", "input", "old_status", "old_target", "new_status", "new_target", "note",
      ])
      for (kind, impact) in parts {
        for line in impact.lines {
          table.append([
            .text(line.change.rawValue), .text(kind.rawValue), .text(line.before.input),
            .text(line.before.status.rawValue), .text(Self.target(line.before)), .text(line.after.status.rawValue),
            .text(Self.target(line.after)), .text(line.after.note),
          ])
        }
      }
      return String(decoding: table.bytes, as: UTF8.self)
    }

    private static func target(_ outcome: MappingOutcome) -> String {
      outcome.status == .ambiguous ? outcome.candidates.joined(separator: ";") : outcome.target ?? ""
    }

    /// Counts by class as JSON.
    public var jsonText: String { JSONWriter(isIndented: true).text(of: .object(members)) }

    var members: [JSONValue.Member] {
      [
        .init("old", .string(old)), .init("new", .string(new)), .init("inputs", .integer(inputs)),
        .init("changed", .integer(changed)),
      ] + MappingImpact.Change.allCases.map { .init($0.rawValue, .integer(count($0))) }
    }

    /// Which ids that changed stand for a target before or after.
    func inputs(of target: String) -> [String] {
      parts.flatMap { part in
        part.impact.lines.filter { line in
          [line.before, line.after].contains { $0.target == target || $0.candidates.contains(target) }
        }.map { "\($0.before.input) (\($0.change.rawValue))" }
      }
    }

    /// The account in a sentence.
    public var summary: String { "\(old) to \(new): \(changed) of \(inputs) ids change" }
  }

  /// Maps the ids of a dataset, or of a run's inputs, under two releases of a table and compares what becomes of them.
  ///
  /// - Parameters:
  ///   - to: the target namespace; nil takes `hgnc`, or the only other namespace that the table knows.
  ///   - overlays: files of own mappings, put on what both releases say.
  /// - Throws: `refused` when the dataset has no quantities.
  public static func impact(
    _ old: String, _ new: String, dataset path: String, reading: InputOptions, from: String?, to: String?,
    overlays: [String] = [], catalog: TableCatalog
  ) throws(OmicsError) -> Impact {
    var releases = try Releases(old, new, catalog: catalog)
    for path in overlays { releases.overlays.append(try OverlayDoor.overlay(path, catalog: catalog)) }
    let dataset = try DatasetDoor.read(path, reading)
    return Impact(try releases.parts(dataset, from: from, to: to), old: releases.old, new: releases.new)
  }

  /// Two releases opened.
  struct Releases {
    let old: String
    let new: String
    let earlier: TableLookup
    let later: TableLookup
    /// Own mappings on top of both.
    var overlays: [CurationOverlay] = []
    private let registry: NamespaceRegistry

    init(_ old: String, _ new: String, catalog: TableCatalog) throws(OmicsError) {
      registry = try catalog.registry()
      (self.old, earlier) = try MappingTableDoor.lookup(old, catalog: catalog, registry: registry)
      (self.new, later) = try MappingTableDoor.lookup(new, catalog: catalog, registry: registry)
    }

    /// The impact on each kind of features that has quantities.
    func parts(
      _ dataset: Dataset, from: String?, to: String?
    ) throws(OmicsError) -> [(kind: FeatureKind, impact: MappingImpact)] {
      guard !dataset.abundances.isEmpty else {
        throw OmicsError(.refused, "the dataset holds no quantities to map", hint: "tables resolve maps plain ids.")
      }
      var parts: [(kind: FeatureKind, impact: MappingImpact)] = []
      for table in dataset.abundances where !parts.contains(where: { $0.kind == table.kind }) {
        let (one, other) = try outcomes(dataset, table.kind, from: from.map(registry.namespace), to: to)
        parts.append((table.kind, try MappingImpact(one, other)))
      }
      return parts
    }

    private func outcomes(
      _ dataset: Dataset, _ kind: FeatureKind, from: Namespace?, to: String?
    ) throws(OmicsError) -> ([MappingOutcome], [MappingOutcome]) {
      if case .genes(let before) = earlier, case .genes(let after) = later {
        let target = registry.namespace(to ?? Namespace.hgnc.rawValue)
        func map(_ index: GeneIndex) throws(OmicsError) -> [MappingOutcome] {
          var resolver = try Resolver(index, target: target)
          for overlay in overlays {
            resolver.overlays.append(try OverlayApplication(overlay, to: target, lookup: .genes(index)))
          }
          return try DatasetMapping(dataset, kind: kind, resolver: resolver, declared: from).outcomes
        }
        return (try map(before), try map(after))
      }
      let ids = dataset.features.rows.filter { $0.kind == kind }.map(\.accession)
      // Both releases are asked in the namespace that the earlier one sees.
      let source = from ?? source(ids)
      let target: Namespace
      if let to { target = registry.namespace(to) } else { target = try self.target(of: source) }
      func map(_ lookup: TableLookup) throws(OmicsError) -> [MappingOutcome] {
        var outcomes = try lookup.resolve(ids, from: source, to: target)
        for overlay in overlays {
          let own = try OverlayApplication(overlay, to: target, lookup: lookup)
          for index in outcomes.indices { own.apply(to: &outcomes[index], from: source) }
        }
        return outcomes
      }
      return (try map(earlier), try map(later))
    }

    private func source(_ ids: [String]) -> Namespace? {
      guard case .references(let references) = earlier else { return nil }
      return references.vote(ids).shares.first?.namespace
    }

    private func target(of source: Namespace?) throws(OmicsError) -> Namespace {
      guard case .references(let references) = earlier else { return .hgnc }
      let others = references.namespaces.filter { $0 != source }
      guard others.count <= 1 else {
        throw OmicsError(
          .undecided, "the table knows several namespaces to map to",
          hint: "Name one with --to: "
            + others.map(\.rawValue).joined(separator: ", ") + ".")
      }
      return others.first ?? source ?? .hgnc
    }
  }
}
