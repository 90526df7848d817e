internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables impact --run`: which ids of a run's inputs another release changes, and which ranks that moves.
public enum RunImpactDoor {
  /// The answer.
  public struct Impact: Sendable {
    private let ids: TableImpactDoor.Impact
    private let drift: DriftOutcome

    init(ids: TableImpactDoor.Impact, drift: DriftOutcome) {
      self.ids = ids
      self.drift = drift
    }

    private var moved: [DriftTarget] { drift.findings.targets.filter { $0.rankBefore != $0.rankAfter } }

    /// A row a class of ids, then how many leading targets move, and beyond noise.
    public var rows: [[String]] {
      ids.rows + [
        ["targets_moved", "\(moved.count)"], ["targets_called", "\(moved.count { $0.called })"],
      ]
    }

    /// A line a leading target that moves: `target symbol rank_before rank_after delta floor called ids`.
    public var table: String {
      var table = TableText(["target", "symbol", "rank_before", "rank_after", "delta", "floor", "called", "ids"])
      for target in moved {
        table.append([
          .text(target.target), .text(target.symbol), .text(target.rankBefore.map(String.init) ?? ""),
          .text(target.rankAfter.map(String.init) ?? ""), .number(target.delta), .number(target.floor),
          .text(target.called ? "true" : "false"), .text(ids.inputs(of: target.target).joined(separator: "; ")),
        ])
      }
      return String(decoding: table.bytes, as: UTF8.self)
    }

    /// Counts by class, and the targets that move, as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .object(
          ids.members + [
            .init("rbo", .number(drift.findings.rbo)), .init("verdict", .string(drift.findings.verdict)),
            .init(
              "targets",
              .array(
                moved.map { target in
                  .members([
                    "target": .string(target.target), "symbol": .string(target.symbol),
                    "rank_before": target.rankBefore.map(JSONValue.integer) ?? .null,
                    "rank_after": target.rankAfter.map(JSONValue.integer) ?? .null, "delta": .number(target.delta),
                    "floor": .number(target.floor), "called": .bool(target.called),
                    "ids": .array(ids.inputs(of: target.target).map(JSONValue.string)),
                  ])
                })),
          ]))
    }

    /// The account in sentences.
    public var summary: String { "\(ids.summary)\n\(drift.findings.verdict)" }
  }

  /// Maps a run's inputs under both releases and ranks the run anew with the later one.
  ///
  /// - Throws: `refused` when the run used another release than the earlier one; what drift throws.
  public static func impact(
    _ old: String, _ new: String, run folder: String, request: DriftDoor.Request, catalog: TableCatalog,
    progress: RunProgress = .silent
  ) throws(OmicsError) -> Impact {
    let plan = try RecordedRun(folder).plan(catalog: catalog)
    let entry = try TableDoor.entry(old, catalog: catalog)
    guard let used = plan.tables.first(where: { $0.release.kind == entry.release.kind }) else {
      throw OmicsError(
        .refused, "the run used no table of kind \(entry.release.kind)", at: SourceLocation(file: folder))
    }
    guard used.file.sha256 == entry.release.sha256 else {
      throw OmicsError(
        .refused, "the run used \(used.release.id), not \(entry.release.id)", at: SourceLocation(file: folder),
        hint: "Name the release of the run first, the one to adopt second.")
    }
    var releases = try TableImpactDoor.Releases(old, new, catalog: catalog)
    for own in plan.overlays { releases.overlays.append(try OverlayDoor.pinned(own)) }
    let cache = DatasetCache()
    var parts: [(kind: FeatureKind, impact: MappingImpact)] = []
    for input in plan.inputs where input.declaration.role == "data" {
      progress.step("mapping \(input.name) under both releases")
      let dataset = try cache.dataset(input)
      parts += try releases.parts(
        dataset, from: input.declaration.identifiers?.rawValue, to: Namespace.hgnc.rawValue)
    }
    return Impact(
      ids: TableImpactDoor.Impact(parts, old: releases.old, new: releases.new),
      drift: try CounterfactualDoor.ask(folder, ["tables=\(new)"], request, catalog: catalog, progress: progress))
  }
}
