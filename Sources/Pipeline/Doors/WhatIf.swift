internal import Drift
internal import Mapping
internal import ReaderKit
internal import Schema

/// One named counterfactual: what would the run have found if one thing were otherwise?
struct WhatIf: Sendable {
  /// The kind of component it stands for.
  let kind: RunComponent.Kind
  /// As written.
  let text: String
  private let key: String
  private let value: String

  private static let words = [
    "tables", "drop-sample", "drop-batch", "drop-cohort", "drop-layer", "drop-prior", "permute-labels",
  ]

  /// Reads `key=value`; `permute-labels` may stand alone.
  ///
  /// - Throws: `usage` for a key that is neither a counterfactual nor a setting.
  init(_ text: String) throws(OmicsError) {
    self.text = text
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    key = parts[0]
    value = parts.count > 1 ? parts[1] : key == "permute-labels" ? "0" : ""
    let settings = RunSettings.documentation.map(\.key)
    switch key {
    case "tables": kind = .table
    case "drop-sample", "drop-batch", "permute-labels": kind = .samples
    case "drop-cohort", "drop-layer": kind = .input
    case "drop-prior": kind = .prior
    case "seed": kind = .seed
    default:
      guard settings.contains(key) else {
        throw OmicsError(
          .usage, "there is no counterfactual \"\(key)\"",
          hint: NearestMatch.of(key, among: Self.words + settings).map { "Did you mean \"\($0)\"?" }
            ?? "It takes \(Self.words.joined(separator: ", ")) or any setting, as key=value.")
      }
      kind = .setting
    }
    guard !value.isEmpty else {
      throw OmicsError(.usage, "\"\(text)\" needs a value", hint: "Example: --what-if drop-batch=2")
    }
  }

  /// The difference it stands for.
  ///
  /// - Throws: what finding a table throws.
  func difference(_ plan: RunPlan, catalog: TableCatalog) throws(OmicsError) -> ComponentDifference {
    if key == "tables" {
      let entry = try TableDoor.entry(value, catalog: catalog)
      let name = entry.release.name
      let table = plan.tables.first { $0.release.name == name }
      return ComponentDifference(
        kind: kind, name: name,
        before: table.map {
          RunComponent(
            kind: kind, name: name, digest: $0.file.sha256, label: $0.release.release, path: $0.file.relativePath)
        },
        after: RunComponent(
          kind: kind, name: name, digest: entry.release.sha256, label: entry.release.release,
          path: RelativePath.absolute(entry.path)))
    }
    let before: String
    switch key {
    case "drop-sample", "drop-batch", "drop-cohort", "drop-layer", "drop-prior": before = "in"
    case "permute-labels": before = "as observed"
    default: before = plan.settings[key]
    }
    let after = key.hasPrefix("drop-") ? "left out" : key == "permute-labels" ? "permuted, draw \(value)" : value
    let name = key.hasPrefix("drop-") ? "\(key.dropFirst(5)) \(value)" : key == "permute-labels" ? "labels" : key
    return ComponentDifference(
      kind: kind, name: name,
      before: RunComponent(kind: kind, name: name, digest: "before", label: before),
      after: RunComponent(kind: kind, name: name, digest: "after", label: after))
  }

  /// A plan with this one thing otherwise.
  ///
  /// - Throws: `usage` when there is nothing of that name.
  func apply(to plan: inout RunPlan, catalog: TableCatalog) throws(OmicsError) {
    func absent(_ what: String, _ known: [String]) -> OmicsError {
      OmicsError(
        .usage, "the run has no \(what) \"\(value)\"", hint: "It has: \(known.sorted().joined(separator: ", ")).")
    }
    switch key {
    case "tables":
      let entry = try TableDoor.entry(value, catalog: catalog)
      guard plan.tables.contains(where: { $0.release.name == entry.release.name }) else {
        throw absent("table", plan.tables.map(\.release.name))
      }
      plan.tables.removeAll { $0.release.name == entry.release.name }
      plan.tables.append(try RunPlan.catalogued(entry))
    case "drop-sample": plan.counterfactual.droppedSamples.formUnion(value.split(separator: ",").map(String.init))
    case "drop-batch": plan.counterfactual.droppedBatches.insert(value)
    case "drop-cohort":
      let cohorts = Set(plan.inputs.filter { $0.declaration.role == "data" }.map(\.declaration.cohort))
      guard cohorts.contains(value) else { throw absent("cohort", Array(cohorts)) }
      plan.inputs.removeAll { $0.declaration.role == "data" && $0.declaration.cohort == value }
    case "drop-layer":
      let layers = Set(plan.inputs.compactMap { $0.declaration.layer?.rawValue })
      guard layers.contains(value) else { throw absent("layer", Array(layers)) }
      plan.inputs.removeAll { $0.declaration.layer?.rawValue == value }
    case "drop-prior":
      guard plan.priors.removeValue(forKey: value) != nil else { throw absent("prior", Array(plan.priors.keys)) }
    case "permute-labels":
      guard let draw = Int(value), draw >= 0 else {
        throw OmicsError(.usage, "permute-labels takes the number of a draw, found \"\(value)\"")
      }
      plan.counterfactual.labelPermutations.append(draw)
    default:
      try plan.settings.set(key, value, origin: "what-if")
      try plan.checkSettings()
    }
  }
}
