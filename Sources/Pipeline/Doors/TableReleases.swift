internal import Drift
internal import Mapping
internal import OmicsIO
internal import Schema

/// What changed between the releases of a mapping table that two runs used, as `tables diff` counts it.
struct TableReleases {
  let base: RecordedRun
  let new: RecordedRun
  let catalog: TableCatalog

  /// The changes by kind, the first of each named; empty when one of the files is gone.
  func sentences(_ difference: ComponentDifference) throws(OmicsError) -> [String] {
    guard let old = difference.before, let fresh = difference.after, let before = try path(old, base),
      let after = try path(fresh, new)
    else { return [] }
    let changes: TableDifference
    do throws(OmicsError) {
      changes = try TableDifference(
        try MappingTableDoor.open(before, catalog: catalog).table,
        try MappingTableDoor.open(after, catalog: catalog).table)
    } catch {
      return ["\(old.name) \(old.label) -> \(fresh.label): \(error.message)"]
    }
    let parts = TableDifference.Change.allCases.compactMap { change -> String? in
      let lines = changes.lines.filter { $0.change == change }
      guard let first = lines.first else { return nil }
      return "\(lines.count) \(change.rawValue) (\(Self.example(first))\(lines.count > 1 ? ", …" : ""))"
    }
    return [
      "\(old.name) \(old.label) -> \(fresh.label): "
        + (parts.isEmpty ? "no row differs" : parts.joined(separator: ", "))
    ]
  }

  private static func example(_ line: TableDifference.Line) -> String {
    switch line.change {
    case .added: "\(line.key) \(line.after)"
    case .removed, .attributeOnly, .schemaChange: "\(line.key) \(line.before)"
    case .renamed, .retargeted, .withdrawn, .merged, .split, .resurrected:
      "\(line.key) \(line.before) -> \(line.after)"
    }
  }

  /// Where the table of a run stands now: where the run read it, else in the catalogue; nil when neither has its bytes.
  private func path(_ component: RunComponent, _ run: RecordedRun) throws(OmicsError) -> String? {
    let recorded = RelativePath.join(try run.studyFolder(), component.path)
    if !component.path.isEmpty, FolderListing.isFile(recorded),
      try SHA256Digest.hex(ofFile: recorded) == component.digest
    {
      return recorded
    }
    return catalog.entries.first { $0.release.name == component.name && $0.release.sha256 == component.digest }?.path
  }
}
