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
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .object(
          [
            .init("old", .string(old)), .init("new", .string(new)), .init("inputs", .integer(inputs)),
            .init("changed", .integer(changed)),
          ] + MappingImpact.Change.allCases.map { .init($0.rawValue, .integer(count($0))) }))
    }

    /// The account in a sentence.
    public var summary: String { "\(old) to \(new): \(changed) of \(inputs) ids change" }
  }

  /// Maps the ids of a dataset under two releases of HGNC and compares what becomes of them.
  ///
  /// - Throws: `refused` when the dataset has no quantities.
  public static func impact(
    _ old: String, _ new: String, dataset path: String, reading: InputOptions, from: String?, to: String,
    catalog: TableCatalog
  ) throws(OmicsError) -> Impact {
    let (before, after) = (try TableDoor.open(old, catalog: catalog), try TableDoor.open(new, catalog: catalog))
    let target = Namespace(rawValue: to)
    let (earlier, later) = (
      try Resolver(before.index, target: target), try Resolver(after.index, target: target)
    )
    let dataset = try DatasetDoor.read(path, reading)
    guard !dataset.abundances.isEmpty else {
      throw OmicsError(.refused, "the dataset holds no quantities to map", hint: "tables resolve maps plain ids.")
    }
    var parts: [(kind: FeatureKind, impact: MappingImpact)] = []
    for table in dataset.abundances where !parts.contains(where: { $0.kind == table.kind }) {
      let declared = from.map(Namespace.init(rawValue:))
      let one = try DatasetMapping(dataset, kind: table.kind, resolver: earlier, declared: declared)
      let other = try DatasetMapping(dataset, kind: table.kind, resolver: later, declared: declared)
      parts.append((table.kind, try MappingImpact(one.outcomes, other.outcomes)))
    }
    return Impact(parts, old: before.release.id, new: after.release.id)
  }
}
